package org.dovetail.core;

/**
 * What the matrix A of a triangular system is, and where it stands.
 *
 * @param isLeft whether the system is A X = B, else X A = B
 * @param isLower whether A is lower triangular, else upper
 * @param isTransposed whether A is transposed
 * @param isUnitDiagonal whether the diagonal of A is taken for ones
 */
public record TriangularOptions(boolean isLeft, boolean isLower, boolean isTransposed, boolean isUnitDiagonal) {
    /** An upper triangular matrix on the right, as it is. */
    public static final TriangularOptions DEFAULT = new TriangularOptions(false, false, false, false);

    /**
     * The same with the matrix on the left: {@code left_side=True}.
     *
     * @return the options
     */
    public TriangularOptions left() { return new TriangularOptions(true, isLower, isTransposed, isUnitDiagonal); }

    /**
     * The same with a lower triangular matrix: {@code lower=True}.
     *
     * @return the options
     */
    public TriangularOptions lower() { return new TriangularOptions(isLeft, true, isTransposed, isUnitDiagonal); }

    /**
     * The same with the matrix transposed: {@code transpose_a=True}.
     *
     * @return the options
     */
    public TriangularOptions transposed() { return new TriangularOptions(isLeft, isLower, true, isUnitDiagonal); }

    /**
     * The same with ones on the diagonal, whatever stands there: {@code unit_diagonal=True}.
     *
     * @return the options
     */
    public TriangularOptions unitDiagonal() { return new TriangularOptions(isLeft, isLower, isTransposed, true); }
}
