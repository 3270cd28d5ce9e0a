package org.dovetail.core;

import java.util.ArrayList;
import java.util.List;
import org.dovetail.core.internal.prim.Elementwise.Binary;
import org.dovetail.core.internal.prim.Elementwise.Compare;
import org.dovetail.core.internal.prim.Elementwise.Unary;
import org.dovetail.core.internal.prim.Ops;
import org.dovetail.core.internal.prim.Reduction;
import org.dovetail.core.internal.prim.Reduction.Op;

/**
 * Numbers of one dtype on a grid: an {@link Array}, or within a transformation a {@link Tracer}.
 *
 * <p>
 * Tensors never change. Operands of two dtypes are promoted as in JAX, and repeated to one shape as in numpy; a Java number takes the dtype of the tensor, as a Python
 * number does. Axes count from the front, negative ones from the end.
 */
public sealed interface Tensor permits Array, Tracer {
    /** {@return dtype and shape, as {@code jax.typeof}} */
    TensorSpec spec();

    /** {@return the type of the elements} */
    default DType dtype() { return spec().dtype(); }

    /** {@return the extents} */
    default Shape shape() { return spec().shape(); }

    /** {@return the number of axes, 0 for a scalar} */
    default int rank() { return shape().rank(); }

    /**
     * The extent of one axis.
     *
     * @param axis the axis
     * @return the extent
     */
    default int dim(int axis) { return shape().extent(Ops.axis("dim", spec(), axis)); }

    /** {@return the number of elements} */
    default long size() { return shape().size(); }

    /**
     * The numbers themselves.
     *
     * @return the array
     * @throws ConcretizationException within a transformation
     */
    default Array array() {
        return switch (this) {
            case Array array -> array;
            case Tracer tracer -> throw new ConcretizationException("array()", tracer);
        };
    }

    /**
     * The only element, as {@code x.item()}.
     *
     * @return the element as a double
     * @throws ConcretizationException within a transformation
     * @throws IllegalArgumentException if there is not exactly one element
     */
    default double item() {
        if (this instanceof Tracer tracer) {
            throw new ConcretizationException("item()", tracer);
        }
        if (size() != 1) {
            throw new IllegalArgumentException("item(): one element is expected; got " + spec()
                    + ". Reduce it with sum(), all() or any(), or take one with at(i)");
        }
        return array().doubleAt(0);
    }

    /**
     * The elements as floats.
     *
     * @return the elements in C order, rounded to float32
     * @throws ConcretizationException within a transformation
     */
    default float[] toFloats() {
        return switch (this) {
            case Array array -> array.toFloats();
            case Tracer tracer -> throw new ConcretizationException("toFloats()", tracer);
        };
    }

    /**
     * The sum, as {@code x + y}.
     *
     * @param other the right operand
     * @return x + y
     */
    default Tensor add(Tensor other) { return Ops.binary(Binary.ADD, this, other); }

    /**
     * {@return add with a Java number}
     *
     * @param other the right operand, in this tensor's dtype or, if that holds no fractions, float32
     */
    default Tensor add(Number other) { return add(Ops.number(this, other)); }

    /**
     * The difference, as {@code x - y}.
     *
     * @param other the right operand
     * @return x - y
     */
    default Tensor sub(Tensor other) { return Ops.binary(Binary.SUB, this, other); }

    /**
     * {@return sub with a Java number}
     *
     * @param other the right operand, in this tensor's dtype or, if that holds no fractions, float32
     */
    default Tensor sub(Number other) { return sub(Ops.number(this, other)); }

    /**
     * The product, element by element, as {@code x * y}.
     *
     * @param other the right operand
     * @return x * y
     */
    default Tensor mul(Tensor other) { return Ops.binary(Binary.MUL, this, other); }

    /**
     * {@return mul with a Java number}
     *
     * @param other the right operand, in this tensor's dtype or, if that holds no fractions, float32
     */
    default Tensor mul(Number other) { return mul(Ops.number(this, other)); }

    /**
     * The quotient, as {@code x / y}.
     *
     * @param other the right operand
     * @return x / y; of integers float32
     */
    default Tensor div(Tensor other) { return Ops.binary(Binary.DIV, this, other); }

    /**
     * {@return div with a Java number}
     *
     * @param other the right operand, in this tensor's dtype or, if that holds no fractions, float32
     */
    default Tensor div(Number other) { return div(Ops.number(this, other)); }

    /**
     * The remainder with the sign of the dividend, as {@code jax.lax.rem}.
     *
     * @param other the divisor
     * @return x - y · trunc(x / y)
     */
    default Tensor rem(Tensor other) { return Ops.binary(Binary.REM, this, other); }

    /**
     * {@return rem with a Java number}
     *
     * @param other the divisor, in this tensor's dtype or, if that holds no fractions, float32
     */
    default Tensor rem(Number other) { return rem(Ops.number(this, other)); }

