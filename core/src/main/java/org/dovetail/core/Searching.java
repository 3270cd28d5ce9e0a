package org.dovetail.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.dovetail.core.DType.Kind;
import org.dovetail.core.internal.prim.Elementwise.Binary;
import org.dovetail.core.internal.prim.Ops;

/**
 * Places and counts of elements, as {@code jax.numpy} finds them. Shapes do not depend on numbers, so that where numpy gives as many results as there are, a size is given: what
 * is missing is filled, what is more is left out.
 */
public final class Searching {
    /** On which side of equal elements a place is: the argument {@code side} in numpy. */
    public enum Side {
        /** Before them. */
        LEFT,
        /** Behind them. */
        RIGHT
    }

    private Searching() {}

    /**
     * Where values would stand in a sorted vector, before equal elements, as {@code jnp.searchsorted}.
     *
     * @param sorted a vector in order, NaNs last
     * @param values the values
     * @return int32 places, of the shape of the values
     * @throws IllegalArgumentException if the first is no vector
     */
    public static Tensor searchsorted(Tensor sorted, Tensor values) {
        return searchsorted(sorted, values, Side.LEFT);
    }

    /**
     * Where values would stand in a sorted vector, as {@code jnp.searchsorted(sorted, values, side)}, by bisection.
     *
     * @param sorted a vector in order, NaNs last
     * @param values the values
     * @param side on which side of equal elements
     * @return int32 places, of the shape of the values
     * @throws IllegalArgumentException if the first is no vector
     */
    public static Tensor searchsorted(Tensor sorted, Tensor values, Side side) {
        if (sorted.rank() != 1) {
            throw new IllegalArgumentException("searchsorted: a sorted vector is expected; got " + sorted.spec());
        }
        DType common = Ops.promoted(sorted.dtype(), values.dtype());
        Tensor elements = sorted.cast(common);
        Tensor wanted = values.cast(common);
        Tensor low = Tensors.zeros(DType.INT32, values.shape());
        if (sorted.dim(0) == 0) {
            return low;
        }
        Tensor high = Creation.fullLike(low, sorted.dim(0));
        int steps = Integer.SIZE - Integer.numberOfLeadingZeros(sorted.dim(0));
        for (int step = 0; step < steps; step++) {
            Tensor middle = Ops.binary(Binary.SHIFT_RIGHT_LOGICAL, low.add(high), Ops.constant(DType.INT32, 1));
            Tensor element = Tensors.take(elements, middle, 0, GatherScatterMode.CLIP);
            Tensor isBefore = side == Side.LEFT ? atMost(wanted, element) : atMost(element, wanted).not();
            Tensor isOpen = low.lt(high);
            Tensor next = Tensors.where(isBefore, low, middle.add(1));
            high = Tensors.where(isOpen.and(isBefore), middle, high);
            low = Tensors.where(isOpen, next, low);
        }
        return low;
    }

    /** Whether the one is not behind the other, NaNs being last and equal. */
    private static Tensor atMost(Tensor x, Tensor y) {
        return x.le(y).or(Tensors.isNaN(y));
    }

    /**
     * Between which bounds values lie, as {@code jnp.digitize}: the number of the bound above, {@code bins[i - 1] <= x < bins[i]}.
     *
     * @param x the values
     * @param bins a vector of bounds, in order
     * @return int32 numbers, from 0 to the number of bounds
     * @throws IllegalArgumentException if the bounds are no vector
     */
    public static Tensor digitize(Tensor x, Tensor bins) { return searchsorted(bins, x, Side.RIGHT); }

    /**
     * How often each natural number below a length is there, as {@code jnp.bincount(x, length=length)}.
     *
     * @param x a vector of integers; negative ones count as 0, larger ones are left out
     * @param length how many numbers
     * @return int32 counts
     * @throws IllegalArgumentException if x is no vector of integers
     */
    public static Tensor bincount(Tensor x, int length) { return bincount(x, Array.scalar(DType.INT32, 1), length); }

    /**
     * The sum of the weights of each natural number below a length, as {@code jnp.bincount(x, weights=weights, length=length)}.
     *
     * @param x a vector of integers; negative ones count as 0, larger ones are left out
     * @param weights as many weights, or a scalar for all
     * @param length how many numbers
     * @return the sums, of the weights' dtype
     * @throws IllegalArgumentException if x is no vector of integers
     */
    public static Tensor bincount(Tensor x, Tensor weights, int length) {
        Taking.requireIntegers("bincount", x);
        if (x.rank() != 1) {
            throw new IllegalArgumentException("bincount: a vector of integers is expected; got " + x.spec());
        }
        return Indexed.at(Tensors.zeros(weights.dtype(), Shape.of(length)), x.maximum(0)).add(weights);
    }

