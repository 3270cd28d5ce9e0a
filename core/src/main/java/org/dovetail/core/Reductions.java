package org.dovetail.core;

import java.util.Optional;
import org.dovetail.core.DType.Kind;
import org.dovetail.core.internal.prim.Ops;
import org.dovetail.core.internal.prim.Reduction.Op;

/**
 * Functions that make one number of many along some axes. Those without options, as {@code x.sum(axes)}, are methods of {@link Tensor}.
 *
 * <p>
 * Each throws {@link IllegalArgumentException} if the tensor has not an axis that is named, or one is named twice.
 */
public final class Reductions {
    private Reductions() {}

    /** A reduction whose neutral element takes the place of what does not count. */
    private static Tensor reduce(String who, Op op, Tensor x, Along along, Number neutral) {
        int[] axes = along.of(who, x);
        Tensor counted = along.masked(x, neutral);
        return along.finished(who, x, x.rank() == 0 ? Ops.reduce(op, counted) : Ops.reduce(op, counted, axes));
    }

    /**
     * The sum {@code Σ x}, as {@code jnp.sum}.
     *
     * @param x the operand
     * @param along the axes
     * @return the sum; 0 of nothing; integers of at least 32 bits, truth values counted as int32
     */
    public static Tensor sum(Tensor x, Along along) { return reduce("sum", Op.SUM, x, along, 0); }

    /**
     * The product {@code Π x}, as {@code jnp.prod}.
     *
     * @param x the operand
     * @param along the axes
     * @return the product; 1 of nothing; integers of at least 32 bits, truth values counted as int32
     */
    public static Tensor prod(Tensor x, Along along) { return reduce("prod", Op.PROD, x, along, 1); }

    /**
     * The largest element, as {@code jnp.max}.
     *
     * @param x the operand
     * @param along the axes; some elements alone need an {@linkplain #max(Tensor, Along, Number) initial value}
     * @return the largest element, NaN where there is one
     */
    public static Tensor max(Tensor x, Along along) { return extreme("max", Op.MAX, x, along); }

    /**
     * The largest element, but at least an initial value, as {@code jnp.max(x, initial=initial)}.
     *
     * @param x the operand
     * @param along the axes
     * @param initial a number, which is the result of nothing
     * @return the largest of elements and initial value, NaN where there is one
     */
    public static Tensor max(Tensor x, Along along, Number initial) {
        return reduce("max", Op.MAX, x, along, initial).maximum(Ops.constant(x.dtype(), initial));
    }

    /**
     * The smallest element, as {@code jnp.min}.
     *
     * @param x the operand
     * @param along the axes; some elements alone need an {@linkplain #min(Tensor, Along, Number) initial value}
     * @return the smallest element, NaN where there is one
     */
    public static Tensor min(Tensor x, Along along) { return extreme("min", Op.MIN, x, along); }

    /**
     * The smallest element, but at most an initial value, as {@code jnp.min(x, initial=initial)}.
     *
     * @param x the operand
     * @param along the axes
     * @param initial a number, which is the result of nothing
     * @return the smallest of elements and initial value, NaN where there is one
     */
    public static Tensor min(Tensor x, Along along, Number initial) {
        return reduce("min", Op.MIN, x, along, initial).minimum(Ops.constant(x.dtype(), initial));
    }

    private static Tensor extreme(String who, Op op, Tensor x, Along along) {
        if (along.counted().isPresent() || along.count(who, x) == 0) {
            throw new IllegalArgumentException(who + ": there may be no element of " + x.spec()
                    + " to take; give a number to begin with: Reductions." + who + "(x, along, initial)");
        }
        return reduce(who, op, x, along, 0);
    }

    /**
     * The distance of the largest from the smallest element, as {@code jnp.ptp}.
     *
     * @param x the operand
     * @param along the axes, of all their elements
     * @return the largest less the smallest element
     */
    public static Tensor ptp(Tensor x, Along along) { return max(x, along).sub(min(x, along)); }

