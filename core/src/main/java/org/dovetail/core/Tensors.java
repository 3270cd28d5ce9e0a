package org.dovetail.core;

import java.util.Arrays;
import org.dovetail.core.internal.prim.BitCount;
import org.dovetail.core.internal.prim.Elementwise.Unary;
import org.dovetail.core.internal.prim.Ops;
import org.dovetail.core.internal.prim.Special;

/** Functions that make tensors, or take them where no one is the first: what {@code jax.numpy} has as functions. */
public final class Tensors {
    private Tensors() {}

    /**
     * A float32 vector, as {@code jnp.array}.
     *
     * @param values its elements
     * @return the vector
     */
    public static Tensor of(float... values) { return Array.ofFloats(Shape.of(values.length), values); }

    /**
     * A float32 scalar, as {@code jnp.float32(value)}.
     *
     * @param value its value
     * @return the scalar
     */
    public static Tensor scalar(double value) { return Array.scalar(DType.FLOAT32, value); }

    /**
     * An int32 scalar, as {@code jnp.int32(value)}.
     *
     * @param value its value
     * @return the scalar
     */
    public static Tensor scalar(int value) { return Array.scalar(DType.INT32, value); }

    /**
     * Float32 zeros, as {@code jnp.zeros}.
     *
     * @param extents the extents
     * @return the tensor
     */
    public static Tensor zeros(int... extents) { return zeros(DType.FLOAT32, Shape.of(extents)); }

    /**
     * Zeros, as {@code jnp.zeros}.
     *
     * @param dtype the dtype
     * @param shape the shape
     * @return the tensor
     */
    public static Tensor zeros(DType dtype, Shape shape) { return Ops.full(dtype, shape, 0); }

    /**
     * Float32 ones, as {@code jnp.ones}.
     *
     * @param extents the extents
     * @return the tensor
     */
    public static Tensor ones(int... extents) { return ones(DType.FLOAT32, Shape.of(extents)); }

    /**
     * Ones, as {@code jnp.ones}.
     *
     * @param dtype the dtype
     * @param shape the shape
     * @return the tensor
     */
    public static Tensor ones(DType dtype, Shape shape) { return Ops.full(dtype, shape, 1); }

    /**
     * A tensor whose elements are all the same, as {@code jnp.full}.
     *
     * @param dtype the dtype
     * @param shape the shape
     * @param value the element
     * @return the tensor
     */
    public static Tensor full(DType dtype, Shape shape, double value) { return Ops.full(dtype, shape, value); }

    /**
     * Whole numbers from 0 up, as {@code jnp.arange(count)}.
     *
     * @param count how many
     * @return an int32 vector
     */
    public static Tensor arange(int count) { return Ops.iota(TensorSpec.of(DType.INT32, count), 0); }

    /**
     * Where a condition is true the one, elsewhere the other, as {@code jnp.where}.
     *
     * @param condition truth values
     * @param yes taken where true
     * @param no taken where false
     * @return the chosen elements; dtypes are promoted and shapes broadcast
     */
    public static Tensor where(Tensor condition, Tensor yes, Tensor no) { return Ops.where(condition, yes, no); }

    /**
     * {@return where a condition is true the tensor, elsewhere a Java number, as {@code jnp.where(condition, yes, no)}}
     *
     * @param condition truth values
     * @param yes taken where true
     * @param no taken where false, in that tensor's dtype or, if that holds no fractions, float32
     */
    public static Tensor where(Tensor condition, Tensor yes, Number no) {
        return where(condition, yes, Ops.number(yes, no));
    }

    /**
     * {@return where a condition is true a Java number, elsewhere the tensor, as {@code jnp.where(condition, yes, no)}}
     *
     * @param condition truth values
     * @param yes taken where true, in that tensor's dtype or, if that holds no fractions, float32
     * @param no taken where false
     */
    public static Tensor where(Tensor condition, Number yes, Tensor no) {
        return where(condition, Ops.number(no, yes), no);
    }