    /**
     * Where elements are not zero, as {@code jnp.nonzero(x, size=size)} and {@code jnp.where(x, size=size)}.
     *
     * @param x the operand
     * @param size how many places are given, in C order; missing ones are 0
     * @return int32 numbers along each axis, a vector for each
     * @throws IllegalArgumentException if x is a scalar
     */
    public static List<Tensor> nonzero(Tensor x, int size) { return nonzero(x, size, 0); }

    /**
     * Where elements are not zero, as {@code jnp.nonzero(x, size=size, fill_value=fill)}.
     *
     * @param x the operand
     * @param size how many places are given, in C order
     * @param fill the number in the place of missing ones
     * @return int32 numbers along each axis, a vector for each
     * @throws IllegalArgumentException if x is a scalar
     */
    public static List<Tensor> nonzero(Tensor x, int size, int fill) {
        if (x.rank() == 0) {
            throw new IllegalArgumentException(
                    "nonzero: at least one axis is expected; got " + x.spec() + ". Write x.reshape(1)");
        }
        Tensor mask = Rearranging.ravel(x).ne(0);
        List<Tensor> places = new ArrayList<>();
        if (x.size() == 0) {
            return Collections.nCopies(x.rank(), Ops.constant(DType.INT32, fill)
                    .broadcastTo(Shape.of(size)));
        }
        Tensor counted = Sequences.cumsum(mask, 0);
        Tensor flat = searchsorted(counted, Tensors.arange(size).add(1));
        Tensor isMissing = Tensors.arange(size).ge(counted.at(-1));
        int stride = Math.toIntExact(x.size());
        for (int axis = 0; axis < x.rank(); axis++) {
            stride /= x.dim(axis);
            Tensor number = Ops.whole(flat, Ops.constant(DType.INT32, stride)).rem(x.dim(axis));
            places.add(Tensors.where(isMissing, fill, number));
        }
        return List.copyOf(places);
    }

    /**
     * Where elements are not zero, a row for each, as {@code jnp.argwhere(x, size=size)}.
     *
     * @param x the operand
     * @param size how many rows are given, in C order; missing ones are 0
     * @return an int32 matrix with a column for each axis
     * @throws IllegalArgumentException if x is a scalar
     */
    public static Tensor argwhere(Tensor x, int size) {
        return Tensors.stack(1, nonzero(x, size).toArray(Tensor[]::new));
    }

    /**
     * The different elements in order, as {@code jnp.unique(x, size=size)}.
     *
     * @param x the operand, which has elements
     * @param size how many are given; missing ones are the smallest
     * @return a vector
     * @throws IllegalArgumentException if x has no elements
     */
    public static Tensor unique(Tensor x, int size) {
        if (x.size() == 0) {
            throw new IllegalArgumentException("unique: at least one element is expected; got " + x.spec());
        }
        Tensor sorted = Sequences.sort(Rearranging.ravel(x), 0);
        return Tensors.take(sorted, nonzero(isFirst(sorted), size).getFirst(), 0);
    }

    /**
     * The different elements in order, as {@code jnp.unique(x, size=size, fill_value=fill)}.
     *
     * @param x the operand, which has elements
     * @param size how many are given
     * @param fill the number in the place of missing ones
     * @return a vector
     * @throws IllegalArgumentException if x has no elements
     */
    public static Tensor unique(Tensor x, int size, Number fill) {
        Tensor elements = unique(x, size);
        Tensor count = isFirst(Sequences.sort(Rearranging.ravel(x), 0)).cast(DType.INT32).sum();
        return Tensors.where(Tensors.arange(size).lt(count), elements, Ops.constant(x.dtype(), fill));
    }

    /** Whether an element of a sorted vector differs from the one before; two NaNs do not. */
    private static Tensor isFirst(Tensor sorted) {
        int count = sorted.dim(0);
        Tensor next = sorted.slice(0, 1, count);
        Tensor before = sorted.slice(0, 0, count - 1);
        Tensor differs = next.ne(before);
        Tensor isNew = sorted.dtype().kind() == Kind.FLOAT
                ? differs.and(Tensors.isNaN(next).and(Tensors.isNaN(before)).not())
                : differs;
        return Tensors.concatenate(0, Tensors.ones(DType.BOOL, Shape.of(1)), isNew);
    }

    /**
     * The places of the columns in order, as {@code jnp.lexsort}: by the last key, where that is equal by the one before, and so on.
     *
     * @param keys tensors of one shape, at least one
     * @return int32 places along the last axis
     * @throws IllegalArgumentException if there is none, or shapes differ
     */
    public static Tensor lexsort(List<Tensor> keys) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("lexsort: at least one key is expected; got none");
        }
        List<Tensor> operands = new ArrayList<>(keys.reversed());
        TensorSpec first = keys.getFirst().spec();
        operands.add(Ops.iota(first.withDtype(DType.INT32), Ops.axis("lexsort", first, -1)));
        return Sequences.sort(-1, keys.size(), operands.toArray(Tensor[]::new)).getLast();
    }
}
