package org.dovetail.core;

import java.util.ArrayList;
import java.util.List;
import org.dovetail.core.internal.prim.Ops;

/** Differences of neighbours, sums of areas, and what lies between given points, as {@code jax.numpy} has it. */
public final class Differences {
    private Differences() {}

    private static Tensor from(Tensor x, int axis, int start, int stop) {
        return x.slice(axis, start, stop < 0 ? stop + x.dim(axis) + 1 : stop);
    }

    /**
     * Each element less the one before, as {@code jnp.diff(x, axis=axis)}.
     *
     * @param x the operand
     * @param axis along which axis
     * @return one element less; of truth values whether they differ
     * @throws IllegalArgumentException if there is no such axis
     */
    public static Tensor diff(Tensor x, int axis) { return diff(x, 1, axis); }

    /**
     * The differences of differences, as {@code jnp.diff(x, times, axis)}.
     *
     * @param x the operand
     * @param times how often differences are taken
     * @param axis along which axis
     * @return so many elements less; of truth values whether they differ
     * @throws IllegalArgumentException if there is no such axis, or the number is negative
     */
    public static Tensor diff(Tensor x, int times, int axis) {
        int along = Ops.axis("diff", x.spec(), axis);
        if (times < 0) {
            throw new IllegalArgumentException("diff: at least 0 times is expected; got " + times);
        }
        Tensor result = x;
        for (int i = 0; i < times; i++) {
            int extent = result.dim(along);
            Tensor next = result.slice(along, Math.min(1, extent), extent);
            Tensor before = result.slice(along, 0, Math.max(0, extent - 1));
            result = x.dtype() == DType.BOOL ? next.ne(before) : next.sub(before);
        }
        return result;
    }

    /**
     * The slope along each axis, as {@code jnp.gradient(x)}: half the difference of the neighbours, at the ends the difference.
     *
     * @param x the operand, with points one apart
     * @return the slopes of the same shape, for each axis
     * @throws IllegalArgumentException if an axis has less than two elements
     */
    public static List<Tensor> gradient(Tensor x) {
        List<Tensor> slopes = new ArrayList<>();
        for (int axis = 0; axis < x.rank(); axis++) {
            slopes.add(gradient(x, 1, axis));
        }
        return List.copyOf(slopes);
    }

    /**
     * The slope along one axis, as {@code jnp.gradient(x, spacing, axis=axis)}.
     *
     * @param x the operand
     * @param spacing how far points are apart
     * @param axis along which axis
     * @return floats of the same shape
     * @throws IllegalArgumentException if the axis has less than two elements
     */
    public static Tensor gradient(Tensor x, Number spacing, int axis) {
        int along = Ops.axis("gradient", x.spec(), axis);
        int count = x.dim(along);
        if (count < 2) {
            throw new IllegalArgumentException(
                    "gradient: at least two elements along axis " + axis + " are expected; got " + x.spec());
        }
        Tensor number = Ops.floats(x);
        double distance = spacing.doubleValue();
        Tensor inner = from(number, along, 2, count).sub(from(number, along, 0, count - 2)).mul(0.5).div(distance);
        Tensor first = from(number, along, 1, 2).sub(from(number, along, 0, 1)).div(distance);
        Tensor last = from(number, along, count - 1, count).sub(from(number, along, count - 2, count - 1))
                .div(distance);
        return Tensors.concatenate(along, first, inner, last);
    }

    /**
     * The area under points one apart along the last axis, as {@code jnp.trapezoid(y)}.
     *
     * @param y the heights
     * @return the areas, without that axis; floats
     * @throws IllegalArgumentException if y is a scalar
     */
    public static Tensor trapezoid(Tensor y) { return trapezoid(y, 1d); }

    /**
     * The area under points at equal distances along the last axis, as {@code jnp.trapezoid(y, dx=distance)}.
     *
     * @param y the heights
     * @param distance how far points are apart
     * @return {@code distance (Σ y - (first + last) / 2)}, without that axis; floats
     * @throws IllegalArgumentException if y has no points
     */
    public static Tensor trapezoid(Tensor y, Number distance) {
        Tensor number = Ops.floats(y);
        int axis = Ops.axis("trapezoid", y.spec(), -1);
        int count = y.dim(axis);
        Tensor ends = from(number, axis, 0, 1).add(from(number, axis, count - 1, count)).squeeze(axis);
        return number.sum(axis).sub(ends.mul(0.5)).mul(distance.doubleValue());
    }

    /**
     * The area under points along the last axis, as {@code jnp.trapezoid(y, x)}.
     *
     * @param y the heights
     * @param x where the points are, a vector or of the heights' shape
     * @return {@code Σ (xᵢ₊₁ - xᵢ) (yᵢ₊₁ + yᵢ) / 2}, without that axis; floats
     * @throws IllegalArgumentException if y is a scalar
     */
    public static Tensor trapezoid(Tensor y, Tensor x) {
        DType common = Ops.promoted(Ops.floats(y).dtype(), Ops.floats(x).dtype());
        Tensor heights = y.cast(common);
        int axis = Ops.axis("trapezoid", y.spec(), -1);
        int count = y.dim(axis);
        Tensor both = from(heights, axis, 1, count).add(from(heights, axis, 0, count - 1));
        return diff(x.cast(common), -1).mul(both).sum(-1).mul(0.5);
    }

    /**
     * The values between given points, joined by straight lines, as {@code jnp.interp}; beyond them those of the first and last.
     *
     * @param x where values are wanted
     * @param places where the points are, a vector in order
     * @param values the points' values, as many
     * @return floats of the shape of x
     * @throws IllegalArgumentException if places and values are no vectors of as many elements, at least one
     */
    public static Tensor interp(Tensor x, Tensor places, Tensor values) {
        if (places.rank() != 1 || !places.shape().equals(values.shape()) || places.dim(0) == 0) {
            throw new IllegalArgumentException("interp: vectors of as many places as values are expected; got "
                    + places.spec() + " and " + values.spec());
        }
        DType common = Ops.promoted(Ops.floats(x).dtype(), Ops.floats(places).dtype());
        Tensor wanted = x.cast(common);
        Tensor known = places.cast(common);
        Tensor heights = Ops.floats(values);
        int count = places.dim(0);
        Tensor right = Searching.searchsorted(known, wanted, Searching.Side.RIGHT).maximum(1).minimum(count - 1);
        Tensor left = right.sub(1).maximum(0);
        Tensor start = Tensors.take(known, left, 0);
        Tensor base = Tensors.take(heights, left, 0);
        Tensor width = Tensors.take(known, right, 0).sub(start);
        Tensor isFlat = width.abs().le(Math.ulp(FloatInfo.of(common).eps()));
        Tensor slope = wanted.sub(start).div(Tensors.where(isFlat, 1, width));
        Tensor inner = Tensors.where(isFlat, base, base.add(slope.mul(Tensors.take(heights, right, 0).sub(base))));
        Tensor notBefore = Tensors.where(wanted.lt(known.at(0)), heights.at(0), inner);
        return Tensors.where(wanted.gt(known.at(-1)), heights.at(-1), notBefore);
    }
}
