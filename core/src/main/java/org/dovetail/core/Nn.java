package org.dovetail.core;

import org.dovetail.core.internal.prim.Ops;

/**
 * The functions of {@code jax.nn}. Where nothing else is said they work on each element, and take integers and truth values for float32.
 */
public final class Nn {
    private static final double SELU_ALPHA = 1.6732632423543772;
    private static final double SELU_SCALE = 1.0507009873554805;
    private static final double GELU_CUBE = 0.044715;

    private Nn() {}

    /** A number as a scalar of the dtype of some floats. */
    private static Tensor like(Tensor x, double value) {
        return Tensors.full(x.dtype(), Shape.of(), value);
    }

    /**
     * The larger of x and 0, as {@code jax.nn.relu}; its derivative is 0 at 0 and NaN.
     *
     * @param x the operand; integers stay integers
     * @return x where positive, NaN where NaN, else 0
     */
    public static Tensor relu(Tensor x) { return Tensors.where(x.gt(0), x, Tensors.stopGradient(x.maximum(0))); }

    /**
     * {@code min(max(x, 0), 6)}, as {@code jax.nn.relu6}; its derivative is 0 at 0, 6 and NaN.
     *
     * @param x the operand
     * @return floats from 0 to 6, NaN where NaN
     */
    public static Tensor relu6(Tensor x) {
        Tensor inside = x.gt(0).and(x.lt(6));
        return Tensors.where(inside, x, Tensors.stopGradient(x.maximum(0).minimum(6.0)));
    }

    /**
     * x where it is not negative, else {@code slope · x}, as {@code jax.nn.leaky_relu}.
     *
     * @param x the operand
     * @param negativeSlope the slope of negative numbers
     * @return floats
     */
    public static Tensor leakyRelu(Tensor x, double negativeSlope) {
        return Tensors.where(x.ge(0), x, x.mul(negativeSlope));
    }

    /**
     * {@link #leakyRelu(Tensor, double)} with a slope of 0.01.
     *
     * @param x the operand
     * @return floats
     */
    public static Tensor leakyRelu(Tensor x) { return leakyRelu(x, 0.01); }

    /**
     * x where positive, else {@code alpha (exp(x) - 1)}, as {@code jax.nn.elu}.
     *
     * @param x the operand
     * @param alpha the opposite of the limit to the left
     * @return floats
     */
    public static Tensor elu(Tensor x, double alpha) {
        Tensor isPositive = x.gt(0);
        Tensor floats = Ops.floats(x);
        return Tensors.where(isPositive, floats,
                Tensors.expm1(Tensors.where(isPositive, like(floats, 0), floats)).mul(alpha));
    }

    /**
     * {@link #elu(Tensor, double)} with an alpha of 1.
     *
     * @param x the operand
     * @return floats
     */
    public static Tensor elu(Tensor x) { return elu(x, 1); }

    /**
     * {@code max(x, 0) + alpha (exp(min(x, 0) / alpha) - 1)}, as {@code jax.nn.celu}.
     *
     * @param x the operand
     * @param alpha the opposite of the limit to the left
     * @return floats
     */
    public static Tensor celu(Tensor x, double alpha) {
        return x.maximum(0.0).add(Tensors.expm1(x.minimum(0.0).div(alpha)).mul(alpha));
    }

    /**
     * {@link #celu(Tensor, double)} with an alpha of 1.
     *
     * @param x the operand
     * @return floats
     */
    public static Tensor celu(Tensor x) { return celu(x, 1); }

    /**
     * {@code scale · elu(x, alpha)} with the constants for which layers normalize themselves, about 1.0507 and 1.6733, as {@code jax.nn.selu}.
     *
     * @param x the operand
     * @return floats
     */
    public static Tensor selu(Tensor x) { return elu(x, SELU_ALPHA).mul(SELU_SCALE); }

    /**
     * x times the normal distribution's function, approximately: {@code x/2 (1 + tanh(√(2/π) (x + 0.044715 x³)))}, as {@code jax.nn.gelu}.
     *
     * @param x the operand
     * @return floats
     */
    public static Tensor gelu(Tensor x) {
        Tensor floats = Ops.floats(x);
        Tensor inner = floats.add(floats.pow(3).mul(GELU_CUBE)).mul(Math.sqrt(2 / Math.PI));
        return floats.mul(inner.tanh().add(1).mul(0.5));
    }

