package org.dovetail.core.internal.prim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.DType.Kind;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.jspecify.annotations.Nullable;

/** Operations on the elements that a sliding window has, window by window. */
public sealed interface Window extends Simple {
    /** Which element of a window counts: the first of equal ones. */
    enum Choice {
        MAX, MIN;

        /** The element that any other one is chosen before. */
        public Array neutral(DType dtype) {
            boolean most = this == MIN;
            int bits = dtype.bytes() * Byte.SIZE;
            long least = dtype.kind() == Kind.SIGNED ? -1L << bits - 1 : 0;
            return switch (dtype.kind()) {
                case FLOAT, COMPLEX ->
                    Array.scalar(dtype, most ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY);
                case BOOL -> Array.ofLongs(TensorSpec.of(dtype), _ -> most ? 1 : 0);
                case SIGNED, UNSIGNED -> Array.ofLongs(TensorSpec.of(dtype), _ -> most ? ~least : least);
            };
        }
    }

    /** What is made of a window's elements. */
    enum Op {
        SUM, MAX, MIN;

        private boolean takes(DType dtype) {
            return this == SUM ? dtype.kind() != Kind.BOOL : dtype.kind() != Kind.COMPLEX;
        }
    }

    /**
     * A window, and how it slides.
     *
     * @param extents its extent along each axis
     * @param sliding how it slides along each axis
     */
    record Geometry(List<Integer> extents, List<Sliding> sliding) {
        public Geometry {
            extents = List.copyOf(extents);
            sliding = List.copyOf(sliding);
        }

        /** Whether the window is each element for itself along an axis. */
        public boolean isStill(int axis) {
            return extents.get(axis) == 1 && sliding.get(axis).equals(Sliding.NONE);
        }

        /** The places at which the window can stand. */
        Shape places(Simple primitive, Shape base, List<TensorSpec> operands) {
            if (extents.size() != base.rank() || sliding.size() != base.rank()) {
                throw primitive.refuse("a window with an extent for each axis is expected", operands);
            }
            List<Integer> places = new ArrayList<>();
            for (int axis = 0; axis < base.rank(); axis++) {
                if (!sliding.get(axis).fits(base.extent(axis), extents.get(axis))) {
                    throw primitive.refuse("positive extents, strides and dilations of the window, and no more negative"
                            + " padding than there are elements, are expected", operands);
                }
                places.add(sliding.get(axis).places(base.extent(axis), extents.get(axis)));
            }
            return new Shape(places);
        }

        private Geometry batched() {
            List<Sliding> wider = new ArrayList<>(sliding);
            wider.addFirst(Sliding.NONE);
            return new Geometry(Batching.prepend(1, extents), wider);
        }

        private List<Integer> eachAxis(ToIntFunction<Sliding> number) {
            return sliding.stream().map(number::applyAsInt).toList();
        }

        /** Without what is between elements: a geometry over elements that already stand apart. */
        private Geometry undilated() {
            return new Geometry(extents, sliding.stream()
                    .map(s -> new Sliding(s.stride(), s.low(), s.high(), 1, s.windowDilation())).toList());
        }

        @Override
        public String toString() {
            List<String> axes = IntStream.range(0, extents.size())
                    .mapToObj(i -> extents.get(i)
                            + (sliding.get(i).equals(Sliding.NONE) ? "" : " " + sliding.get(i)))
                    .toList();
            return String.join(", ", axes);
        }
    }

    /** One element of each window's elements, as {@code jax.lax.reduce_window} with a sum, maximum or minimum; padding does not count. */
    record ReduceWindow(Op op, Geometry geometry) implements Window {
        @Override
        public TensorSpec inferResult(List<TensorSpec> operands) {
            TensorSpec operand = operands.getFirst();
            if (!op.takes(operand.dtype())) {
                throw refuse("another dtype is expected", operands);
            }
            return operand.withShape(geometry.places(this, operand.shape(), operands));
        }

        @Override
        public @Nullable Tensor tangent(Tensor result, List<Tensor> primals, List<@Nullable Tensor> tangents) {
            Tensor dx = tangents.getFirst();
            if (dx == null) {
                return null;
            }
            return switch (op) {
                case SUM -> of(dx); // d Σx = Σ dx
                case MAX -> new SelectAndGather(Choice.MAX, geometry).of(dx, primals.getFirst()); // dx at the largest
                case MIN -> new SelectAndGather(Choice.MIN, geometry).of(dx, primals.getFirst());
            };
        }

        /** The sum of the cotangents of all windows that an element is in: windows over the cotangents, padded and as far apart as the windows were. */
        @Override
        public List<@Nullable Tensor> transposeResult(Tensor cotangent, List<Operand> operands) {
            if (op != Op.SUM) {
                throw notLinear();
            }
            Shape base = operands.getFirst().spec().shape();
            List<Sliding> back = IntStream.range(0, base.rank())
                    .mapToObj(i -> geometry.sliding.get(i).overPlaces(base.extent(i), geometry.extents.get(i)))
                    .toList();
            return List.of(new ReduceWindow(Op.SUM, new Geometry(geometry.extents, back)).of(cotangent));
        }