    /**
     * The power {@code x ** y}, as {@code jnp.power}. Of integers it is a product, which stays an integer: of the exponent the lowest six bits count, as in JAX, since larger powers
     * overflow, and a negative one gives no quotient. An integer exponent of 0 makes a derivative of 0 even where x is 0.
     *
     * @param other the exponent
     * @return x to the y, of the promoted dtype; of truth values int32
     */
    default Tensor pow(Tensor other) { return Ops.power(this, other); }

    /**
     * {@return pow with a Java number; whole ones multiply, as in JAX, and keep integers}
     *
     * @param other the exponent
     */
    default Tensor pow(Number other) { return Ops.power(this, other); }

    /**
     * The larger one, as {@code jnp.maximum(x, y)}.
     *
     * @param other the right operand
     * @return the larger one, NaN where either is
     */
    default Tensor maximum(Tensor other) { return Ops.binary(Binary.MAX, this, other); }

    /**
     * {@return maximum with a Java number}
     *
     * @param other the right operand, in this tensor's dtype or, if that holds no fractions, float32
     */
    default Tensor maximum(Number other) { return maximum(Ops.number(this, other)); }

    /**
     * The smaller one, as {@code jnp.minimum(x, y)}.
     *
     * @param other the right operand
     * @return the smaller one, NaN where either is
     */
    default Tensor minimum(Tensor other) { return Ops.binary(Binary.MIN, this, other); }

    /**
     * {@return minimum with a Java number}
     *
     * @param other the right operand, in this tensor's dtype or, if that holds no fractions, float32
     */
    default Tensor minimum(Number other) { return minimum(Ops.number(this, other)); }

    /**
     * Whether elements are equal, as {@code x == y}.
     *
     * @param other the right operand
     * @return truth values
     */
    default Tensor eq(Tensor other) { return Ops.compare(Compare.EQ, this, other); }

    /**
     * {@return eq with a Java number}
     *
     * @param other the right operand, in this tensor's dtype or, if that holds no fractions, float32
     */
    default Tensor eq(Number other) { return eq(Ops.number(this, other)); }

    /**
     * Whether elements are different, as {@code x != y}.
     *
     * @param other the right operand
     * @return truth values
     */
    default Tensor ne(Tensor other) { return Ops.compare(Compare.NE, this, other); }

    /**
     * {@return ne with a Java number}
     *
     * @param other the right operand, in this tensor's dtype or, if that holds no fractions, float32
     */
    default Tensor ne(Number other) { return ne(Ops.number(this, other)); }

    /**
     * Whether elements are less, as {@code x < y}.
     *
     * @param other the right operand
     * @return truth values
     */
    default Tensor lt(Tensor other) { return Ops.compare(Compare.LT, this, other); }

    /**
     * {@return lt with a Java number}
     *
     * @param other the right operand, in this tensor's dtype or, if that holds no fractions, float32
     */
    default Tensor lt(Number other) { return lt(Ops.number(this, other)); }

    /**
     * Whether elements are less or equal, as {@code x <= y}.
     *
     * @param other the right operand
     * @return truth values
     */
    default Tensor le(Tensor other) { return Ops.compare(Compare.LE, this, other); }

    /**
     * {@return le with a Java number}
     *
     * @param other the right operand, in this tensor's dtype or, if that holds no fractions, float32
     */
    default Tensor le(Number other) { return le(Ops.number(this, other)); }

    /**
     * Whether elements are greater, as {@code x > y}.
     *
     * @param other the right operand
     * @return truth values
     */
    default Tensor gt(Tensor other) { return Ops.compare(Compare.GT, this, other); }

    /**
     * {@return gt with a Java number}
     *
     * @param other the right operand, in this tensor's dtype or, if that holds no fractions, float32
     */
    default Tensor gt(Number other) { return gt(Ops.number(this, other)); }

    /**
     * Whether elements are greater or equal, as {@code x >= y}.
     *
     * @param other the right operand
     * @return truth values
     */
    default Tensor ge(Tensor other) { return Ops.compare(Compare.GE, this, other); }

    /**
     * {@return ge with a Java number}
     *
     * @param other the right operand, in this tensor's dtype or, if that holds no fractions, float32
     */
    default Tensor ge(Number other) { return ge(Ops.number(this, other)); }

    /**
     * And of truth values, or of every bit of integers, as {@code x & y}.
     *
     * @param other the right operand
     * @return x and y
     */
    default Tensor and(Tensor other) { return Ops.binary(Binary.AND, this, other); }

    /**
     * Or of truth values, or of every bit of integers, as {@code x | y}.
     *
     * @param other the right operand
     * @return x or y
     */
    default Tensor or(Tensor other) { return Ops.binary(Binary.OR, this, other); }