    /**
     * {@return where a condition is true the one Java number, elsewhere the other, as {@code jnp.where(condition, yes, no)}}
     *
     * @param condition truth values
     * @param yes taken where true
     * @param no taken where false; float32 if one of them is a {@code double} or {@code float}, else int32
     */
    public static Tensor where(Tensor condition, Number yes, Number no) {
        Array one = Array.scalar(DType.BOOL, 1);
        return where(condition, Ops.number(one, yes), Ops.number(one, no));
    }

    /**
     * Tensors one behind the other, as {@code jnp.concatenate}.
     *
     * @param axis along which
     * @param tensors the tensors, at least one
     * @return the whole
     * @throws IllegalArgumentException if they differ in more than that axis
     */
    public static Tensor concatenate(int axis, Tensor... tensors) {
        return Ops.concatenate(axis, Arrays.asList(tensors));
    }

    /**
     * Tensors along a new axis, as {@code jnp.stack}.
     *
     * @param axis where the new axis stands
     * @param tensors the tensors, at least one
     * @return the whole
     */
    public static Tensor stack(int axis, Tensor... tensors) {
        return concatenate(axis, Arrays.stream(tensors).map(tensor -> tensor.expandDims(axis)).toArray(Tensor[]::new));
    }

    /**
     * Elements along an axis by their numbers, as {@code jnp.take(x, indices, axis)}.
     *
     * @param x the tensor
     * @param indices integers; negative ones count from the end
     * @param axis the axis
     * @return the tensor with the axes of the indices in the place of that axis; for indices out of bounds NaN, the least signed or the largest unsigned number, or true
     * @throws IllegalArgumentException if the axis has no elements, but the indices have
     */
    public static Tensor take(Tensor x, Tensor indices, int axis) {
        return Taking.take(x, indices, axis, GatherScatterMode.FILL_OR_DROP);
    }

    /**
     * Elements along an axis by their numbers, as {@code jnp.take(x, indices, axis, mode=mode)}.
     *
     * @param x the tensor
     * @param indices integers; negative ones count from the end where the mode fills, else they are out of bounds
     * @param axis the axis
     * @param mode what becomes of indices out of bounds
     * @return the tensor with the axes of the indices in the place of that axis
     * @throws IllegalArgumentException if the axis has no elements, but the indices have
     */
    public static Tensor take(Tensor x, Tensor indices, int axis, GatherScatterMode mode) {
        return Taking.take(x, indices, axis, mode);
    }

    /**
     * Elements along an axis, for each place their own, as {@code jnp.take_along_axis}.
     *
     * @param x the tensor
     * @param indices integers, with as many axes; negative ones count from the end, and the other axes broadcast with the tensor's
     * @param axis the axis
     * @return the tensor with as many elements along that axis as the indices have; for indices out of bounds NaN, the least signed or the largest unsigned number, or true
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public static Tensor takeAlongAxis(Tensor x, Tensor indices, int axis) {
        return Taking.takeAlongAxis(x, indices, axis);
    }

    /**
     * The exponential less 1, as {@code jnp.expm1}.
     *
     * @param x the operand
     * @return floats; integers are cast to float32 first, those of 64 bits to float64
     */
    public static Tensor expm1(Tensor x) { return Ops.floating(Unary.EXPM1, x); }

    /**
     * The natural logarithm of 1 + x, as {@code jnp.log1p}.
     *
     * @param x the operand
     * @return floats; integers are cast to float32 first, those of 64 bits to float64
     */
    public static Tensor log1p(Tensor x) { return Ops.floating(Unary.LOG1P, x); }

    /**
     * The logistic function 1 / (1 + exp(-x)), as {@code jax.nn.sigmoid}.
     *
     * @param x the operand
     * @return floats; integers are cast to float32 first, those of 64 bits to float64
     */
    public static Tensor logistic(Tensor x) { return Ops.floating(Unary.LOGISTIC, x); }

    /**
     * One by the square root, as {@code jax.lax.rsqrt}.
     *
     * @param x the operand
     * @return floats; integers are cast to float32 first, those of 64 bits to float64
     */
    public static Tensor rsqrt(Tensor x) { return Ops.floating(Unary.RSQRT, x); }

    /**
     * The error function, as {@code jax.lax.erf}.
     *
     * @param x the operand
     * @return floats; integers are cast to float32 first, those of 64 bits to float64
     */
    public static Tensor erf(Tensor x) { return Ops.floating(Unary.ERF, x); }

