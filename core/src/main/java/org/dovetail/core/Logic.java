package org.dovetail.core;

import org.dovetail.core.DType.Kind;
import org.dovetail.core.internal.prim.Elementwise.Binary;
import org.dovetail.core.internal.prim.Ops;

/** Truth values of tensors, and operations on truth values and bits, as {@code jax.numpy} has them. */
public final class Logic {
    /**
     * How near numbers are that count as equal: {@code |a - b| <= atol + rtol |b|}.
     *
     * @param rtol how far they may be apart by the size of the second
     * @param atol how far they may be apart besides
     * @param equalNan whether two NaNs are equal
     */
    public record Closeness(double rtol, double atol, boolean equalNan) {
        /** That of {@code jnp.isclose}. */
        public static final Closeness DEFAULT = new Closeness(1e-5, 1e-8, false);

        /**
         * Another relative distance.
         *
         * @param other the distance
         * @return with that distance
         */
        public Closeness rtol(double other) { return new Closeness(other, atol, equalNan); }

        /**
         * Another absolute distance.
         *
         * @param other the distance
         * @return with that distance
         */
        public Closeness atol(double other) { return new Closeness(rtol, other, equalNan); }

        /**
         * The same where two NaNs are equal.
         *
         * @return with equal NaNs
         */
        public Closeness withEqualNan() { return new Closeness(rtol, atol, true); }
    }

    private Logic() {}

    private static Tensor truth(Tensor x) { return x.dtype() == DType.BOOL ? x : x.ne(0); }

    /**
     * Whether both are true, or not zero, as {@code jnp.logical_and}.
     *
     * @param x an operand
     * @param y the other
     * @return truth values
     */
    public static Tensor logicalAnd(Tensor x, Tensor y) { return truth(x).and(truth(y)); }

    /**
     * Whether either is true, or not zero, as {@code jnp.logical_or}.
     *
     * @param x an operand
     * @param y the other
     * @return truth values
     */
    public static Tensor logicalOr(Tensor x, Tensor y) { return truth(x).or(truth(y)); }

    /**
     * Whether one alone is true, or not zero, as {@code jnp.logical_xor}.
     *
     * @param x an operand
     * @param y the other
     * @return truth values
     */
    public static Tensor logicalXor(Tensor x, Tensor y) { return truth(x).xor(truth(y)); }

    /**
     * Whether it is false, or zero, as {@code jnp.logical_not}.
     *
     * @param x the operand
     * @return truth values
     */
    public static Tensor logicalNot(Tensor x) { return truth(x).not(); }

    /**
     * The bits moved to the left, with zeros behind them, as {@code jnp.left_shift}.
     *
     * @param x integers
     * @param count by how many places, integers
     * @return integers of the promoted dtype; 0 where no bit is left
     */
    public static Tensor leftShift(Tensor x, Tensor count) { return Ops.binary(Binary.SHIFT_LEFT, x, count); }

    /**
     * The bits moved to the right, with the sign in front of them, as {@code jnp.right_shift}.
     *
     * @param x integers
     * @param count by how many places, integers
     * @return integers of the promoted dtype
     */
    public static Tensor rightShift(Tensor x, Tensor count) {
        boolean isSigned = Ops.promoted(x.dtype(), count.dtype()).kind() == Kind.SIGNED;
        return Ops.binary(isSigned ? Binary.SHIFT_RIGHT_ARITHMETIC : Binary.SHIFT_RIGHT_LOGICAL, x, count);
    }

    /**
     * Whether a number is infinite, as {@code jnp.isinf}.
     *
     * @param x the operand
     * @return truth values; false of integers
     */
    public static Tensor isInf(Tensor x) {
        return x.dtype().kind() == Kind.FLOAT
                ? x.abs().eq(Double.POSITIVE_INFINITY)
                : Tensors.zeros(DType.BOOL, x.shape());
    }

    /**
     * Whether numbers are nearly equal, as {@code jnp.isclose}: {@code |a - b| <= 1e-8 + 1e-5 |b|}.
     *
     * @param a numbers
     * @param b others
     * @return truth values; NaN is near to nothing, infinity to itself alone
     */
    public static Tensor isClose(Tensor a, Tensor b) { return isClose(a, b, Closeness.DEFAULT); }

    /**
     * Whether numbers are nearly equal, as {@code jnp.isclose(a, b, rtol, atol, equal_nan)}.
     *
     * @param a numbers
     * @param b others
     * @param closeness how near
     * @return truth values; infinity is near to itself alone
     */
    public static Tensor isClose(Tensor a, Tensor b, Closeness closeness) {
        DType promoted = Ops.promoted(a.dtype(), b.dtype());
        DType common = promoted.kind() == Kind.FLOAT ? promoted : DType.FLOAT32;
        Tensor one = a.cast(common);
        Tensor other = b.cast(common);
        Tensor isNear = one.sub(other).abs().le(other.abs().mul(closeness.rtol).add(closeness.atol));
        Tensor equal = one.eq(other).or(other.isFinite().and(isNear));
        return closeness.equalNan ? equal.or(Tensors.isNaN(one).and(Tensors.isNaN(other))) : equal;
    }

    /**
     * Whether all numbers are nearly equal, as {@code jnp.allclose}.
     *
     * @param a numbers
     * @param b others, of a shape that broadcasts with the first's
     * @return a truth value
     */
    public static Tensor allClose(Tensor a, Tensor b) { return isClose(a, b).all(); }

    /**
     * Whether all numbers are nearly equal, as {@code jnp.allclose(a, b, rtol, atol, equal_nan)}.
     *
     * @param a numbers
     * @param b others, of a shape that broadcasts with the first's
     * @param closeness how near
     * @return a truth value
     */
    public static Tensor allClose(Tensor a, Tensor b, Closeness closeness) { return isClose(a, b, closeness).all(); }

    /**
     * Whether shapes and all elements are equal, as {@code jnp.array_equal}.
     *
     * @param a a tensor
     * @param b another, of any shape
     * @return a truth value; NaN equals nothing
     */
    public static Tensor arrayEqual(Tensor a, Tensor b) {
        return a.shape().equals(b.shape()) ? a.eq(b).all() : Array.scalar(DType.BOOL, 0);
    }
}
