package org.dovetail.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.dovetail.core.internal.prim.Ops;
import org.dovetail.core.internal.prim.Shaping;

/**
 * Diagonals and triangles of matrices, as {@code jax.numpy} has them. Matrices lie along the last two axes unless axes are named. A diagonal's number is 0 for the main one,
 * positive above it, negative below it.
 */
public final class Diagonals {
    private Diagonals() {}

    /**
     * A float32 matrix with ones on the main diagonal, as {@code jnp.eye(n)} and {@code jnp.identity(n)}.
     *
     * @param count the number of rows and columns
     * @return the matrix
     */
    public static Tensor eye(int count) { return eye(DType.FLOAT32, count, count, 0); }

    /**
     * A matrix with ones on a diagonal, as {@code jnp.eye(n, m, k, dtype)}.
     *
     * @param dtype the dtype
     * @param rows the number of rows
     * @param columns the number of columns
     * @param diagonal which diagonal
     * @return the matrix
     */
    public static Tensor eye(DType dtype, int rows, int columns, int diagonal) {
        return rowNumbers(rows, columns).add(diagonal).eq(columnNumbers(rows, columns)).cast(dtype);
    }

    /**
     * A matrix with ones on a diagonal and below it, as {@code jnp.tri(n, m, k, dtype)}.
     *
     * @param dtype the dtype
     * @param rows the number of rows
     * @param columns the number of columns
     * @param diagonal which diagonal
     * @return the matrix
     */
    public static Tensor tri(DType dtype, int rows, int columns, int diagonal) {
        return rowNumbers(rows, columns).add(diagonal).ge(columnNumbers(rows, columns)).cast(dtype);
    }

    private static Tensor rowNumbers(int rows, int columns) {
        return Ops.iota(TensorSpec.of(DType.INT32, rows, columns), 0);
    }

    private static Tensor columnNumbers(int rows, int columns) {
        return Ops.iota(TensorSpec.of(DType.INT32, rows, columns), 1);
    }

    /**
     * The elements on and below the main diagonal, as {@code jnp.tril}.
     *
     * @param x matrices
     * @return the matrices with zeros elsewhere
     * @throws IllegalArgumentException if x has less than two axes
     */
    public static Tensor tril(Tensor x) { return tril(x, 0); }

    /**
     * The elements on and below a diagonal, as {@code jnp.tril(x, k)}.
     *
     * @param x matrices
     * @param diagonal which diagonal
     * @return the matrices with zeros elsewhere
     * @throws IllegalArgumentException if x has less than two axes
     */
    public static Tensor tril(Tensor x, int diagonal) {
        requireMatrix("tril", x);
        return Tensors.where(tri(DType.BOOL, x.dim(-2), x.dim(-1), diagonal), x, Creation.zerosLike(x));
    }

    /**
     * The elements on and above the main diagonal, as {@code jnp.triu}.
     *
     * @param x matrices
     * @return the matrices with zeros elsewhere
     * @throws IllegalArgumentException if x has less than two axes
     */
    public static Tensor triu(Tensor x) { return triu(x, 0); }

    /**
     * The elements on and above a diagonal, as {@code jnp.triu(x, k)}.
     *
     * @param x matrices
     * @param diagonal which diagonal
     * @return the matrices with zeros elsewhere
     * @throws IllegalArgumentException if x has less than two axes
     */
    public static Tensor triu(Tensor x, int diagonal) {
        requireMatrix("triu", x);
        return Tensors.where(tri(DType.BOOL, x.dim(-2), x.dim(-1), diagonal - 1), Creation.zerosLike(x), x);
    }

    private static void requireMatrix(String who, Tensor x) {
        if (x.rank() < 2) {
            throw new IllegalArgumentException(who + ": at least two axes are expected; got " + x.spec());
        }
    }

    /**
     * The main diagonal of a matrix, or a matrix of a vector on its main diagonal, as {@code jnp.diag}.
     *
     * @param x a matrix or a vector
     * @return a vector or a square matrix
     * @throws IllegalArgumentException if x is neither
     */
    public static Tensor diag(Tensor x) { return diag(x, 0); }