    /**
     * The inverse of the error function, as {@code jax.lax.erf_inv}.
     *
     * @param x the operand
     * @return floats; integers are cast to float32 first, those of 64 bits to float64
     */
    public static Tensor erfInv(Tensor x) { return Ops.floating(Unary.ERF_INV, x); }

    /**
     * The next whole number upwards, as {@code jnp.ceil}.
     *
     * @param x the operand
     * @return numbers of the same dtype
     */
    public static Tensor ceil(Tensor x) { return Ops.rounding(Unary.CEIL, x); }

    /**
     * The nearest whole number, ties to even, as {@code jnp.round}.
     *
     * @param x the operand
     * @return numbers of the same dtype
     */
    public static Tensor round(Tensor x) { return Ops.rounding(Unary.ROUND, x); }

    /**
     * The same bits as another dtype of that size, as {@code jax.lax.bitcast_convert_type}.
     *
     * @param x the operand
     * @param dtype the dtype
     * @return the bits as that dtype
     * @throws IllegalArgumentException if the dtypes have not one size
     */
    public static Tensor bitcast(Tensor x, DType dtype) { return Ops.bitcast(x, dtype); }

    /**
     * The value without its derivative, as {@code jax.lax.stop_gradient}.
     *
     * @param x the operand
     * @return the same numbers, constant under differentiation
     */
    public static Tensor stopGradient(Tensor x) { return Unary.STOP_GRADIENT.of(x); }

    /**
     * Numbers kept within bounds, as {@code jnp.clip}: the upper one wins, and at a bound the derivative is half.
     *
     * @param x the operand
     * @param low the lower bound
     * @param high the upper bound
     * @return low where x is below it, high where x is above it
     */
    public static Tensor clip(Tensor x, Number low, Number high) { return x.maximum(low).minimum(high); }

    /**
     * The tangent, as {@code jnp.tan}.
     *
     * @param x the operand
     * @return floats; integers are cast to float32 first, those of 64 bits to float64
     */
    public static Tensor tan(Tensor x) { return Ops.special(Special.TAN, x); }

    /**
     * The inverse of the sine, NaN beyond -1 and 1, as {@code jnp.arcsin}.
     *
     * @param x the operand
     * @return floats; integers are cast to float32 first, those of 64 bits to float64
     */
    public static Tensor arcsin(Tensor x) { return Ops.special(Special.ASIN, x); }

    /**
     * The inverse of the cosine, NaN beyond -1 and 1, as {@code jnp.arccos}.
     *
     * @param x the operand
     * @return floats; integers are cast to float32 first, those of 64 bits to float64
     */
    public static Tensor arccos(Tensor x) { return Ops.special(Special.ACOS, x); }

    /**
     * The inverse of the tangent, as {@code jnp.arctan}.
     *
     * @param x the operand
     * @return floats; integers are cast to float32 first, those of 64 bits to float64
     */
    public static Tensor arctan(Tensor x) { return Ops.special(Special.ATAN, x); }

    /**
     * The hyperbolic sine, as {@code jnp.sinh}.
     *
     * @param x the operand
     * @return floats; integers are cast to float32 first, those of 64 bits to float64
     */
    public static Tensor sinh(Tensor x) { return Ops.special(Special.SINH, x); }

    /**
     * The hyperbolic cosine, as {@code jnp.cosh}.
     *
     * @param x the operand
     * @return floats; integers are cast to float32 first, those of 64 bits to float64
     */
    public static Tensor cosh(Tensor x) { return Ops.special(Special.COSH, x); }

    /**
     * The inverse of the hyperbolic sine, as {@code jnp.arcsinh}.
     *
     * @param x the operand
     * @return floats; integers are cast to float32 first, those of 64 bits to float64
     */
    public static Tensor arcsinh(Tensor x) { return Ops.special(Special.ASINH, x); }

    /**
     * The inverse of the hyperbolic cosine, NaN below 1, as {@code jnp.arccosh}.
     *
     * @param x the operand
     * @return floats; integers are cast to float32 first, those of 64 bits to float64
     */
    public static Tensor arccosh(Tensor x) { return Ops.special(Special.ACOSH, x); }