    /**
     * Exclusive or of truth values, or of every bit of integers, as {@code x ^ y}.
     *
     * @param other the right operand
     * @return x xor y
     */
    default Tensor xor(Tensor other) { return Ops.binary(Binary.XOR, this, other); }

    /** {@return the negative, as {@code -x}} */
    default Tensor neg() { return Unary.NEG.of(this); }

    /** {@return the absolute value, as {@code jnp.abs}} */
    default Tensor abs() { return Ops.abs(this); }

    /** {@return the sign, -1, 0 or 1 and NaN for NaN, as {@code jnp.sign}} */
    default Tensor sign() {
        return Unary.SIGN.of(this);
    }

    /**
     * The exponential, as {@code jnp.exp}.
     *
     * @return floats; integers are cast to float32 first, those of 64 bits to float64
     */
    default Tensor exp() { return Ops.floating(Unary.EXP, this); }

    /**
     * The natural logarithm, as {@code jnp.log}.
     *
     * @return floats; integers are cast to float32 first, those of 64 bits to float64
     */
    default Tensor log() { return Ops.floating(Unary.LOG, this); }

    /**
     * The hyperbolic tangent, as {@code jnp.tanh}.
     *
     * @return floats; integers are cast to float32 first, those of 64 bits to float64
     */
    default Tensor tanh() { return Ops.floating(Unary.TANH, this); }

    /**
     * The square root, as {@code jnp.sqrt}.
     *
     * @return floats; integers are cast to float32 first, those of 64 bits to float64
     */
    default Tensor sqrt() { return Ops.floating(Unary.SQRT, this); }

    /**
     * The sine, as {@code jnp.sin}.
     *
     * @return floats; integers are cast to float32 first, those of 64 bits to float64
     */
    default Tensor sin() { return Ops.floating(Unary.SIN, this); }

    /**
     * The cosine, as {@code jnp.cos}.
     *
     * @return floats; integers are cast to float32 first, those of 64 bits to float64
     */
    default Tensor cos() { return Ops.floating(Unary.COS, this); }

    /**
     * The next whole number downwards, as {@code jnp.floor}.
     *
     * @return numbers of the same dtype
     */
    default Tensor floor() { return Ops.rounding(Unary.FLOOR, this); }

    /** {@return the opposite of a truth value, or of every bit of an integer, as {@code ~x}} */
    default Tensor not() {
        return Unary.NOT.of(this);
    }

    /**
     * Whether numbers are neither infinite nor NaN, as {@code jnp.isfinite}.
     *
     * @return truth values
     */
    default Tensor isFinite() { return Ops.floating(Unary.IS_FINITE, this); }

    /**
     * The sum along some axes, as {@code x.sum(axes)}.
     *
     * @param axes the axes; all when none is named
     * @return the result without those axes; 0 of nothing; integers of at least 32 bits
     */
    default Tensor sum(int... axes) { return Ops.reduce(Op.SUM, this, axes); }

    /**
     * The product along some axes, as {@code x.prod(axes)}.
     *
     * @param axes the axes; all when none is named
     * @return the result without those axes; 1 of nothing; integers of at least 32 bits
     */
    default Tensor prod(int... axes) { return Ops.reduce(Op.PROD, this, axes); }

    /**
     * The largest element along some axes, as {@code x.max(axes)}.
     *
     * @param axes the axes; all when none is named
     * @return the result without those axes; NaN where there is one
     * @throws IllegalArgumentException if there is no element along them; {@link Reductions} begins with a number
     */
    default Tensor max(int... axes) { return Ops.extreme(Op.MAX, this, axes); }

    /**
     * The smallest element along some axes, as {@code x.min(axes)}.
     *
     * @param axes the axes; all when none is named
     * @return the result without those axes; NaN where there is one
     * @throws IllegalArgumentException if there is no element along them; {@link Reductions} begins with a number
     */
    default Tensor min(int... axes) { return Ops.extreme(Op.MIN, this, axes); }

    /**
     * Whether all are true, or not zero, along some axes, as {@code x.all(axes)}.
     *
     * @param axes the axes; all when none is named
     * @return the result without those axes; true of nothing
     */
    default Tensor all(int... axes) { return Ops.reduce(Op.AND, this, axes); }

    /**
     * Whether any is true, or not zero, along some axes, as {@code x.any(axes)}.
     *
     * @param axes the axes; all when none is named
     * @return the result without those axes; false of nothing
     */
    default Tensor any(int... axes) { return Ops.reduce(Op.OR, this, axes); }

    /**
     * The mean along some axes, as {@code x.mean(axes)}.
     *
     * @param axes the axes; all when none is named
     * @return the mean, without those axes; a float
     */
    default Tensor mean(int... axes) { return Ops.mean(this, axes); }

