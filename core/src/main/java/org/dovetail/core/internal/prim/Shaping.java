package org.dovetail.core.internal.prim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.jspecify.annotations.Nullable;

/** Operations that move, repeat or leave out elements; all are linear in what they move. */
public sealed interface Shaping extends Simple {
    @Override
    default @Nullable Tensor tangent(Tensor result, List<Tensor> primals, List<@Nullable Tensor> tangents) {
        Tensor dx = tangents.getFirst();
        return dx == null ? null : of(dx);
    }

    private static boolean areDistinctAxes(List<Integer> axes, int rank) {
        return new HashSet<>(axes).size() == axes.size() && axes.stream().allMatch(axis -> axis >= 0 && axis < rank);
    }

    /** The same elements in C order under another shape, as {@code jax.lax.reshape}. */
    record Reshape(Shape to) implements Shaping {
        @Override
        public TensorSpec inferResult(List<TensorSpec> operands) {
            TensorSpec operand = operands.getFirst();
            if (operand.shape().size() != to.size()) {
                throw refuse(to.size() + " elements are expected", operands, Ops.RESHAPE_REMEDY);
            }
            return operand.withShape(to);
        }

        @Override
        public List<@Nullable Tensor> transposeResult(Tensor cotangent, List<Operand> operands) {
            return List.of(new Reshape(operands.getFirst().spec().shape()).of(cotangent));
        }

        @Override
        public Tensor batchResult(int size, List<Tensor> operands, List<Boolean> batched) {
            return new Reshape(to.withFirst(size)).of(operands);
        }

        @Override
        public String toString() { return "reshape" + to; }
    }

    /**
     * Repeats along new axes, and along axes of extent 1, as {@code jax.lax.broadcast_in_dim}.
     *
     * @param axes for each axis of the operand, the axis of the result
     */
    record Broadcast(Shape to, List<Integer> axes) implements Shaping {
        public Broadcast {
            axes = List.copyOf(axes);
        }

        @Override
        public TensorSpec inferResult(List<TensorSpec> operands) {
            Shape from = operands.getFirst().shape();
            if (axes.size() != from.rank() || !areDistinctAxes(axes, to.rank())) {
                throw refuse("an axis of the result is expected for each of the operand", operands);
            }
            for (int i = 0; i < axes.size(); i++) {
                if (from.extent(i) != 1 && from.extent(i) != to.extent(axes.get(i))) {
                    throw refuse("extents of 1 or of the result are expected", operands);
                }
            }
            return operands.getFirst().withShape(to);
        }

        @Override
        public List<@Nullable Tensor> transposeResult(Tensor cotangent, List<Operand> operands) {
            Shape from = operands.getFirst().spec().shape();
            List<Integer> repeated = new ArrayList<>();
            for (int axis = 0; axis < to.rank(); axis++) {
                int source = axes.indexOf(axis);
                if (source < 0 || from.extent(source) != to.extent(axis)) {
                    repeated.add(axis);
                }
            }
            Tensor sum = repeated.isEmpty()
                    ? cotangent
                    : new Reduction.Reduce(Reduction.Op.SUM, repeated).of(cotangent);
            List<Integer> kept = axes.stream().filter(axis -> !repeated.contains(axis)).toList();
            List<Integer> order = kept.stream().map(axis -> (int) kept.stream().filter(k -> k < axis).count()).toList();
            Tensor ordered = Ops.transpose(sum, order);
            return List.of(Ops.reshape(ordered, from));
        }

        @Override
        public Tensor batchResult(int size, List<Tensor> operands, List<Boolean> batched) {
            return new Broadcast(to.withFirst(size), Batching.prepend(0, Batching.shifted(axes))).of(operands);
        }

        @Override
        public String toString() { return "broadcast[" + to + ", axes=" + axes + "]"; }
    }

    /**
     * The axes in another order, as {@code jax.lax.transpose}.
     *
     * @param axes for each axis of the result, the axis of the operand
     */
    record Transpose(List<Integer> axes) implements Shaping {
        public Transpose {
            axes = List.copyOf(axes);
        }

        @Override
        public TensorSpec inferResult(List<TensorSpec> operands) {
            Shape from = operands.getFirst().shape();
            if (axes.size() != from.rank() || !areDistinctAxes(axes, from.rank())) {
                throw refuse("a permutation of the operand's axes is expected", operands, "Name each axis once");
            }
            return operands.getFirst().withShape(from.permuted(axes));
        }

        @Override
        public List<@Nullable Tensor> transposeResult(Tensor cotangent, List<Operand> operands) {
            List<Integer> inverse = Batching.range(0, axes.size()).stream().map(axes::indexOf).toList();
            return List.of(new Transpose(inverse).of(cotangent));
        }

        @Override
        public Tensor batchResult(int size, List<Tensor> operands, List<Boolean> batched) {
            return new Transpose(Batching.prepend(0, Batching.shifted(axes))).of(operands);
        }

        @Override
        public String toString() { return "transpose" + axes; }
    }

