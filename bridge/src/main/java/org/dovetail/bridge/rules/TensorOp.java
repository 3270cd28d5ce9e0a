package org.dovetail.bridge.rules;

import java.lang.foreign.SegmentAllocator;
import java.util.Collections;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;

/**
 * An operation on the numbers of a checkpoint that can be undone.
 *
 * <p>
 * Operations take and give lists of arrays. Most go over each array of the list by itself; some take an array apart, or put neighbours in the list together.
 */
public sealed interface TensorOp permits TensorOp.Reshape, TensorOp.Permute, TensorOp.Flip, TensorOp.Cast,
        TensorOp.Unstack, TensorOp.Stack, PieceOp, LossyOp {
    /**
     * The operation that undoes this one.
     *
     * @return the inverse; exact, but for a {@link Cast} to a type that holds less and for a {@link LossyOp}
     */
    TensorOp inverse();

    /**
     * How many arrays it gives.
     *
     * @param arrays how many it takes
     * @return how many come of them; at most the largest integer
     */
    default int results(int arrays) { return arrays; }

    /**
     * Runs the operation.
     *
     * @param arrays what it works on
     * @param memory what holds new numbers
     * @return the results
     */
    List<Array> apply(List<Array> arrays, SegmentAllocator memory);

    /**
     * Dtypes and shapes of the results, without numbers.
     *
     * @param specs dtypes and shapes of what it works on
     * @return those of the results
     * @throws IllegalArgumentException if the operation does not go with them
     */
    List<TensorSpec> specs(List<TensorSpec> specs);

    /**
     * The same operation on arrays that hold several layers along a new first axis.
     *
     * @param layers the extent of that axis
     * @return the operation
     */
    TensorOp stacked(int layers);

    /**
     * Gives the elements another shape, in C order.
     *
     * @param from the shape before
     * @param to the shape after
     */
    record Reshape(Shape from, Shape to) implements TensorOp {
        @Override
        public TensorOp inverse() { return new Reshape(to, from); }

        @Override
        public List<Array> apply(List<Array> arrays, SegmentAllocator memory) {
            return arrays.stream().map(array -> array.reshape(to)).toList();
        }

        @Override
        public List<TensorSpec> specs(List<TensorSpec> specs) {
            return specs.stream().map(spec -> {
                require(spec.shape().equals(from), "reshape: expected " + from + ", got " + spec);
                return spec.withShape(to);
            }).toList();
        }

        @Override
        public TensorOp stacked(int layers) { return new Reshape(from.withFirst(layers), to.withFirst(layers)); }

        @Override
        public String toString() { return "reshape" + from + "->" + to; }
    }

    /**
     * Puts the axes in another order, as {@code numpy.transpose}.
     *
     * @param axes for each axis of the result, the axis before
     */
    record Permute(List<Integer> axes) implements TensorOp {
        /** Copies the axes. */
        public Permute {
            axes = List.copyOf(axes);
            require(axes.stream().sorted().toList().equals(IntStream.range(0, axes.size()).boxed().toList()),
                    "permute: no permutation: " + axes);
        }

        @Override
        public TensorOp inverse() {
            return new Permute(IntStream.range(0, axes.size()).map(axes::indexOf).boxed().toList());
        }

        @Override
        public List<Array> apply(List<Array> arrays, SegmentAllocator memory) {
            return arrays.stream().map(array -> array.permute(axes, memory)).toList();
        }

        @Override
        public List<TensorSpec> specs(List<TensorSpec> specs) {
            return specs.stream().map(spec -> {
                require(spec.shape().rank() == axes.size(), "permute" + axes + ": got " + spec);
                return spec.withShape(spec.shape().permuted(axes));
            }).toList();
        }

        @Override
        public TensorOp stacked(int layers) {
            List<Integer> all = new ArrayList<>(List.of(0));
            axes.forEach(axis -> all.add(axis + 1));
            return new Permute(all);
        }

        @Override
        public String toString() { return "permute" + axes; }
    }

    /**
     * Reverses the elements along some axes, as {@code numpy.flip}.
     *
     * @param axes the axes
     */
    record Flip(List<Integer> axes) implements TensorOp {
        /** Copies the axes. */
        public Flip {
            axes = List.copyOf(axes);
        }

        @Override
        public TensorOp inverse() { return this; }

        @Override
        public List<Array> apply(List<Array> arrays, SegmentAllocator memory) {
            return arrays.stream().map(array -> array.flip(axes, memory)).toList();
        }

        @Override
        public List<TensorSpec> specs(List<TensorSpec> specs) {
            specs.forEach(spec -> require(axes.stream().allMatch(axis -> axis < spec.shape().rank()),
                    "flip" + axes + ": got " + spec));
            return specs;
        }

        @Override
        public TensorOp stacked(int layers) { return new Flip(axes.stream().map(axis -> axis + 1).toList()); }

        @Override
        public String toString() { return "flip" + axes; }
    }

    /**
     * Rounds the elements to another dtype, as {@code jax.Array.astype}.
     *
     * @param from the dtype before
     * @param to the dtype after
     */
    record Cast(DType from, DType to) implements TensorOp {
        /**
         * Whether the inverse restores every bit.
         *
         * @return true when the dtype after holds every value of the dtype before
         */
        public boolean isExact() { return from.fitsIn(to); }

        @Override
        public TensorOp inverse() { return new Cast(to, from); }

        @Override
        public List<Array> apply(List<Array> arrays, SegmentAllocator memory) {
            return arrays.stream().map(array -> array.cast(to, memory)).toList();
        }

        @Override
        public List<TensorSpec> specs(List<TensorSpec> specs) {
            return specs.stream().map(spec -> {
                require(spec.dtype() == from, "cast: expected " + from + ", got " + spec);
                return spec.withDtype(to);
            }).toList();
        }

        @Override
        public TensorOp stacked(int layers) { return this; }

        @Override
        public String toString() { return "cast " + from + "->" + to; }
    }

    /**
     * Takes arrays of several layers apart, along their first axis: first the arrays of the first layer, then those of the second.
     *
     * @param layers the extent of that axis
     */
    record Unstack(int layers) implements TensorOp {
        @Override
        public TensorOp inverse() { return new Stack(layers); }

        @Override
        public int results(int arrays) { return Pieces.times(arrays, layers); }

        @Override
        public List<Array> apply(List<Array> arrays, SegmentAllocator memory) {
            return IntStream.range(0, layers).boxed().flatMap(layer -> arrays.stream().map(array -> array.at(layer)))
                    .toList();
        }

        @Override
        public List<TensorSpec> specs(List<TensorSpec> specs) {
            require(!specs.isEmpty()
                    && specs.stream().map(TensorSpec::shape)
                            .allMatch(shape -> shape.rank() > 0 && shape.extent(0) == layers),
                    "unstack: expected arrays of " + layers + " layers, got " + specs);
            List<TensorSpec> one = specs.stream().map(spec -> spec.withShape(spec.shape().withoutFirst())).toList();
            return Collections.nCopies(layers, one).stream().flatMap(List::stream).toList();
        }

        @Override
        public TensorOp stacked(int outer) {
            throw new UnsupportedOperationException("a stack in a stack is taken apart one axis at a time");
        }

        @Override
        public String toString() { return "unstack " + layers; }
    }

    /**
     * Puts the arrays of several layers together, each with those of its place in the other layers, along a new first axis.
     *
     * @param layers how many there are
     */
    record Stack(int layers) implements TensorOp {
        @Override
        public TensorOp inverse() { return new Unstack(layers); }

        @Override
        public int results(int arrays) { return arrays / layers; }

        @Override
        public List<Array> apply(List<Array> arrays, SegmentAllocator memory) {
            int each = results(arrays.size());
            return IntStream.range(0, each).mapToObj(i -> Array.stack(
                    IntStream.range(0, layers).mapToObj(layer -> arrays.get(layer * each + i)).toList(), memory))
                    .toList();
        }

        @Override
        public List<TensorSpec> specs(List<TensorSpec> specs) {
            int each = results(specs.size());
            List<TensorSpec> one = specs.subList(0, each);
            require(each > 0 && Collections.nCopies(layers, one).stream().flatMap(List::stream).toList().equals(specs),
                    "stack: expected " + layers + " layers of equal specs, got " + specs);
            return one.stream().map(spec -> spec.withShape(spec.shape().withFirst(layers))).toList();
        }

        @Override
        public TensorOp stacked(int outer) {
            throw new UnsupportedOperationException("a stack in a stack is put together one axis at a time");
        }

        @Override
        public String toString() { return "stack " + layers; }
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