        @Override
        public Tensor batchResult(int size, List<Tensor> operands, List<Boolean> batched) {
            return new ReduceWindow(op, geometry.batched()).of(operands);
        }

        @Override
        public String toString() {
            return "reduce_window_" + op.name().toLowerCase(Locale.ROOT) + "[" + geometry + "]";
        }
    }

    /**
     * Of one operand the element that stands where another operand has the chosen one of each window, as JAX's {@code select_and_gather_add}, the derivative of a windows'
     * maximum. Where all elements are the neutral one, and where there are none, the result is 0; a NaN is never kept when another element follows.
     */
    record SelectAndGather(Choice choice, Geometry geometry) implements Window {
        @Override
        public TensorSpec inferResult(List<TensorSpec> operands) {
            TensorSpec chosen = operands.get(1);
            if (!operands.get(0).equals(chosen) || chosen.dtype().kind() != Kind.FLOAT) {
                throw refuse("two operands of one shape and dtype of floats are expected", operands);
            }
            return chosen.withShape(geometry.places(this, chosen.shape(), operands));
        }

        @Override
        public @Nullable Tensor tangent(Tensor result, List<Tensor> primals, List<@Nullable Tensor> tangents) {
            Tensor dx = tangents.getFirst();
            return dx == null ? null : of(dx, primals.get(1)); // which element is chosen does not change
        }

        /** Elements that stand apart are padded first: JAX lets what is between them be chosen, too. */
        @Override
        public List<@Nullable Tensor> transposeResult(Tensor cotangent, List<Operand> operands) {
            Tensor operand = operands.get(1).value();
            List<Integer> dilations = geometry.eachAxis(Sliding::baseDilation);
            boolean dense = dilations.stream().allMatch(dilation -> dilation == 1);
            if (dense) {
                return Nullables.list(new SelectAndScatter(choice, geometry).of(cotangent, operand), null);
            }
            List<Integer> none = Collections.nCopies(operand.rank(), 0);
            Tensor apart = new Shaping.Pad(none, none, dilations.stream().map(d -> d - 1).toList()).of(operand,
                    choice.neutral(operand.dtype()));
            Tensor scattered = new SelectAndScatter(choice, geometry.undilated()).of(cotangent, apart);
            return Nullables.list(
                    new Shaping.Slice(none, scattered.shape().extents(), dilations).of(scattered), null);
        }

        @Override
        public Tensor batchResult(int size, List<Tensor> operands, List<Boolean> batched) {
            return new SelectAndGather(choice, geometry.batched()).of(
                    Batching.batched(operands.get(0), size, batched.get(0)),
                    Batching.batched(operands.get(1), size, batched.get(1)));
        }

        @Override
        public String toString() {
            return "select_and_gather_add[" + choice.name().toLowerCase(Locale.ROOT) + ", " + geometry + "]";
        }
    }

    /**
     * Adds each element of a source to the place of the chosen element of a window of the operand, as JAX's {@code select_and_scatter_add}; operands are the source and the
     * operand. Padding can be chosen: what would be added there is lost.
     */
    record SelectAndScatter(Choice choice, Geometry geometry) implements Window {
        @Override
        public TensorSpec inferResult(List<TensorSpec> operands) {
            TensorSpec source = operands.get(0);
            TensorSpec chosen = operands.get(1);
            if (chosen.dtype().kind() != Kind.FLOAT
                    || !source.equals(chosen.withShape(geometry.places(this, chosen.shape(), operands)))) {
                throw refuse("a source with an element for each window, and an operand, of floats are expected",
                        operands);
            }
            if (geometry.sliding.stream().anyMatch(sliding -> sliding.baseDilation() != 1)) {
                throw refuse("elements without places between them are expected", operands);
            }
            return chosen;
        }

        @Override
        public @Nullable Tensor tangent(Tensor result, List<Tensor> primals, List<@Nullable Tensor> tangents) {
            Tensor dsource = tangents.getFirst();
            return dsource == null ? null : of(dsource, primals.get(1)); // which element is chosen does not change
        }

        @Override
        public List<@Nullable Tensor> transposeResult(Tensor cotangent, List<Operand> operands) {
            return Nullables.list(new SelectAndGather(choice, geometry).of(cotangent, operands.get(1).value()), null);
        }

        @Override
        public Tensor batchResult(int size, List<Tensor> operands, List<Boolean> batched) {
            return new SelectAndScatter(choice, geometry.batched()).of(
                    Batching.batched(operands.get(0), size, batched.get(0)),
                    Batching.batched(operands.get(1), size, batched.get(1)));
        }

        @Override
        public String toString() {
            return "select_and_scatter_add[" + choice.name().toLowerCase(Locale.ROOT) + ", " + geometry + "]";
        }
    }
}
