package org.dovetail.core;

import org.dovetail.core.internal.prim.Ops;

/**
 * Lengths of vectors and sizes of matrices, as {@code jnp.linalg.norm}. Integers and truth values are cast to float32 first.
 *
 * <p>
 * The norms of matrices that need singular values, 2, -2 and the nuclear one, are not among them.
 */
public final class Norms {
    /** Which norm of a matrix: the argument {@code ord} for two axes. */
    public enum OfMatrix {
        /** {@code √Σ x²}, as {@code 'fro'}. */
        FROBENIUS,
        /** The largest sum of magnitudes of a column, as 1. */
        LARGEST_COLUMN,
        /** The smallest sum of magnitudes of a column, as -1. */
        SMALLEST_COLUMN,
        /** The largest sum of magnitudes of a row, as {@code jnp.inf}. */
        LARGEST_ROW,
        /** The smallest sum of magnitudes of a row, as {@code -jnp.inf}. */
        SMALLEST_ROW
    }

    private Norms() {}

    /**
     * {@code √Σ x²} of all elements, as {@code jnp.linalg.norm(x)}.
     *
     * @param x the operand
     * @return a scalar; its derivative at 0 is NaN
     */
    public static Tensor norm(Tensor x) { return norm(x, Along.all()); }

    /**
     * {@code √Σ x²} along some axes, as {@code jnp.linalg.norm(x, axis=axes, keepdims=keepdims)} and {@code jnp.linalg.vector_norm}.
     *
     * @param x the operand
     * @param along the axes
     * @return the lengths
     * @throws IllegalArgumentException if there are no such axes
     */
    public static Tensor norm(Tensor x, Along along) {
        Tensor number = Ops.floats(x);
        return Reductions.sum(number.mul(number), along).sqrt();
    }

    /**
     * {@code (Σ |x|^order)^(1/order)} along some axes, as {@code jnp.linalg.norm(x, order, axis)} and {@code jnp.linalg.vector_norm}.
     *
     * @param x the operand
     * @param order the order: infinity is the largest magnitude, minus infinity the smallest, 0 how many are not 0
     * @param along the axes
     * @return the norms
     * @throws IllegalArgumentException if there are no such axes
     */
    public static Tensor norm(Tensor x, double order, Along along) {
        Tensor number = Ops.floats(x);
        if (order == 2) {
            return norm(number, along);
        }
        if (order == 0) {
            return Reductions.sum(number.ne(0).cast(number.dtype()), along);
        }
        Tensor magnitudes = number.abs();
        if (order == Double.POSITIVE_INFINITY) {
            return Reductions.max(magnitudes, along, 0);
        }
        if (order == Double.NEGATIVE_INFINITY) {
            return Reductions.min(magnitudes, along);
        }
        if (order == 1) {
            return Reductions.sum(magnitudes, along);
        }
        return Reductions.sum(magnitudes.pow(order), along).pow(1 / order);
    }

    /**
     * A norm of matrices along the last two axes, as {@code jnp.linalg.matrix_norm(x, ord=kind)}.
     *
     * @param x the matrices
     * @param kind which norm
     * @return the norms, without those axes
     * @throws IllegalArgumentException if x has less than two axes
     */
    public static Tensor matrixNorm(Tensor x, OfMatrix kind) {
        if (x.rank() < 2) {
            throw new IllegalArgumentException("matrixNorm: at least two axes are expected; got " + x.spec());
        }
        Tensor magnitudes = Ops.floats(x).abs();
        return switch (kind) {
            case FROBENIUS -> norm(x, Along.axes(-2, -1));
            case LARGEST_COLUMN -> Reductions.max(magnitudes.sum(-2), Along.axes(-1), 0);
            case SMALLEST_COLUMN -> magnitudes.sum(-2).min(-1);
            case LARGEST_ROW -> Reductions.max(magnitudes.sum(-1), Along.axes(-1), 0);
            case SMALLEST_ROW -> magnitudes.sum(-1).min(-1);
        };
    }
}