    /**
     * Whether all are true, or not zero, as {@code jnp.all}.
     *
     * @param x the operand
     * @param along the axes
     * @return truth values; true of nothing
     */
    public static Tensor all(Tensor x, Along along) { return reduce("all", Op.AND, x, along, 1); }

    /**
     * Whether any is true, or not zero, as {@code jnp.any}.
     *
     * @param x the operand
     * @param along the axes
     * @return truth values; false of nothing
     */
    public static Tensor any(Tensor x, Along along) { return reduce("any", Op.OR, x, along, 0); }

    /**
     * How many elements are not zero, as {@code jnp.count_nonzero}.
     *
     * @param x the operand
     * @param along the axes
     * @return int32 counts
     */
    public static Tensor countNonzero(Tensor x, Along along) { return sum(x.ne(0), along); }

    /** How many elements count: a number, or where there is a mask a tensor. */
    private static Tensor count(String who, Tensor x, Along along, DType dtype) {
        return along.counted().map(mask -> sum(mask.cast(dtype).broadcastTo(x.shape()),
                new Along(along.axes(), along.keepsDims(), Optional.empty())))
                .orElseGet(() -> Ops.scalar(dtype, along.count(who, x)));
    }

    /** 16-bit floats are added as float32. */
    private static Tensor wide(Tensor x) {
        Tensor floats = Ops.floats(x);
        return floats.dtype().bytes() < 4 ? floats.cast(DType.FLOAT32) : floats;
    }

    /**
     * The mean {@code Σ x / n}, as {@code jnp.mean}.
     *
     * @param x the operand
     * @param along the axes
     * @return floats; of integers float32; NaN of nothing
     */
    public static Tensor mean(Tensor x, Along along) {
        Tensor wide = wide(x);
        Tensor sum = reduce("mean", Op.SUM, wide, along, 0);
        return sum.div(count("mean", wide, along, wide.dtype())).cast(Ops.floats(x).dtype());
    }

    /**
     * The variance {@code Σ (x - mean x)² / n}, as {@code jnp.var}.
     *
     * @param x the operand
     * @param along the axes
     * @return floats; of integers float32; NaN of nothing
     */
    public static Tensor var(Tensor x, Along along) { return var(x, along, 0); }

    /**
     * The variance {@code Σ (x - mean x)² / (n - ddof)}, as {@code jnp.var(x, ddof=ddof)}.
     *
     * @param x the operand
     * @param along the axes
     * @param ddof what is subtracted from the number of elements: 1 for an unbiased estimate
     * @return floats; of integers float32; NaN where there are no more elements than that
     */
    public static Tensor var(Tensor x, Along along, double ddof) {
        Tensor wide = wide(x);
        Tensor rest = count("var", wide, along, wide.dtype()).sub(Ops.scalar(wide.dtype(), ddof));
        Tensor squares = wide.sub(mean(wide, along.keepDims())).pow(2);
        Tensor quotient = sum(squares, along).div(rest).cast(Ops.floats(x).dtype());
        boolean isEnough = along.counted().isEmpty() && along.count("var", x) > ddof;
        return isEnough ? quotient : Tensors.where(rest.gt(0), quotient, Double.NaN);
    }

    /**
     * The standard deviation {@code √(Σ (x - mean x)² / n)}, as {@code jnp.std}.
     *
     * @param x the operand
     * @param along the axes
     * @return floats; of integers float32; NaN of nothing
     */
    public static Tensor std(Tensor x, Along along) { return std(x, along, 0); }

    /**
     * The standard deviation {@code √(Σ (x - mean x)² / (n - ddof))}, as {@code jnp.std(x, ddof=ddof)}.
     *
     * @param x the operand
     * @param along the axes
     * @param ddof what is subtracted from the number of elements
     * @return floats; of integers float32; NaN where there are no more elements than that
     */
    public static Tensor std(Tensor x, Along along, double ddof) { return var(x, along, ddof).sqrt(); }