    /**
     * A diagonal of a matrix, or a matrix of a vector on a diagonal, as {@code jnp.diag(x, k)}.
     *
     * @param x a matrix or a vector
     * @param diagonal which diagonal
     * @return a vector, or a square matrix with zeros elsewhere
     * @throws IllegalArgumentException if x is neither
     */
    public static Tensor diag(Tensor x, int diagonal) {
        if (x.rank() == 2) {
            return diagonal(x, diagonal, 0, 1);
        }
        if (x.rank() != 1) {
            throw new IllegalArgumentException("diag: a vector or a matrix is expected; got " + x.spec()
                    + ". For matrices along other axes use diagonal");
        }
        int count = x.dim(0) + Math.abs(diagonal);
        Tensor padded = new Shaping.Pad(List.of(Math.max(0, -diagonal)), List.of(Math.max(0, diagonal)), List.of(0))
                .of(x, Ops.scalar(x.dtype(), 0));
        return Tensors.where(eye(DType.BOOL, count, count, diagonal), padded.expandDims(1),
                Ops.scalar(x.dtype(), 0));
    }

    /**
     * A diagonal of matrices along two axes, as {@code jnp.diagonal(x, offset, axis1, axis2)}.
     *
     * @param x the matrices
     * @param diagonal which diagonal
     * @param rows the axis of the rows
     * @param columns the axis of the columns
     * @return the elements of the diagonal along a last axis, in the place of the two
     * @throws IllegalArgumentException if there are no such axes, or both are one
     */
    public static Tensor diagonal(Tensor x, int diagonal, int rows, int columns) {
        Tensor last = matricesLast("diagonal", x, rows, columns);
        int width = last.dim(-1);
        int count = Math.max(0, Math.min(last.dim(-2) + Math.min(diagonal, 0), width - Math.max(diagonal, 0)));
        Shape batch = last.shape().leading(x.rank() - 2);
        Tensor flat = last.reshape(batch.concat(Shape.of(last.dim(-2) * width)));
        int start = count == 0 ? 0 : diagonal >= 0 ? diagonal : -diagonal * width;
        List<Integer> starts = new ArrayList<>(Collections.nCopies(batch.rank(), 0));
        starts.add(start);
        List<Integer> limits = new ArrayList<>(batch.extents());
        limits.add(count == 0 ? 0 : start + (count - 1) * (width + 1) + 1);
        List<Integer> strides = new ArrayList<>(Collections.nCopies(batch.rank(), 1));
        strides.add(width + 1);
        return new Shaping.Slice(starts, limits, strides).of(flat);
    }

    /** The two axes behind all others. */
    private static Tensor matricesLast(String who, Tensor x, int rows, int columns) {
        int row = Ops.axis(who, x.spec(), rows);
        int column = Ops.axis(who, x.spec(), columns);
        if (row == column) {
            throw new IllegalArgumentException(who + ": two axes are expected; got " + rows + " and " + columns
                    + " of " + x.spec());
        }
        return Rearranging.moveAxis(x, new int[]{row, column}, new int[]{-2, -1});
    }

    /**
     * The sum of the main diagonal, as {@code jnp.trace}.
     *
     * @param x matrices along the first two axes
     * @return the sums, without those axes; integers of at least 32 bits
     * @throws IllegalArgumentException if x has less than two axes
     */
    public static Tensor trace(Tensor x) {
        requireMatrix("trace", x);
        return trace(x, 0, 0, 1);
    }

    /**
     * The sum of a diagonal of matrices along two axes, as {@code jnp.trace(x, offset, axis1, axis2)}.
     *
     * @param x the matrices
     * @param diagonal which diagonal
     * @param rows the axis of the rows
     * @param columns the axis of the columns
     * @return the sums, without those axes; integers of at least 32 bits
     * @throws IllegalArgumentException if there are no such axes, or both are one
     */
    public static Tensor trace(Tensor x, int diagonal, int rows, int columns) {
        matricesLast("trace", x, rows, columns);
        return diagonal(x, diagonal, rows, columns).sum(-1);
    }
}