    /**
     * x times the normal distribution's function: {@code x/2 erfc(-x/√2)}, as {@code jax.nn.gelu(x, approximate=False)}.
     *
     * @param x the operand
     * @return floats
     */
    public static Tensor geluExact(Tensor x) {
        Tensor floats = Ops.floats(x);
        return floats.mul(0.5).mul(Tensors.erfc(floats.neg().mul(Math.sqrt(0.5))));
    }

    /**
     * {@code x / (1 + exp(-x))}, as {@code jax.nn.silu}.
     *
     * @param x the operand
     * @return floats; NaN for negative infinity
     */
    public static Tensor silu(Tensor x) { return x.mul(sigmoid(x)); }

    /**
     * {@link #silu}, as {@code jax.nn.swish}.
     *
     * @param x the operand
     * @return floats; NaN for negative infinity
     */
    public static Tensor swish(Tensor x) { return silu(x); }

    /**
     * {@code x tanh(softplus(x))}, as {@code jax.nn.mish}.
     *
     * @param x the operand
     * @return floats; NaN for negative infinity
     */
    public static Tensor mish(Tensor x) { return x.mul(softplus(x).tanh()); }

    /**
     * {@code log(1 + exp(x))}, as {@code jax.nn.softplus}.
     *
     * @param x the operand
     * @return floats
     */
    public static Tensor softplus(Tensor x) {
        Tensor floats = Ops.floats(x);
        return Tensors.logAddExp(floats, like(floats, 0));
    }

    /**
     * {@code x / (|x| + 1)}, as {@code jax.nn.soft_sign}.
     *
     * @param x the operand
     * @return floats
     */
    public static Tensor softSign(Tensor x) { return x.div(x.abs().add(1)); }

    /**
     * {@code 1 / (1 + exp(-x))}, as {@code jax.nn.sigmoid}.
     *
     * @param x the operand
     * @return numbers between 0 and 1
     */
    public static Tensor sigmoid(Tensor x) { return Tensors.logistic(x); }

    /**
     * {@code -log(1 + exp(-x))}, as {@code jax.nn.log_sigmoid}.
     *
     * @param x the operand
     * @return floats
     */
    public static Tensor logSigmoid(Tensor x) { return softplus(x.neg()).neg(); }

    /**
     * {@code relu6(x + 3) / 6}, as {@code jax.nn.hard_sigmoid}, which is compiled everywhere, so that it multiplies by 1/6.
     *
     * @param x the operand
     * @return floats from 0 to 1
     */
    public static Tensor hardSigmoid(Tensor x) { return relu6(x.add(3.0)).mul(1 / 6.0); }

    /**
     * {@code x relu6(x + 3) / 6}, as {@code jax.nn.hard_silu}.
     *
     * @param x the operand
     * @return floats; NaN for negative infinity
     */
    public static Tensor hardSilu(Tensor x) { return x.mul(hardSigmoid(x)); }

    /**
     * {@link #hardSilu}, as {@code jax.nn.hard_swish}.
     *
     * @param x the operand
     * @return floats; NaN for negative infinity
     */
    public static Tensor hardSwish(Tensor x) { return hardSilu(x); }

    /**
     * x from -1 to 1, and the nearer of both beyond, as {@code jax.nn.hard_tanh}; its derivative is 1 at both.
     *
     * @param x the operand; integers stay integers
     * @return numbers from -1 to 1
     */
    public static Tensor hardTanh(Tensor x) {
        Tensor one = Ops.number(x, 1);
        return Tensors.where(x.gt(1), one, Tensors.where(x.lt(-1), one.neg(), x));
    }

    /**
     * {@code (x + √(x² + b)) / 2}, as {@code jax.nn.squareplus}.
     *
     * @param x the operand
     * @param b how round the bend is
     * @return floats
     */
    public static Tensor squareplus(Tensor x, double b) { return x.add(Ops.floats(x).pow(2).add(b).sqrt()).div(2); }

    /**
     * {@link #squareplus(Tensor, double)} with a b of 4.
     *
     * @param x the operand
     * @return floats
     */
    public static Tensor squareplus(Tensor x) { return squareplus(x, 4); }

