package org.dovetail.core.internal.prim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.dovetail.core.DType;
import org.dovetail.core.GatherDimensionNumbers;
import org.dovetail.core.GatherScatterMode;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.jspecify.annotations.Nullable;

/** Operations on elements whose places are numbers that are operands themselves. */
public sealed interface Indexing extends Simple
        permits Indexing.DynamicSlice, Indexing.DynamicUpdateSlice, Gather, Scatter {
    private static void checkStarts(Simple primitive, Shape window, int first, List<TensorSpec> operands) {
        TensorSpec operand = operands.getFirst();
        int rank = operand.shape().rank();
        List<TensorSpec> starts = operands.subList(Math.min(first, operands.size()), operands.size());
        boolean areScalars = starts.size() == rank && starts.stream().allMatch(
                start -> start.equals(starts.getFirst()) && start.shape().rank() == 0
                        && Windows.isIndex(start.dtype()));
        Windows.require(primitive, areScalars,
                "an integer scalar of 8 to 64 bits is expected for each axis, all of one dtype",
                operands);
        Windows.require(primitive, window.rank() == rank, "an extent is expected for each axis", operands);
        for (int axis = 0; axis < rank; axis++) {
            Windows.require(primitive, window.extent(axis) <= operand.shape().extent(axis),
                    "a window of " + window + " must lie in the operand", operands);
        }
    }

    /** The numbers of windows that begin at an index for each axis. */
    private static GatherDimensionNumbers anywhere(int rank) {
        List<Integer> all = Batching.range(0, rank);
        return new GatherDimensionNumbers(all, List.of(), all);
    }

    /** The starts, with that of a new first axis in front. */
    private static List<Tensor> withZero(List<Tensor> starts) {
        List<Tensor> all = new ArrayList<>();
        all.add(Ops.scalar(starts.isEmpty() ? DType.INT32 : starts.getFirst().dtype(), 0));
        all.addAll(starts);
        return all;
    }

    /** The starts of each of a batch along the last axis. */
    private static Tensor rows(List<Tensor> starts, int size, List<Boolean> batched) {
        List<Tensor> columns = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            Tensor column = Batching.batched(starts.get(i), size, batched.get(i));
            columns.add(Ops.reshape(column, Shape.of(size, 1)));
        }
        return new Shaping.Concatenate(1).of(columns);
    }

    private static List<Tensor> joined(List<Tensor> first, List<Tensor> second) {
        List<Tensor> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    /**
     * A window of some extents, as {@code jax.lax.dynamic_slice_p}: operands are the tensor and for each axis where the window begins; one that does not lie in the tensor is
     * moved to the nearest place where it does.
     */
    record DynamicSlice(Shape sizes) implements Indexing {
        @Override
        public TensorSpec inferResult(List<TensorSpec> operands) {
            checkStarts(this, sizes, 1, operands);
            return operands.getFirst().withShape(sizes);
        }

        @Override
        public @Nullable Tensor tangent(Tensor result, List<Tensor> primals, List<@Nullable Tensor> tangents) {
            Tensor dx = tangents.getFirst();
            return dx == null ? null : of(joined(List.of(dx), primals.subList(1, primals.size()))); // the same of dx
        }

        @Override
        public List<@Nullable Tensor> transposeResult(Tensor cotangent, List<Operand> operands) {
            TensorSpec from = operands.getFirst().spec();
            List<Tensor> starts = operands.stream().skip(1).map(Operand::value).toList();
            List<@Nullable Tensor> sent = new ArrayList<>(Nullables.nulls(operands.size()));
            sent.set(0, new DynamicUpdateSlice().of(joined(List.of(Zeros.zero(from), cotangent), starts)));
            return sent;
        }

        @Override
        public Tensor batchResult(int size, List<Tensor> operands, List<Boolean> batched) {
            List<Tensor> starts = operands.subList(1, operands.size());
            if (!batched.subList(1, batched.size()).contains(true)) {
                return new DynamicSlice(sizes.withFirst(size)).of(joined(operands.subList(0, 1), withZero(starts)));
            }
            Gather gather = new Gather(anywhere(sizes.rank()), sizes.extents(), GatherScatterMode.CLIP, 0);
            return gather.batchResult(size,
                    List.of(operands.getFirst(), rows(starts, size, batched.subList(1, batched.size()))),
                    List.of(batched.getFirst(), true));
        }

        @Override
        public String toString() { return "dynamic_slice[sizes=" + sizes + "]"; }
    }

    /**
     * Other elements in a window, as {@code jax.lax.dynamic_update_slice_p}: operands are the tensor, the window's elements and for each axis where it begins; one that does
     * not lie in the tensor is moved to the nearest place where it does.
     */
    record DynamicUpdateSlice() implements Indexing {
        @Override
        public TensorSpec inferResult(List<TensorSpec> operands) {
            if (operands.size() < 2 || operands.get(0).dtype() != operands.get(1).dtype()) {
                throw refuse("a tensor and an update of one dtype are expected", operands);
            }
            checkStarts(this, operands.get(1).shape(), 2, operands);
            return operands.getFirst();
        }

        @Override
        public @Nullable Tensor tangent(Tensor result, List<Tensor> primals, List<@Nullable Tensor> tangents) {
            Tensor dx = tangents.get(0);
            Tensor du = tangents.get(1);
            if (dx == null && du == null) {
                return null;
            }
            List<Tensor> both = List.of(dx == null ? Ops.like(primals.get(0), 0) : dx,
                    du == null ? Ops.like(primals.get(1), 0) : du);
            return of(joined(both, primals.subList(2, primals.size()))); // dx with du in the window
        }

        @Override
        public List<@Nullable Tensor> transposeResult(Tensor cotangent, List<Operand> operands) {
            TensorSpec update = operands.get(1).spec();
            List<Tensor> starts = operands.stream().skip(2).map(Operand::value).toList();
            List<@Nullable Tensor> sent = new ArrayList<>(Nullables.nulls(operands.size()));
            if (operands.get(0).isLinear()) {
                sent.set(0, of(joined(List.of(cotangent, Zeros.zero(update)), starts)));
            }
            if (operands.get(1).isLinear()) {
                sent.set(1, new DynamicSlice(update.shape()).of(joined(List.of(cotangent), starts)));
            }
            return sent;
        }

        @Override
        public Tensor batchResult(int size, List<Tensor> operands, List<Boolean> batched) {
            Tensor x = Batching.batched(operands.get(0), size, batched.get(0));
            Tensor update = Batching.batched(operands.get(1), size, batched.get(1));
            List<Tensor> starts = operands.subList(2, operands.size());
            List<Boolean> areBatched = batched.subList(2, batched.size());
            if (!areBatched.contains(true)) {
                return of(joined(List.of(x, update), withZero(starts)));
            }
            Scatter scatter = new Scatter(Scatter.Op.SET, anywhere(x.rank() - 1), GatherScatterMode.CLIP, true);
            return scatter.batchResult(size, List.of(x, rows(starts, size, areBatched), update),
                    Collections.nCopies(3, true));
        }

        @Override
        public String toString() { return "dynamic_update_slice"; }
    }
}
