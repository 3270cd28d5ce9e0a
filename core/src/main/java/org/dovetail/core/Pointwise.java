package org.dovetail.core;

import org.dovetail.core.DType.Kind;
import org.dovetail.core.internal.prim.Elementwise.Ternary;
import org.dovetail.core.internal.prim.Ops;

/**
 * Arithmetic element by element beyond the methods of {@link Tensor}, as {@code jax.numpy} has it.
 *
 * <p>
 * Of two operands dtypes are promoted and shapes broadcast; a Java number takes the tensor's dtype, or float32 if it is a fraction and that holds none. Functions of floats cast
 * integers and truth values to float32 first, integers of 64 bits to float64. Each throws {@link IllegalArgumentException} if shapes do not broadcast.
 */
public final class Pointwise {
    /**
     * Quotients and remainders.
     *
     * @param quotient whole numbers
     * @param remainder what is left, with the sign of the divisor
     */
    public record DivMod(Tensor quotient, Tensor remainder) {}

    private Pointwise() {}

    /**
     * The square {@code x · x}, as {@code jnp.square}.
     *
     * @param x the operand
     * @return numbers of the same dtype; of truth values int32
     */
    public static Tensor square(Tensor x) { return x.pow(2); }

    /**
     * {@code 1 / x}, as {@code jnp.reciprocal}.
     *
     * @param x the operand
     * @return floats
     */
    public static Tensor reciprocal(Tensor x) { return Ops.floats(x).pow(-1); }

    /**
     * The quotient rounded downwards {@code ⌊x / y⌋}, as {@code jnp.floor_divide} and {@code x // y}.
     *
     * @param x the dividend
     * @param y the divisor
     * @return numbers of the promoted dtype; truth values are int32
     */
    public static Tensor floorDivide(Tensor x, Tensor y) { return divmod(x, y).quotient(); }

    /**
     * {@return floorDivide with a Java number}
     *
     * @param x the dividend
     * @param y the divisor
     */
    public static Tensor floorDivide(Tensor x, Number y) { return floorDivide(x, Ops.number(x, y)); }

    /**
     * The remainder with the sign of the divisor, as {@code jnp.mod}, {@code jnp.remainder} and {@code x % y}: {@code x - y ⌊x / y⌋}, NaN for a float divisor of 0. {@link Tensor#rem}
     * has the sign of the dividend.
     *
     * @param x the dividend
     * @param y the divisor; an integer 0 counts as 1
     * @return numbers of the promoted dtype; truth values are int32
     */
    public static Tensor mod(Tensor x, Tensor y) {
        DType common = Ops.counting(x, y);
        Tensor divisor = y.cast(common);
        Tensor safe = common.kind() == Kind.FLOAT ? divisor : Tensors.where(divisor.eq(0), 1, divisor);
        Tensor rest = x.cast(common).rem(safe);
        Tensor isOtherSide = rest.lt(0).ne(safe.lt(0)).and(rest.ne(0));
        return Tensors.where(isOtherSide, rest.add(safe), rest);
    }

    /**
     * {@return mod with a Java number}
     *
     * @param x the dividend
     * @param y the divisor
     */
    public static Tensor mod(Tensor x, Number y) { return mod(x, Ops.number(x, y)); }

    /**
     * {@link #floorDivide} and {@link #mod} at once, as {@code jnp.divmod}.
     *
     * @param x the dividend
     * @param y the divisor
     * @return quotient and remainder
     */
    public static DivMod divmod(Tensor x, Tensor y) {
        DType common = Ops.counting(x, y);
        Tensor dividend = x.cast(common);
        Tensor divisor = y.cast(common);
        Tensor rest = dividend.rem(divisor);
        return switch (common.kind()) {
            case BOOL, UNSIGNED -> new DivMod(Ops.whole(dividend, divisor), mod(x, y));
            case SIGNED -> {
                Tensor quotient = Ops.whole(dividend, divisor);
                Tensor isBelow = dividend.sign().ne(divisor.sign()).and(rest.ne(0));
                yield new DivMod(Tensors.where(isBelow, quotient.sub(1), quotient), mod(x, y));
            }
            case FLOAT, COMPLEX -> {
                Tensor exact = Tensors.where(divisor.eq(0), dividend, dividend.sub(rest)).div(divisor);
                Tensor isBelow = rest.ne(0).and(divisor.sign().ne(rest.sign()));
                yield new DivMod(Tensors.round(Tensors.where(isBelow, exact.sub(1), exact)),
                        Tensors.where(isBelow, rest.add(divisor), rest));
            }
        };
    }

    /**
     * The larger one, where one is NaN the other, as {@code jnp.fmax}.
     *
     * @param x an operand
     * @param y the other
     * @return the larger one, NaN where both are
     */
    public static Tensor fmax(Tensor x, Tensor y) { return Tensors.where(x.gt(y).or(Tensors.isNaN(y)), x, y); }

    /**
     * The smaller one, where one is NaN the other, as {@code jnp.fmin}.
     *
     * @param x an operand
     * @param y the other
     * @return the smaller one, NaN where both are
     */
    public static Tensor fmin(Tensor x, Tensor y) { return Tensors.where(x.lt(y).or(Tensors.isNaN(y)), x, y); }

    /**
     * Numbers kept within bounds that are tensors, as {@code jnp.clip}: the upper one wins.
     *
     * @param x the operand
     * @param low the lower bounds
     * @param high the upper bounds
     * @return {@code min(max(x, low), high)}
     */
    public static Tensor clip(Tensor x, Tensor low, Tensor high) { return x.maximum(low).minimum(high); }