    /**
     * 0 up to -1, {@code (x + 1)²/4} up to 1, x beyond, as {@code jax.nn.sparse_plus}.
     *
     * @param x the operand
     * @return floats
     */
    public static Tensor sparsePlus(Tensor x) {
        Tensor floats = Ops.floats(x);
        return Tensors.where(floats.le(-1), like(floats, 0),
                Tensors.where(floats.ge(1), floats, floats.add(1).pow(2).div(4)));
    }

    /**
     * {@code (x + 1)/2} from -1 to 1, 0 below and 1 above, as {@code jax.nn.sparse_sigmoid}.
     *
     * @param x the operand
     * @return floats from 0 to 1
     */
    public static Tensor sparseSigmoid(Tensor x) { return Tensors.clip(x.add(1.0), 0.0, 2.0).mul(0.5); }

    /**
     * The first half along an axis times the sigmoid of the second, as {@code jax.nn.glu}.
     *
     * @param x the operand
     * @param axis the axis
     * @return floats, half as many along that axis
     * @throws IllegalArgumentException if the axis does not part in two
     */
    public static Tensor glu(Tensor x, int axis) {
        int size = x.dim(axis);
        if (size % 2 != 0) {
            throw new IllegalArgumentException(
                    "glu: an even number of elements along axis " + axis + " is expected; got " + x.spec());
        }
        return x.slice(axis, 0, size / 2).mul(sigmoid(x.slice(axis, size / 2, size)));
    }

    /**
     * {@code exp x / Σ exp x} along some axes, as {@code jax.nn.softmax}: {@code d(softmax x) = y (dx - Σ y dx)}.
     *
     * @param x the operand
     * @param axes the axes; the last when none is named
     * @return floats that sum to 1
     * @throws IllegalArgumentException if there is no such axis
     */
    public static Tensor softmax(Tensor x, int... axes) { return Softmax.softmax(x, axes); }

    /**
     * {@link #softmax(Tensor, int...)} of the elements where a mask is true, as {@code jax.nn.softmax(where=where)}.
     *
     * @param x the operand
     * @param where truth values that broadcast with it
     * @param axes the axes; the last when none is named
     * @return floats that sum to 1; 0 where the mask is false
     * @throws IllegalArgumentException if there is no such axis
     */
    public static Tensor softmax(Tensor x, Tensor where, int... axes) {
        return Softmax.softmaxWhere(x, where, axes);
    }

    /**
     * {@code x - log Σ exp x} along some axes, as {@code jax.nn.log_softmax}.
     *
     * @param x the operand
     * @param axes the axes; the last when none is named
     * @return logarithms of numbers that sum to 1
     * @throws IllegalArgumentException if there is no such axis
     */
    public static Tensor logSoftmax(Tensor x, int... axes) { return Softmax.logSoftmax(x, axes); }

    /**
     * {@link #logSoftmax(Tensor, int...)} of the elements where a mask is true, as {@code jax.nn.log_softmax(where=where)}.
     *
     * @param x the operand
     * @param where truth values that broadcast with it
     * @param axes the axes; the last when none is named
     * @return logarithms of numbers that sum to 1; negative infinity where the mask is false
     * @throws IllegalArgumentException if there is no such axis
     */
    public static Tensor logSoftmax(Tensor x, Tensor where, int... axes) {
        return Softmax.logSoftmaxWhere(x, where, axes);
    }

    /**
     * {@code log Σ exp x} along some axes, as {@code jax.nn.logsumexp}.
     *
     * @param x the operand
     * @param axes the axes; all when none is named
     * @return the logarithm, without those axes
     * @throws IllegalArgumentException if there is no such axis
     */
    public static Tensor logSumExp(Tensor x, int... axes) { return Softmax.logSumExp(x, axes); }

    /**
     * {@link #logSumExp(Tensor, int...)} of the elements where a mask is true, as {@code jax.nn.logsumexp(where=where)}.
     *
     * @param x the operand
     * @param where truth values that broadcast with it
     * @param axes the axes; all when none is named
     * @return the logarithm, without those axes; negative infinity where the mask is nowhere true
     * @throws IllegalArgumentException if there is no such axis
     */
    public static Tensor logSumExp(Tensor x, Tensor where, int... axes) {
        return Softmax.logSumExpWhere(x, where, axes);
    }