    /**
     * The weighted mean {@code Σ w x / Σ w}, as {@code jnp.average(x, weights=weights)}.
     *
     * @param x the operand
     * @param weights of its shape, or for one axis as many as that has
     * @param along the axes, of all their elements
     * @return floats; dtypes are promoted
     * @throws IllegalArgumentException if the weights do not fit
     */
    public static Tensor average(Tensor x, Tensor weights, Along along) {
        int[] axes = along.of("average", x);
        boolean isVector = weights.rank() == 1 && axes.length == 1 && x.dim(axes[0]) == weights.dim(0);
        if (!isVector && !weights.shape().equals(x.shape())) {
            throw new IllegalArgumentException("average: weights of the shape of " + x.spec()
                    + ", or as many as one axis has, are expected; got " + weights.spec() + " along " + along.axes());
        }
        DType common = Ops.fraction(x, weights);
        Tensor number = x.cast(common);
        Tensor weight = (isVector ? weights.reshape(onlyAxis(x, axes[0])) : weights).cast(common)
                .broadcastTo(x.shape());
        return sum(number.mul(weight), along).div(sum(weight, along));
    }

    private static Shape onlyAxis(Tensor x, int axis) {
        Shape shape = x.shape();
        for (int i = 0; i < x.rank(); i++) {
            shape = shape.with(i, i == axis ? x.dim(axis) : 1);
        }
        return shape;
    }

    /**
     * {@code log Σ exp x} without overflow, as {@code jax.scipy.special.logsumexp} and {@code jax.nn.logsumexp}.
     *
     * @param x the operand; integers are cast to float32 first
     * @param along the axes
     * @return floats; minus infinity of nothing
     */
    public static Tensor logSumExp(Tensor x, Along along) {
        Tensor number = along.masked(Ops.floats(x), 0);
        Tensor largest = Tensors.stopGradient(max(number, along.keepDims(), Double.NEGATIVE_INFINITY));
        Tensor shift = Tensors.where(largest.isFinite(), largest, 0);
        Tensor sum = sum(number.sub(shift).exp(), along);
        return sum.log().add(shift.reshape(sum.shape()));
    }

    private static boolean isFloat(Tensor x) { return x.dtype().kind() == Kind.FLOAT; }

    private static Tensor without(Tensor x, Number nan) {
        return isFloat(x) ? Tensors.where(Tensors.isNaN(x), Ops.scalar(x.dtype(), nan.doubleValue()), x) : x;
    }

    /**
     * The sum of what is no NaN, as {@code jnp.nansum}.
     *
     * @param x the operand
     * @param along the axes
     * @return the sum; 0 of NaNs alone
     */
    public static Tensor nansum(Tensor x, Along along) { return sum(without(x, 0), along); }

    /**
     * The mean of what is no NaN, as {@code jnp.nanmean}.
     *
     * @param x the operand
     * @param along the axes
     * @return floats; NaN of NaNs alone
     */
    public static Tensor nanmean(Tensor x, Along along) {
        if (!isFloat(x)) {
            return mean(x, along);
        }
        Tensor wide = wide(x);
        return nansum(wide, along).div(sum(Tensors.isNaN(wide).not().cast(wide.dtype()), along)).cast(x.dtype());
    }

    /**
     * The largest element that is no NaN, as {@code jnp.nanmax}.
     *
     * @param x the operand
     * @param along the axes, of all their elements
     * @return the largest element; NaN of NaNs alone
     */
    public static Tensor nanmax(Tensor x, Along along) {
        Tensor largest = max(without(x, Double.NEGATIVE_INFINITY), along);
        return isFloat(x) ? Tensors.where(all(Tensors.isNaN(x), along), Double.NaN, largest) : largest;
    }

    /**
     * The smallest element that is no NaN, as {@code jnp.nanmin}.
     *
     * @param x the operand
     * @param along the axes, of all their elements
     * @return the smallest element; NaN of NaNs alone
     */
    public static Tensor nanmin(Tensor x, Along along) {
        Tensor smallest = min(without(x, Double.POSITIVE_INFINITY), along);
        return isFloat(x) ? Tensors.where(all(Tensors.isNaN(x), along), Double.NaN, smallest) : smallest;
    }
}
