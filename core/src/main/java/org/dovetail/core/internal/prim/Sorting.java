package org.dovetail.core.internal.prim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.dovetail.core.DType;
import org.dovetail.core.DType.Kind;
import org.dovetail.core.GatherDimensionNumbers;
import org.dovetail.core.GatherScatterMode;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.jspecify.annotations.Nullable;

/** Elements in the order of their size along an axis. Equal ones stay in order. */
public sealed interface Sorting extends Several {
    /** The elements along an axis whose places are numbers: as many as there are numbers. */
    private static Tensor taken(Tensor x, Tensor places, int axis) {
        List<Integer> others = Batching.range(0, x.rank()).stream().filter(other -> other != axis).toList();
        GatherDimensionNumbers numbers = new GatherDimensionNumbers(List.of(), List.of(axis), List.of(axis), others,
                others);
        return new Gather(numbers, Collections.nCopies(x.rank(), 1), GatherScatterMode.PROMISE_IN_BOUNDS, 0)
                .of(x, Ops.reshape(places, places.shape().concat(Shape.of(1))));
    }

    /**
     * Tensors in the order of the first of them, as {@code jax.lax.sort}: zeros and subnormal numbers are equal whatever their sign, NaNs are behind all others and equal.
     *
     * @param axis along which
     * @param keys how many of the tensors decide, the first before the second
     */
    record Sort(int axis, int keys) implements Sorting {
        @Override
        public List<TensorSpec> infer(List<TensorSpec> operands) {
            if (operands.isEmpty() || keys < 1 || keys > operands.size()) {
                throw refuse("at least one key, and as many operands, are expected", operands);
            }
            Shape shape = operands.getFirst().shape();
            if (axis < 0 || axis >= shape.rank()) {
                throw refuse("an axis of the operands is expected", operands);
            }
            if (operands.stream().anyMatch(operand -> !operand.shape().equals(shape))) {
                throw refuse("operands of one shape are expected", operands);
            }
            if (operands.subList(0, keys).stream().anyMatch(key -> key.dtype().kind() == Kind.COMPLEX)) {
                throw refuse("keys that are no complex numbers are expected", operands);
            }
            return List.copyOf(operands);
        }

        /** The tangents in the order of the operands. */
        @Override
        public Jvp jvp(List<Tensor> primals, List<@Nullable Tensor> tangents) {
            List<Tensor> all = new ArrayList<>(primals);
            all.add(Ops.iota(new TensorSpec(DType.INT32, primals.getFirst().shape()), axis));
            List<Tensor> sorted = of(all);
            Tensor places = sorted.getLast();
            List<@Nullable Tensor> moved = new ArrayList<>();
            for (Tensor tangent : tangents) {
                moved.add(tangent == null ? null : taken(tangent, places, axis));
            }
            return new Jvp(sorted.subList(0, primals.size()), moved);
        }

        @Override
        public List<Tensor> batchResults(int size, List<Tensor> operands, List<Boolean> batched) {
            List<Tensor> all = new ArrayList<>();
            for (int i = 0; i < operands.size(); i++) {
                all.add(Batching.batched(operands.get(i), size, batched.get(i)));
            }
            return new Sort(axis + 1, keys).of(all);
        }

        @Override
        public String toString() { return "sort[axis=" + axis + ", keys=" + keys + "]"; }
    }

    /**
     * The largest elements along the last axis, from the largest on, and their places as int32: {@code jax.lax.top_k}. Floats are ordered by their bits: -0 is less than 0, a
     * NaN is the largest, or the smallest if its sign is set.
     *
     * @param count how many
     */
    record TopK(int count) implements Sorting {
        @Override
        public List<TensorSpec> infer(List<TensorSpec> operands) {
            TensorSpec operand = operands.getFirst();
            int rank = operand.shape().rank();
            if (rank == 0 || operand.dtype().kind() == Kind.COMPLEX) {
                throw refuse("a tensor with an axis, of no complex numbers, is expected", operands);
            }
            if (count < 0 || count > operand.shape().extent(rank - 1)) {
                throw refuse("a count of 0 to the last axis's extent is expected", operands);
            }
            Shape shape = operand.shape().with(rank - 1, count);
            return List.of(operand.withShape(shape), new TensorSpec(DType.INT32, shape));
        }

        /** The tangents of those elements. */
        @Override
        public Jvp jvp(List<Tensor> primals, List<@Nullable Tensor> tangents) {
            List<Tensor> results = of(primals);
            Tensor tangent = tangents.getFirst();
            return new Jvp(results, Nullables.list(
                    tangent == null ? null : taken(tangent, results.get(1), tangent.rank() - 1), null));
        }

        @Override
        public List<Tensor> batchResults(int size, List<Tensor> operands, List<Boolean> batched) {
            return of(operands);
        }

        @Override
        public String toString() { return "top_k[" + count + "]"; }
    }
}