    /**
     * {@code log Σ w exp x} along some axes, as {@code jax.nn.logsumexp(x, b=weights)}.
     *
     * @param x the operand
     * @param weights what exponentials are multiplied by, which broadcast with it; elements of weight 0 do not count
     * @param axes the axes; all when none is named
     * @return the logarithm, without those axes; NaN where the sum is negative
     * @throws IllegalArgumentException if there is no such axis
     */
    public static Tensor logSumExpWeighted(Tensor x, Tensor weights, int... axes) {
        return Softmax.logSumExpWeighted(x, weights, axes);
    }

    /**
     * {@code (x - mean) / √(variance + 1e-5)} along some axes, as {@code jax.nn.standardize}.
     *
     * @param x the operand
     * @param axes the axes; the last when none is named
     * @return floats with a mean of 0 and a variance of about 1
     * @throws IllegalArgumentException if there is no such axis
     */
    public static Tensor standardize(Tensor x, int... axes) {
        return standardize(x, StandardizeOptions.DEFAULT, axes);
    }

    /**
     * {@code (x - mean) / √(variance + ε)} along some axes, as {@code jax.nn.standardize}.
     *
     * @param x the operand
     * @param options what is known of mean and variance, and how they are found
     * @param axes the axes; the last when none is named
     * @return floats
     * @throws IllegalArgumentException if there is no such axis
     */
    public static Tensor standardize(Tensor x, StandardizeOptions options, int... axes) {
        return options.standardized(Ops.floats(x), Softmax.axes("standardize", x, axes));
    }

    /**
     * 1 where an index is, else 0, as {@code jax.nn.one_hot}.
     *
     * @param indices integers
     * @param classes the extent of the new last axis
     * @return float32; all 0 for indices out of range
     */
    public static Tensor oneHot(Tensor indices, int classes) { return oneHot(indices, classes, DType.FLOAT32, -1); }

    /**
     * 1 where an index is, else 0, as {@code jax.nn.one_hot}.
     *
     * @param indices integers
     * @param classes the extent of the new axis
     * @param dtype the dtype of the result
     * @param axis where the new axis stands in the result
     * @return numbers of that dtype; all 0 for indices out of range
     * @throws IllegalArgumentException if the axis can not stand there
     */
    public static Tensor oneHot(Tensor indices, int classes, DType dtype, int axis) {
        Tensor each = indices.expandDims(axis);
        int counted = axis < 0 ? axis + each.rank() : axis;
        Tensor numbers = Ops.iota(new TensorSpec(indices.dtype(), each.shape().with(counted, classes)), counted);
        return each.eq(numbers).cast(dtype);
    }

    /**
     * What queries find in values by keys: {@code softmax(scale · query keyᵀ + bias) value} for each head, as {@code jax.nn.dot_product_attention}.
     *
     * @param query floats {@code [B,T,N,H]}, or {@code [T,N,H]}
     * @param key floats {@code [B,S,K,H]}, or {@code [S,K,H]}; K divides N, and each of its heads serves N/K heads of the query one behind the other
     * @param value floats like the key
     * @return floats like the query; logits are float32 at least, and probabilities float32
     * @throws IllegalArgumentException if dtypes or shapes do not fit
     */
    public static Tensor dotProductAttention(Tensor query, Tensor key, Tensor value) {
        return dotProductAttention(query, key, value, AttentionOptions.DEFAULT);
    }

    /**
     * {@link #dotProductAttention(Tensor, Tensor, Tensor)} with a bias, a mask or another scale.
     *
     * @param query floats {@code [B,T,N,H]}, or {@code [T,N,H]}
     * @param key floats {@code [B,S,K,H]}, or {@code [S,K,H]}
     * @param value floats like the key
     * @param options what is otherwise
     * @return floats like the query
     * @throws IllegalArgumentException if dtypes or shapes do not fit
     */
    public static Tensor dotProductAttention(Tensor query, Tensor key, Tensor value, AttentionOptions options) {
        return Attention.of(query, key, value, options);
    }
}
