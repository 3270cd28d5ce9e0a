package org.dovetail.core;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.dovetail.core.internal.prim.DotGeneral;
import org.dovetail.core.internal.prim.Ops;

/**
 * Products of tensors, as {@code jax.numpy} has them beside {@link Tensor#matmul}. Dtypes are promoted; sums of integers keep their dtype.
 *
 * {@snippet file="org/dovetail/core/ProductsTests.java" region="einsum"}
 */
public final class Products {
    /** How far a convolution of vectors reaches: the argument {@code mode} in numpy. */
    public enum Overlap {
        /** Everywhere where both overlap. */
        FULL,
        /** As many numbers as the longer one has. */
        SAME,
        /** Where both overlap wholly. */
        VALID
    }

    private Products() {}

    /**
     * Sums of products by a formula, as {@code jnp.einsum}.
     *
     * <p>
     * Each operand has a letter for each axis, and {@code ...} for any number of axes, which broadcast. Axes of one letter run along together: in one operand they are its diagonal.
     * Letters that the result does not name are summed over. Without {@code ->} the result has the axes of the ellipses, then the letters that are named once, by the alphabet.
     * Several operands are multiplied in the cheapest order.
     *
     * @param formula the formula, such as {@code "bij,bjk->bik"}
     * @param operands a tensor for each term, at least one
     * @return the result of the promoted dtype
     * @throws IllegalArgumentException if the formula has a mistake, or the operands do not fit it
     */
    public static Tensor einsum(String formula, Tensor... operands) { return Einsum.of(formula, List.of(operands)); }

    /**
     * Sums of products over contracted axes, for each index of the batch axes, as {@code jax.lax.dot_general}.
     *
     * @param x the left operand
     * @param y the right operand
     * @param dimensions which axes
     * @return the batch axes, then the other axes of x, then those of y
     * @throws IllegalArgumentException if the axes do not fit together
     */
    public static Tensor dotGeneral(Tensor x, Tensor y, DotDimensionNumbers dimensions) {
        DType common = Ops.promoted(x.dtype(), y.dtype());
        if (common == DType.BOOL) { // whether any pair is true
            return dotGeneral(x.cast(DType.INT32), y.cast(DType.INT32), dimensions).ne(0);
        }
        return new DotGeneral(dimensions.lhsContracting(), dimensions.rhsContracting(), dimensions.lhsBatch(),
                dimensions.rhsBatch()).of(x.cast(common), y.cast(common));
    }

    private static Tensor dotGeneral(Tensor x, Tensor y, List<Integer> left, List<Integer> right) {
        return dotGeneral(x, y, new DotDimensionNumbers(left, right, List.of(), List.of()));
    }

    /**
     * The sum of products over the last axis of the one and the last but one of the other, as {@code jnp.dot}; with a scalar the product.
     *
     * @param x the left operand
     * @param y the right operand; of a vector its only axis
     * @return the axes of x but the last, then those of y but the one
     * @throws IllegalArgumentException if the extents of the two axes differ
     */
    public static Tensor dot(Tensor x, Tensor y) {
        if (x.rank() == 0 || y.rank() == 0) {
            return x.mul(y);
        }
        return dotGeneral(x, y, List.of(x.rank() - 1), List.of(Math.max(0, y.rank() - 2)));
    }

    /**
     * The sum of all products {@code Σ x y}, as {@code jnp.vdot}.
     *
     * @param x the one operand
     * @param y the other, of as many elements
     * @return a scalar
     * @throws IllegalArgumentException if the numbers of elements differ
     */
    public static Tensor vdot(Tensor x, Tensor y) { return dot(Rearranging.ravel(x), Rearranging.ravel(y)); }

    /**
     * The sum of products over the last axes, as {@code jnp.inner}; with a scalar the product.
     *
     * @param x the left operand
     * @param y the right operand
     * @return the axes of x but the last, then those of y but the last
     * @throws IllegalArgumentException if the extents of the last axes differ
     */
    public static Tensor inner(Tensor x, Tensor y) {
        if (x.rank() == 0 || y.rank() == 0) {
            return x.mul(y);
        }
        return dotGeneral(x, y, List.of(x.rank() - 1), List.of(y.rank() - 1));
    }

    /**
     * The products of each element with each other, as {@code jnp.outer}.
     *
     * @param x the elements of the rows, in C order
     * @param y the elements of the columns, in C order
     * @return a matrix
     */
    public static Tensor outer(Tensor x, Tensor y) {
        return Rearranging.ravel(x).expandDims(1).mul(Rearranging.ravel(y).expandDims(0));
    }