    /** Every so many elements from a start up to a limit along each axis, as {@code jax.lax.slice}. */
    record Slice(List<Integer> starts, List<Integer> limits, List<Integer> strides) implements Shaping {
        public Slice {
            starts = List.copyOf(starts);
            limits = List.copyOf(limits);
            strides = List.copyOf(strides);
        }

        @Override
        public TensorSpec inferResult(List<TensorSpec> operands) {
            Shape from = operands.getFirst().shape();
            if (starts.size() != from.rank() || limits.size() != from.rank() || strides.size() != from.rank()) {
                throw refuse("a start, limit and stride is expected for each axis", operands);
            }
            List<Integer> extents = new ArrayList<>();
            for (int axis = 0; axis < from.rank(); axis++) {
                int start = starts.get(axis);
                int limit = limits.get(axis);
                int stride = strides.get(axis);
                if (start < 0 || start > limit || limit > from.extent(axis) || stride < 1) {
                    throw refuse("0 <= start <= limit <= extent and a positive stride are expected", operands);
                }
                extents.add(Math.ceilDiv(limit - start, stride));
            }
            return operands.getFirst().withShape(new Shape(extents));
        }

        @Override
        public List<@Nullable Tensor> transposeResult(Tensor cotangent, List<Operand> operands) {
            Shape from = operands.getFirst().spec().shape();
            List<Integer> high = new ArrayList<>();
            List<Integer> interior = new ArrayList<>();
            for (int axis = 0; axis < from.rank(); axis++) {
                int extent = cotangent.shape().extent(axis);
                int stride = strides.get(axis);
                int end = starts.get(axis) + (extent == 0 ? 0 : (extent - 1) * stride + 1);
                high.add(from.extent(axis) - end);
                interior.add(stride - 1);
            }
            return List.of(new Pad(starts, high, interior).of(cotangent, Ops.scalar(cotangent.dtype(), 0)));
        }

        @Override
        public Tensor batchResult(int size, List<Tensor> operands, List<Boolean> batched) {
            return new Slice(Batching.prepend(0, starts), Batching.prepend(size, limits), Batching.prepend(1, strides))
                    .of(operands);
        }

        @Override
        public String toString() {
            return "slice[starts=" + starts + ", limits=" + limits
                    + (strides.stream().allMatch(stride -> stride == 1) ? "" : ", strides=" + strides) + "]";
        }
    }

    /**
     * Puts a value around and between elements, as {@code jax.lax.pad}; operands are the tensor and the value.
     *
     * @param low how many before the first element of each axis; negative numbers take elements away
     * @param high how many behind the last
     * @param interior how many between each two
     */
    record Pad(List<Integer> low, List<Integer> high, List<Integer> interior) implements Shaping {
        public Pad {
            low = List.copyOf(low);
            high = List.copyOf(high);
            interior = List.copyOf(interior);
        }

        @Override
        public TensorSpec inferResult(List<TensorSpec> operands) {
            TensorSpec from = operands.getFirst();
            int rank = from.shape().rank();
            if (low.size() != rank || high.size() != rank || interior.size() != rank) {
                throw refuse("a padding is expected for each axis", operands);
            }
            if (!operands.get(1).equals(from.withShape(Shape.of()))) {
                throw refuse("a scalar of the operand's dtype is expected as the value", operands);
            }
            List<Integer> extents = new ArrayList<>();
            for (int axis = 0; axis < rank; axis++) {
                int extent = from.shape().extent(axis);
                int padded = low.get(axis) + extent + Math.max(0, extent - 1) * interior.get(axis) + high.get(axis);
                if (padded < 0 || interior.get(axis) < 0) {
                    throw refuse("no negative extents and no negative interior padding are expected", operands);
                }
                extents.add(padded);
            }
            return from.withShape(new Shape(extents));
        }

        @Override
        public @Nullable Tensor tangent(Tensor result, List<Tensor> primals, List<@Nullable Tensor> tangents) {
            Tensor dx = tangents.get(0);
            Tensor dvalue = tangents.get(1);
            return dx == null && dvalue == null
                    ? null
                    : of(dx == null ? Ops.like(primals.get(0), 0) : dx,
                            dvalue == null ? Ops.like(primals.get(1), 0) : dvalue);
        }

        @Override
        public List<@Nullable Tensor> transposeResult(Tensor cotangent, List<Operand> operands) {
            Tensor inner = operands.get(0).isLinear() || operands.get(1).isLinear() ? unpadded(cotangent) : null;
            Tensor value = operands.get(1).isLinear() && inner != null ? cotangent.sum().sub(inner.sum()) : null;
            return Nullables.list(operands.get(0).isLinear() ? inner : null, value);
        }

        /** The places of a padded tensor to which elements went; zero for those that negative padding took away. */
        private Tensor unpadded(Tensor padded) {
            List<Integer> none = Collections.nCopies(low.size(), 0);
            Tensor whole = new Pad(low.stream().map(n -> -n).toList(), high.stream().map(n -> -n).toList(), none)
                    .of(padded, Ops.scalar(padded.dtype(), 0));
            return new Slice(none, whole.shape().extents(), interior.stream().map(n -> n + 1).toList()).of(whole);
        }