    /**
     * The inverse of the hyperbolic tangent, NaN beyond -1 and 1, as {@code jnp.arctanh}.
     *
     * @param x the operand
     * @return floats; integers are cast to float32 first, those of 64 bits to float64
     */
    public static Tensor arctanh(Tensor x) { return Ops.special(Special.ATANH, x); }

    /**
     * Two to the power of x, as {@code jnp.exp2}.
     *
     * @param x the operand
     * @return floats; integers are cast to float32 first, those of 64 bits to float64
     */
    public static Tensor exp2(Tensor x) { return Ops.special(Special.EXP2, x); }

    /**
     * The cube root, as {@code jnp.cbrt}.
     *
     * @param x the operand
     * @return floats; integers are cast to float32 first, those of 64 bits to float64
     */
    public static Tensor cbrt(Tensor x) { return Ops.special(Special.CBRT, x); }

    /**
     * One less the error function, as {@code jax.lax.erfc}.
     *
     * @param x the operand
     * @return floats; integers are cast to float32 first, those of 64 bits to float64
     */
    public static Tensor erfc(Tensor x) { return Ops.special(Special.ERFC, x); }

    /**
     * The logarithm of the magnitude of the gamma function, as {@code jax.lax.lgamma}.
     *
     * @param x the operand
     * @return floats; integers are cast to float32 first, those of 64 bits to float64
     */
    public static Tensor lgamma(Tensor x) { return Ops.special(Special.LGAMMA, x); }

    /**
     * The derivative of {@link #lgamma}, NaN at 0 and the negative whole numbers, as {@code jax.lax.digamma}.
     *
     * @param x the operand
     * @return floats; integers are cast to float32 first, those of 64 bits to float64
     */
    public static Tensor digamma(Tensor x) { return Ops.special(Special.DIGAMMA, x); }

    /**
     * The angle of points with the first axis, between -pi and pi, as {@code jnp.arctan2}.
     *
     * @param y the second coordinates
     * @param x the first coordinates
     * @return floats; dtypes are promoted and shapes broadcast
     */
    public static Tensor arctan2(Tensor y, Tensor x) { return Ops.special(Special.ATAN2, y, x); }

    /**
     * The logarithm of exp(x) + exp(y), without overflow, as {@code jnp.logaddexp}.
     *
     * @param x the one operand
     * @param y the other
     * @return floats; dtypes are promoted and shapes broadcast
     */
    public static Tensor logAddExp(Tensor x, Tensor y) { return Ops.special(Special.LOG_ADD_EXP, x, y); }

    /**
     * The derivative of {@link #digamma} of some order; it has none with respect to that, as {@code jax.lax.polygamma}.
     *
     * @param order natural numbers as floats
     * @param x the operand
     * @return floats; dtypes are promoted and shapes broadcast
     */
    public static Tensor polygamma(Tensor order, Tensor x) { return Ops.special(Special.POLYGAMMA, order, x); }

    /**
     * The next float on the way from one number to another, as {@code jnp.nextafter}.
     *
     * @param x the numbers
     * @param towards where the way leads
     * @return floats; dtypes are promoted and shapes broadcast
     */
    public static Tensor nextAfter(Tensor x, Tensor towards) { return Ops.nextAfter(x, towards); }

    /**
     * Whether an element is no number, as {@code jnp.isnan}.
     *
     * @param x the operand
     * @return truth values
     */
    public static Tensor isNaN(Tensor x) { return x.ne(x); }

    /**
     * How many bits of each integer are set, as {@code jax.lax.population_count}.
     *
     * @param x integers
     * @return numbers of the same dtype
     * @throws IllegalArgumentException if x has no integers
     */
    public static Tensor populationCount(Tensor x) { return BitCount.POPULATION_COUNT.of(x); }

    /**
     * How many bits of each integer stand above the highest that is set, as {@code jax.lax.clz}.
     *
     * @param x integers
     * @return numbers of the same dtype; of zero all bits
     * @throws IllegalArgumentException if x has no integers
     */
    public static Tensor countLeadingZeros(Tensor x) { return BitCount.COUNT_LEADING_ZEROS.of(x); }
}