    /**
     * Where the largest element is along an axis, as {@code x.argmax(axis)}.
     *
     * @param axis the axis
     * @return int32 indices, without that axis; the first of equal elements
     */
    default Tensor argMax(int axis) {
        return new Reduction.ArgReduce(Op.MAX, Ops.axis("argMax", spec(), axis), DType.INT32).of(this);
    }

    /**
     * Where the smallest element is along an axis, as {@code x.argmin(axis)}.
     *
     * @param axis the axis
     * @return int32 indices, without that axis; the first of equal elements
     */
    default Tensor argMin(int axis) {
        return new Reduction.ArgReduce(Op.MIN, Ops.axis("argMin", spec(), axis), DType.INT32).of(this);
    }

    /**
     * The matrix product, as {@code x @ y}: leading axes are batches and broadcast.
     *
     * @param other the right operand
     * @return the product
     * @throws IllegalArgumentException if the contracted extents differ
     */
    default Tensor matmul(Tensor other) { return Ops.matmul(this, other); }

    /**
     * The same numbers as another dtype, as {@code x.astype(dtype)}.
     *
     * @param dtype the dtype
     * @return the cast tensor
     */
    default Tensor cast(DType dtype) { return Ops.cast(this, dtype); }

    /**
     * The elements in C order under another shape, as {@code x.reshape(shape)}.
     *
     * @param shape the shape
     * @return the reshaped tensor
     * @throws IllegalArgumentException if the number of elements differs
     */
    default Tensor reshape(Shape shape) { return Ops.reshape(this, shape); }

    /**
     * The elements in C order under other extents, as {@code x.reshape(extents)}.
     *
     * @param extents the extents; one of them may be -1, for what is left
     * @return the reshaped tensor
     * @throws IllegalArgumentException if the number of elements differs
     */
    default Tensor reshape(int... extents) { return reshape(Shape.of(Ops.filledIn(spec(), extents))); }

    /**
     * The tensor repeated to a shape, as {@code jnp.broadcast_to}.
     *
     * @param shape the shape
     * @return the repeated tensor
     * @throws IllegalArgumentException if the shape does not fit
     */
    default Tensor broadcastTo(Shape shape) { return Ops.broadcast(this, shape); }

    /**
     * The axes in another order, as {@code x.transpose(axes)}.
     *
     * @param axes for each axis of the result, the axis here; all in reverse order when none is named
     * @return the transposed tensor
     */
    default Tensor transpose(int... axes) {
        List<Integer> order = new ArrayList<>(Ops.axes("transpose", this, axes));
        return Ops.transpose(this, axes.length == 0 ? order.reversed() : order);
    }

    /**
     * Two axes exchanged, as {@code x.swapaxes(a, b)}.
     *
     * @param a an axis
     * @param b another
     * @return the transposed tensor
     */
    default Tensor swapAxes(int a, int b) {
        List<Integer> order = new ArrayList<>(Ops.axes("swapAxes", this));
        int first = Ops.axis("swapAxes", spec(), a);
        order.set(first, order.set(Ops.axis("swapAxes", spec(), b), order.get(first)));
        return Ops.transpose(this, order);
    }

    /**
     * A new axis of extent 1, as {@code jnp.expand_dims}.
     *
     * @param axis where it stands in the result
     * @return the reshaped tensor
     * @throws IllegalArgumentException if it can not stand there
     */
    default Tensor expandDims(int axis) { return Ops.expandDims(this, axis); }

    /**
     * The tensor without some axes of extent 1, as {@code x.squeeze(axes)}.
     *
     * @param axes the axes; all of extent 1 when none is named
     * @return the reshaped tensor
     * @throws IllegalArgumentException if an axis has another extent
     */
    default Tensor squeeze(int... axes) { return Ops.squeeze(this, axes); }

    /**
     * The elements in reverse order along some axes, as {@code jnp.flip}.
     *
     * @param axes the axes; all when none is named
     * @return the reversed tensor
     */
    default Tensor flip(int... axes) { return Ops.flip(this, axes); }

    /**
     * A range along one axis, as {@code x[..., start:limit]}.
     *
     * @param axis the axis
     * @param start the first element
     * @param limit the one behind the last
     * @return that part
     * @throws IllegalArgumentException if the range does not lie within the axis
     */
    default Tensor slice(int axis, int start, int limit) {
        return Ops.slice(this, Ops.axis("slice", spec(), axis), start, limit);
    }

    /**
     * One element along the first axis, as {@code x[index]}.
     *
     * @param index its number; negative ones count from the end
     * @return the element, without that axis
     * @throws IllegalArgumentException if there is no such element
     */
    default Tensor at(int index) {
        int start = Ops.index(spec(), index);
        return slice(0, start, start + 1).reshape(shape().withoutFirst());
    }
}
