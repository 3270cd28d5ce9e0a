package org.dovetail.core;

import java.util.Arrays;
import java.util.List;
import org.dovetail.core.DType.Kind;
import org.dovetail.core.internal.prim.Cumulative;
import org.dovetail.core.internal.prim.Cumulative.Op;
import org.dovetail.core.internal.prim.Ops;
import org.dovetail.core.internal.prim.Sorting;

/** Functions for which the order of elements along an axis counts: cumulative ones, and sorts. */
public final class Sequences {
    private Sequences() {}

    private static Tensor cumulative(Op op, Tensor x, int axis, boolean isReversed) {
        int counted = Ops.axis("cum" + op.name().toLowerCase(java.util.Locale.ROOT).replace("_", ""), x.spec(), axis);
        Tensor number = x.dtype() == DType.BOOL ? x.cast(DType.INT32) : x;
        boolean toFloat = op == Op.LOG_SUM_EXP && number.dtype().kind() != Kind.FLOAT;
        return new Cumulative(op, counted, isReversed).of(toFloat ? number.cast(DType.FLOAT32) : number);
    }

    /**
     * The sum of all elements up to each, as {@code jax.lax.cumsum}.
     *
     * @param x the operand; integers of under 32 bits keep their dtype, as in {@code jax.lax}; truth values are counted as int32
     * @param axis along which axis
     * @return as many elements
     * @throws IllegalArgumentException if there is no such axis
     */
    public static Tensor cumsum(Tensor x, int axis) { return cumulative(Op.SUM, x, axis, false); }

    /**
     * The sum of all elements up to each in C order, as {@code jnp.cumsum(x)}.
     *
     * @param x the operand, as for {@link #cumsum(Tensor, int)}
     * @return a vector of as many elements
     */
    public static Tensor cumsum(Tensor x) { return cumsum(Rearranging.ravel(x), 0); }

    /**
     * The sum of all elements from each on, as {@code jax.lax.cumsum(x, axis, reverse=True)}.
     *
     * @param x the operand, as for {@link #cumsum(Tensor, int)}
     * @param axis along which axis
     * @return as many elements
     * @throws IllegalArgumentException if there is no such axis
     */
    public static Tensor cumsumReversed(Tensor x, int axis) { return cumulative(Op.SUM, x, axis, true); }

    /**
     * The product of all elements up to each, as {@code jax.lax.cumprod}.
     *
     * @param x the operand; integers of under 32 bits keep their dtype, as in {@code jax.lax}; truth values are counted as int32
     * @param axis along which axis
     * @return as many elements
     * @throws IllegalArgumentException if there is no such axis
     */
    public static Tensor cumprod(Tensor x, int axis) { return cumulative(Op.PROD, x, axis, false); }

    /**
     * The product of all elements up to each in C order, as {@code jnp.cumprod(x)}.
     *
     * @param x the operand, as for {@link #cumprod(Tensor, int)}
     * @return a vector of as many elements
     */
    public static Tensor cumprod(Tensor x) { return cumprod(Rearranging.ravel(x), 0); }

    /**
     * The product of all elements from each on, as {@code jax.lax.cumprod(x, axis, reverse=True)}.
     *
     * @param x the operand, as for {@link #cumprod(Tensor, int)}
     * @param axis along which axis
     * @return as many elements
     * @throws IllegalArgumentException if there is no such axis
     */
    public static Tensor cumprodReversed(Tensor x, int axis) { return cumulative(Op.PROD, x, axis, true); }

    /**
     * The largest of all elements up to each, as {@code jax.lax.cummax}.
     *
     * @param x the operand; truth values are compared as int32
     * @param axis along which axis
     * @return as many elements
     * @throws IllegalArgumentException if there is no such axis
     */
    public static Tensor cummax(Tensor x, int axis) { return cumulative(Op.MAX, x, axis, false); }

    /**
     * The largest of all elements from each on, as {@code jax.lax.cummax(x, axis, reverse=True)}.
     *
     * @param x the operand, as for {@link #cummax}
     * @param axis along which axis
     * @return as many elements
     * @throws IllegalArgumentException if there is no such axis
     */
    public static Tensor cummaxReversed(Tensor x, int axis) { return cumulative(Op.MAX, x, axis, true); }

