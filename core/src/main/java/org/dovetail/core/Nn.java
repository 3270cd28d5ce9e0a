package org.dovetail.core;

/** The functions of {@code jax.nn}. */
public final class Nn {
    private Nn() {}

    /**
     * The larger of x and 0, as {@code jax.nn.relu}; its derivative is 0 at 0 and NaN.
     *
     * @param x the operand
     * @return x where positive, NaN where NaN, else 0
     */
    public static Tensor relu(Tensor x) { return Tensors.where(x.gt(0), x, Tensors.stopGradient(x.maximum(0))); }

    /**
     * {@code 1 / (1 + exp(-x))}, as {@code jax.nn.sigmoid}.
     *
     * @param x the operand
     * @return numbers between 0 and 1
     */
    public static Tensor sigmoid(Tensor x) { return Tensors.logistic(x); }

    /**
     * {@code exp x / Σ exp x} along an axis, as {@code jax.nn.softmax}.
     *
     * @param x the operand
     * @param axis the axis
     * @return numbers that sum to 1
     */
    public static Tensor softmax(Tensor x, int axis) {
        Tensor exp = x.sub(largest(x, axis)).exp();
        return exp.div(exp.sum(axis).expandDims(axis));
    }

    /**
     * {@code x - log Σ exp x} along an axis, as {@code jax.nn.log_softmax}.
     *
     * @param x the operand
     * @param axis the axis
     * @return logarithms of numbers that sum to 1
     */
    public static Tensor logSoftmax(Tensor x, int axis) {
        Tensor shifted = x.sub(largest(x, axis));
        return shifted.sub(shifted.exp().sum(axis).log().expandDims(axis));
    }

    /**
     * {@code log Σ exp x} along an axis, as {@code jax.nn.logsumexp}.
     *
     * @param x the operand
     * @param axis the axis
     * @return the logarithm, without that axis
     */
    public static Tensor logSumExp(Tensor x, int axis) {
        Tensor largest = largest(x, axis);
        Tensor finite = Tensors.where(largest.isFinite(), largest, Tensors.zeros(x.dtype(), Shape.of()));
        return x.sub(finite).exp().sum(axis).log().add(finite.squeeze(axis));
    }

    private static Tensor largest(Tensor x, int axis) { return Tensors.stopGradient(x.max(axis)).expandDims(axis); }

    /**
     * 1 where an index is, else 0, as {@code jax.nn.one_hot}.
     *
     * @param indices integers
     * @param classes the extent of the new last axis
     * @return float32; all 0 for indices out of range
     */
    public static Tensor oneHot(Tensor indices, int classes) {
        return isIndex(indices, classes).cast(DType.FLOAT32);
    }

    /** Whether an element of a new last axis is the one that an index names. */
    static Tensor isIndex(Tensor indices, int classes) {
        return indices.expandDims(-1).eq(Tensors.arange(classes).cast(indices.dtype()));
    }
}