    /**
     * Numbers kept within bounds, as {@code jax.lax.clamp}: at a bound the derivative is 0, where {@link #clip}'s is half.
     *
     * @param low the lower bounds
     * @param x the operand
     * @param high the upper bounds
     * @return low where x is below it, high where x is above it
     */
    public static Tensor clamp(Tensor low, Tensor x, Tensor high) {
        return Ternary.CLAMP.of(Ops.broadcast(low.cast(x.dtype()), x.shape()), x,
                Ops.broadcast(high.cast(x.dtype()), x.shape()));
    }

    /**
     * {@code √(x² + y²)} without overflow, as {@code jnp.hypot}.
     *
     * @param x a side
     * @param y the other
     * @return floats; infinity where either is infinite
     */
    public static Tensor hypot(Tensor x, Tensor y) {
        DType common = Ops.promoted(x.dtype(), y.dtype());
        Tensor one = Ops.floats(x.cast(common)).abs();
        Tensor other = Ops.floats(y.cast(common)).abs();
        Tensor isInfinite = one.eq(Double.POSITIVE_INFINITY).or(other.eq(Double.POSITIVE_INFINITY));
        Tensor longer = one.maximum(other);
        Tensor shorter = one.minimum(other);
        Tensor ratio = shorter.div(Tensors.where(longer.eq(0), 1, longer));
        Tensor length = Tensors.where(longer.eq(0), longer, longer.mul(ratio.pow(2).add(1).sqrt()));
        return Tensors.where(isInfinite, Double.POSITIVE_INFINITY, length);
    }

    /**
     * The logarithm to the base 2, as {@code jnp.log2}.
     *
     * @param x the operand
     * @return floats
     */
    public static Tensor log2(Tensor x) {
        Tensor number = Ops.floats(x);
        return number.log().div(Ops.scalar(number.dtype(), 2).log());
    }

    /**
     * The logarithm to the base 10, as {@code jnp.log10}.
     *
     * @param x the operand
     * @return floats
     */
    public static Tensor log10(Tensor x) { return Ops.floats(x).log().mul(Math.log10(Math.E)); }

    /**
     * Degrees as radians {@code x π / 180}, as {@code jnp.deg2rad}.
     *
     * @param x the operand
     * @return floats
     */
    public static Tensor deg2rad(Tensor x) { return Ops.floats(x).mul(Math.PI / 180); }

    /**
     * Radians as degrees {@code x 180 / π}, as {@code jnp.rad2deg}.
     *
     * @param x the operand
     * @return floats
     */
    public static Tensor rad2deg(Tensor x) { return Ops.floats(x).mul(180 / Math.PI); }

    /**
     * 0 where x is negative, 1 where it is positive, at 0 another value, as {@code jnp.heaviside}.
     *
     * @param x the operand
     * @param atZero the value at 0
     * @return floats; NaN where x is
     */
    public static Tensor heaviside(Tensor x, Tensor atZero) {
        DType common = Ops.promoted(x.dtype(), atZero.dtype());
        Tensor number = Ops.floats(x.cast(common));
        Tensor value = Ops.floats(atZero.cast(common));
        Tensor other = Tensors.where(Tensors.isNaN(number), number, value);
        return Tensors.where(number.lt(0), 0, Tensors.where(number.gt(0), 1, other));
    }

    /**
     * The nearest number with so many digits behind the point, ties to even, as {@code jnp.round(x, decimals)}.
     *
     * @param x the operand
     * @param decimals how many digits; negative ones stand before the point
     * @return numbers of the same dtype; integers as they are
     * @throws IllegalArgumentException for integers with negative digits
     */
    public static Tensor round(Tensor x, int decimals) {
        if (x.dtype().kind() != Kind.FLOAT) {
            if (decimals < 0) {
                throw new IllegalArgumentException("round: no digits before the point are expected for integers; got "
                        + decimals + " for " + x.spec() + ". Cast it with cast(DType.FLOAT32)");
            }
            return x;
        }
        if (decimals == 0) {
            return Tensors.round(x);
        }
        Tensor wide = x.dtype() == DType.FLOAT16 ? x.cast(DType.FLOAT32) : x;
        double factor = Math.pow(10, decimals);
        return Tensors.round(wide.mul(factor)).div(factor).cast(x.dtype());
    }

    /**
     * Finite numbers in the place of NaN and infinities, as {@code jnp.nan_to_num}: 0, and the largest and smallest number of the dtype.
     *
     * @param x the operand
     * @return numbers of the same dtype; integers as they are
     */
    public static Tensor nanToNum(Tensor x) {
        if (x.dtype().kind() != Kind.FLOAT) {
            return x;
        }
        FloatInfo info = FloatInfo.of(x.dtype());
        return nanToNum(x, 0, info.max(), info.min());
    }

    /**
     * Other numbers in the place of NaN and infinities, as {@code jnp.nan_to_num(x, nan=nan, posinf=posinf, neginf=neginf)}.
     *
     * @param x the operand
     * @param nan in the place of NaN
     * @param posinf in the place of infinity
     * @param neginf in the place of minus infinity
     * @return numbers of the same dtype; integers as they are
     */
    public static Tensor nanToNum(Tensor x, Number nan, Number posinf, Number neginf) {
        if (x.dtype().kind() != Kind.FLOAT) {
            return x;
        }
        Tensor number = Tensors.where(Tensors.isNaN(x), nan, x);
        number = Tensors.where(number.eq(Double.POSITIVE_INFINITY), posinf, number);
        return Tensors.where(number.eq(Double.NEGATIVE_INFINITY), neginf, number);
    }
}