    /**
     * The sum of products over some axes, as {@code jnp.tensordot(x, y, count)}.
     *
     * @param x the left operand
     * @param y the right operand
     * @param count how many: the last of x, the first of y
     * @return the axes of x but the last, then those of y but the first
     * @throws IllegalArgumentException if there are not so many, or their extents differ
     */
    public static Tensor tensordot(Tensor x, Tensor y, int count) {
        if (count < 0 || count > Math.min(x.rank(), y.rank())) {
            throw new IllegalArgumentException("tensordot: " + x.spec() + " and " + y.spec() + " have not both " + count
                    + " axes to sum over");
        }
        return dotGeneral(x, y, IntStream.range(x.rank() - count, x.rank()).boxed().toList(),
                IntStream.range(0, count).boxed().toList());
    }

    /**
     * The sum of products over some axes, as {@code jnp.tensordot(x, y, (left, right))}.
     *
     * @param x the left operand
     * @param y the right operand
     * @param left the axes of x
     * @param right the axes of y, in the same order
     * @return the other axes of x, then those of y
     * @throws IllegalArgumentException if there are not as many of both, or their extents differ
     */
    public static Tensor tensordot(Tensor x, Tensor y, int[] left, int[] right) {
        if (left.length != right.length) {
            throw new IllegalArgumentException("tensordot: as many axes of both operands are expected; got "
                    + Arrays.toString(left) + " and " + Arrays.toString(right));
        }
        return dotGeneral(x, y, IntStream.of(left).mapToObj(axis -> Ops.axis("tensordot", x.spec(), axis)).toList(),
                IntStream.of(right).mapToObj(axis -> Ops.axis("tensordot", y.spec(), axis)).toList());
    }

    /**
     * Blocks, each an element of the one times the whole other, as {@code jnp.kron}.
     *
     * @param x the elements
     * @param y the blocks
     * @return the product, whose extents are products of theirs
     */
    public static Tensor kron(Tensor x, Tensor y) {
        int rank = Math.max(x.rank(), y.rank());
        int[] blocks = new int[2 * rank];
        int[] elements = new int[2 * rank];
        int[] extents = new int[rank];
        for (int i = 0; i < rank; i++) {
            int outer = i < rank - x.rank() ? 1 : x.dim(i - (rank - x.rank()));
            int inner = i < rank - y.rank() ? 1 : y.dim(i - (rank - y.rank()));
            elements[2 * i] = outer;
            elements[2 * i + 1] = 1;
            blocks[2 * i] = 1;
            blocks[2 * i + 1] = inner;
            extents[i] = outer * inner;
        }
        return x.reshape(Shape.of(elements)).mul(y.reshape(Shape.of(blocks))).reshape(Shape.of(extents));
    }

    /**
     * The cross product of vectors along the last axis, as {@code jnp.cross}.
     *
     * @param x vectors of 3 numbers
     * @param y others; the other axes broadcast
     * @return vectors of 3 numbers
     * @throws IllegalArgumentException if they have not 3 numbers
     */
    public static Tensor cross(Tensor x, Tensor y) {
        if (x.rank() == 0 || y.rank() == 0 || x.dim(-1) != 3 || y.dim(-1) != 3) {
            throw new IllegalArgumentException("cross: vectors of 3 numbers along the last axis are expected; got "
                    + x.spec() + " and " + y.spec());
        }
        List<Tensor> a = Stacking.unstack(x, -1);
        List<Tensor> b = Stacking.unstack(y, -1);
        return Tensors.stack(-1, a.get(1).mul(b.get(2)).sub(a.get(2).mul(b.get(1))),
                a.get(2).mul(b.get(0)).sub(a.get(0).mul(b.get(2))),
                a.get(0).mul(b.get(1)).sub(a.get(1).mul(b.get(0))));
    }

    /**
     * Sums of products of a vector with another that is reversed and moved along it, {@code Σ x[k] y[n - k]}, as {@code jnp.convolve}.
     *
     * @param x a vector with elements
     * @param y another
     * @param overlap how far the other is moved
     * @return a vector of floats
     * @throws IllegalArgumentException if one is no vector, or has no elements
     */
    public static Tensor convolve(Tensor x, Tensor y, Overlap overlap) {
        if (x.rank() != 1 || y.rank() != 1 || x.dim(0) == 0 || y.dim(0) == 0) {
            throw new IllegalArgumentException(
                    "convolve: vectors with elements are expected; got " + x.spec() + " and " + y.spec());
        }
        DType common = Ops.fraction(x, y);
        boolean isLonger = x.dim(0) >= y.dim(0);
        Tensor signal = (isLonger ? x : y).cast(common).reshape(1, -1, 1);
        Tensor kernel = (isLonger ? y : x).cast(common).flip().reshape(-1, 1, 1);
        int width = kernel.dim(0);
        Padding padding = switch (overlap) {
            case FULL -> Padding.of(width - 1, width - 1);
            case SAME -> Padding.of(width / 2, width - width / 2 - 1);
            case VALID -> Padding.valid();
        };
        return Convolutions.conv(signal, kernel, padding).reshape(-1);
    }
}