    /**
     * The smallest of all elements up to each, as {@code jax.lax.cummin}.
     *
     * @param x the operand; truth values are compared as int32
     * @param axis along which axis
     * @return as many elements
     * @throws IllegalArgumentException if there is no such axis
     */
    public static Tensor cummin(Tensor x, int axis) { return cumulative(Op.MIN, x, axis, false); }

    /**
     * The smallest of all elements from each on, as {@code jax.lax.cummin(x, axis, reverse=True)}.
     *
     * @param x the operand, as for {@link #cummin}
     * @param axis along which axis
     * @return as many elements
     * @throws IllegalArgumentException if there is no such axis
     */
    public static Tensor cumminReversed(Tensor x, int axis) { return cumulative(Op.MIN, x, axis, true); }

    /**
     * The logarithm of the sum of the exponentials of all elements up to each, as {@code jax.lax.cumlogsumexp}.
     *
     * @param x the operand; integers are cast to float32 first
     * @param axis along which axis
     * @return as many elements
     * @throws IllegalArgumentException if there is no such axis
     */
    public static Tensor cumlogsumexp(Tensor x, int axis) { return cumulative(Op.LOG_SUM_EXP, x, axis, false); }

    /**
     * The logarithm of the sum of the exponentials of all elements from each on, as {@code jax.lax.cumlogsumexp(x, axis, reverse=True)}.
     *
     * @param x the operand, as for {@link #cumlogsumexp}
     * @param axis along which axis
     * @return as many elements
     * @throws IllegalArgumentException if there is no such axis
     */
    public static Tensor cumlogsumexpReversed(Tensor x, int axis) {
        return cumulative(Op.LOG_SUM_EXP, x, axis, true);
    }

    /**
     * The elements from the smallest on, as {@code jnp.sort}: 0 and -0 are equal, NaNs are last, and equal ones stay in order.
     *
     * @param x the operand
     * @param axis along which axis
     * @return the elements in order
     * @throws IllegalArgumentException if there is no such axis
     */
    public static Tensor sort(Tensor x, int axis) { return sort(axis, 1, x).getFirst(); }

    /**
     * Tensors in the order of the first of them, as {@code jax.lax.sort}.
     *
     * @param axis along which axis
     * @param keys how many of the tensors decide: the second where the first is equal, and so on
     * @param operands tensors of one shape
     * @return the tensors, all in that order; where all keys are equal, in the order that they had
     * @throws IllegalArgumentException if shapes differ, or there is no such axis
     */
    public static List<Tensor> sort(int axis, int keys, Tensor... operands) {
        int counted = operands.length == 0 ? axis : Ops.axis("sort", operands[0].spec(), axis);
        return new Sorting.Sort(counted, keys).of(Arrays.asList(operands));
    }

    /**
     * The places of the elements from the smallest on, as {@code jnp.argsort}.
     *
     * @param x the operand
     * @param axis along which axis
     * @return int32 numbers; those of equal elements in order
     * @throws IllegalArgumentException if there is no such axis
     */
    public static Tensor argsort(Tensor x, int axis) {
        int counted = Ops.axis("argsort", x.spec(), axis);
        return sort(counted, 1, x, Ops.iota(x.spec().withDtype(DType.INT32), counted)).get(1);
    }

    /**
     * The largest elements along an axis, as {@code jax.lax.top_k}. Floats are ordered by their bits: -0 is less than 0, and a NaN is the largest, or the smallest if its sign
     * is set.
     *
     * @param x the operand
     * @param count how many
     * @param axis along which axis
     * @return the elements from the largest on, and their places; of equal ones the first comes first
     * @throws IllegalArgumentException if the axis has not so many elements
     */
    public static TopKResult topK(Tensor x, int count, int axis) {
        int counted = Ops.axis("topK", x.spec(), axis);
        int last = x.rank() - 1;
        List<Tensor> top = new Sorting.TopK(count).of(List.of(x.swapAxes(counted, last)));
        return new TopKResult(top.get(0).swapAxes(counted, last), top.get(1).swapAxes(counted, last));
    }
}
