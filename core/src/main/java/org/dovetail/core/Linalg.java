package org.dovetail.core;

import java.util.List;
import org.dovetail.core.internal.prim.Ops;
import org.dovetail.core.internal.prim.Qr;
import org.dovetail.core.internal.prim.Triangular;

/**
 * Functions of matrices, as {@code jnp.linalg}. Matrices lie along the last two axes, the axes before are a batch. They are float32 or float64; integers and truth values are
 * cast to float32 first, those of 64 bits to float64.
 */
public final class Linalg {
    private Linalg() {}

    /**
     * Factors with orthonormal columns and upper triangular ones, as {@code jnp.linalg.qr(x)}: the first have no more columns than are needed. The signs are LAPACK's.
     *
     * @param x matrices, of m rows and n columns
     * @return factors of m rows and min(m, n) columns, and of min(m, n) rows and n columns
     * @throws IllegalArgumentException if x has less than two axes, or another dtype
     */
    public static QrResult qr(Tensor x) { return qr(x, false); }

    /**
     * Orthogonal and upper triangular factors, as {@code jnp.linalg.qr(x, mode='complete')}: the first are square.
     *
     * @param x matrices, of m rows and n columns
     * @return factors of m rows and m columns, and of m rows and n columns
     * @throws IllegalArgumentException if x has less than two axes, or another dtype
     */
    public static QrResult qrComplete(Tensor x) { return qr(x, true); }

    private static QrResult qr(Tensor x, boolean isFull) {
        List<Tensor> factors = new Qr(isFull).of(List.of(Ops.floats(x)));
        return new QrResult(factors.get(0), factors.get(1));
    }

    /**
     * Lower triangular factors L of symmetric positive definite matrices L L<sup>T</sup>, as {@code jnp.linalg.cholesky}: of the mean of the matrix and its transpose.
     *
     * @param x square matrices
     * @return the factors, zero above the diagonal, NaN where there is none
     * @throws IllegalArgumentException if the matrices are not square, or of another dtype
     */
    public static Tensor cholesky(Tensor x) {
        Tensor number = Ops.floats(x);
        Triangular.Cholesky cholesky = new Triangular.Cholesky();
        cholesky.inferResult(List.of(number.spec()));
        return cholesky.of(number.add(number.swapAxes(-2, -1)).div(2));
    }

    /**
     * Solutions of triangular systems, as {@code jax.lax.linalg.triangular_solve}; those of 16-bit floats are computed as float32.
     *
     * @param a square matrices, of which the triangle that is none is not read
     * @param b as many matrices
     * @param options what the matrices are and where they stand
     * @return the solutions, like b
     * @throws IllegalArgumentException if the matrices do not fit
     */
    public static Tensor triangularSolve(Tensor a, Tensor b, TriangularOptions options) {
        Tensor matrices = Ops.floats(a);
        Tensor right = Ops.floats(b);
        boolean areHalves = matrices.dtype().bytes() == 2 && matrices.dtype() == right.dtype();
        Tensor solutions = new Triangular.Solve(options.isLeft(), options.isLower(), options.isTransposed(),
                options.isUnitDiagonal()).of(areHalves ? matrices.cast(DType.FLOAT32) : matrices,
                        areHalves ? right.cast(DType.FLOAT32) : right);
        return solutions.cast(right.dtype());
    }
}