        @Override
        public Tensor batchResult(int size, List<Tensor> operands, List<Boolean> batched) {
            Pad wider = new Pad(Batching.prepend(0, low), Batching.prepend(0, high), Batching.prepend(0, interior));
            Tensor operand = Batching.batched(operands.get(0), size, batched.get(0));
            Tensor value = operands.get(1);
            if (!batched.get(1)) {
                return wider.of(operand, value);
            }
            Tensor padded = wider.of(operand, Ops.scalar(operand.dtype(), 0));
            Tensor isElement = wider.of(Ops.full(DType.BOOL, operand.shape(), 1), Ops.scalar(DType.BOOL, 0));
            return Ops.select(isElement, padded, new Broadcast(padded.shape(), List.of(0)).of(value));
        }

        @Override
        public String toString() { return "pad[low=" + low + ", high=" + high + ", interior=" + interior + "]"; }
    }

    /** Tensors one behind the other along an axis, as {@code jax.lax.concatenate}. */
    record Concatenate(int axis) implements Shaping {
        @Override
        public TensorSpec inferResult(List<TensorSpec> operands) {
            TensorSpec first = operands.getFirst();
            if (axis < 0 || axis >= first.shape().rank()) {
                throw refuse("an axis of the operands is expected", operands);
            }
            int sum = 0;
            for (TensorSpec operand : operands) {
                if (operand.shape().rank() != first.shape().rank()
                        || !operand.equals(first.withShape(first.shape().with(axis, operand.shape().extent(axis))))) {
                    throw refuse("operands that differ in axis " + axis + " alone are expected", operands,
                            "Concatenate along another axis, or slice, pad or cast them to fit");
                }
                sum += operand.shape().extent(axis);
            }
            return first.withShape(first.shape().with(axis, sum));
        }

        @Override
        public @Nullable Tensor tangent(Tensor result, List<Tensor> primals, List<@Nullable Tensor> tangents) {
            List<Tensor> all = new ArrayList<>();
            for (int i = 0; i < primals.size(); i++) {
                Tensor tangent = tangents.get(i);
                all.add(tangent == null ? Ops.like(primals.get(i), 0) : tangent);
            }
            return of(all);
        }

        @Override
        public List<@Nullable Tensor> transposeResult(Tensor cotangent, List<Operand> operands) {
            List<@Nullable Tensor> parts = new ArrayList<>();
            int start = 0;
            for (Operand operand : operands) {
                int extent = operand.spec().shape().extent(axis);
                parts.add(operand.isLinear() ? Ops.slice(cotangent, axis, start, start + extent) : null);
                start += extent;
            }
            return parts;
        }

        @Override
        public Tensor batchResult(int size, List<Tensor> operands, List<Boolean> batched) {
            List<Tensor> all = new ArrayList<>();
            for (int i = 0; i < operands.size(); i++) {
                all.add(Batching.batched(operands.get(i), size, batched.get(i)));
            }
            return new Concatenate(axis + 1).of(all);
        }

        @Override
        public String toString() { return "concatenate[axis=" + axis + "]"; }
    }

    /** The elements in reverse order along some axes, as {@code jax.lax.rev}. */
    record Reverse(List<Integer> axes) implements Shaping {
        public Reverse {
            axes = List.copyOf(axes);
        }

        @Override
        public TensorSpec inferResult(List<TensorSpec> operands) {
            if (!areDistinctAxes(axes, operands.getFirst().shape().rank())) {
                throw refuse("distinct axes of the operand are expected", operands);
            }
            return operands.getFirst();
        }

        @Override
        public List<@Nullable Tensor> transposeResult(Tensor cotangent, List<Operand> operands) {
            return List.of(of(cotangent));
        }

        @Override
        public Tensor batchResult(int size, List<Tensor> operands, List<Boolean> batched) {
            return new Reverse(Batching.shifted(axes)).of(operands);
        }

        @Override
        public String toString() { return "reverse" + axes; }
    }

    /** Numbers that count along an axis, as {@code jax.lax.broadcasted_iota}; there are no operands. */
    record Iota(TensorSpec spec, int axis) implements Shaping {
        @Override
        public TensorSpec inferResult(List<TensorSpec> operands) {
            if (axis < 0 || axis >= spec.shape().rank() || spec.dtype() == DType.BOOL) {
                throw refuse("a dtype of numbers and an axis of " + spec + " are expected", operands);
            }
            return spec;
        }

        @Override
        public @Nullable Tensor tangent(Tensor result, List<Tensor> primals, List<@Nullable Tensor> tangents) {
            return null;
        }

        @Override
        public List<@Nullable Tensor> transposeResult(Tensor cotangent, List<Operand> operands) { return List.of(); }

        @Override
        public Tensor batchResult(int size, List<Tensor> operands, List<Boolean> batched) {
            return Batching.batched(of(), size, false);
        }

        @Override
        public String toString() { return "iota[" + spec + ", axis=" + axis + "]"; }
    }
}
