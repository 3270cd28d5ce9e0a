package org.dovetail.core.internal.backend;

/** Factors of matrices, and solutions of triangular systems, in float64; matrices are in C order. */
public final class Matrices {
    private Matrices() {}

    /**
     * Makes of a matrix its upper triangular factor, below which stand the reflections, by Householder's method with LAPACK's signs: a column is reflected to a multiple of
     * the first unit vector whose sign is not that of its first element, and not at all if there is nothing to remove.
     *
     * @param a the matrix
     * @param rows its rows
     * @param columns its columns
     * @param factors for each reflection I - t v vᵀ its t
     */
    public static void factor(double[] a, int rows, int columns, double[] factors) {
        for (int k = 0; k < Math.min(rows, columns); k++) {
            double norm = 0;
            for (int i = k + 1; i < rows; i++) {
                norm = Math.hypot(norm, a[i * columns + k]);
            }
            double head = a[k * columns + k];
            if (norm == 0) {
                factors[k] = 0;
                continue;
            }
            double image = -Math.copySign(Math.hypot(head, norm), head);
            factors[k] = (image - head) / image;
            for (int i = k + 1; i < rows; i++) {
                a[i * columns + k] /= head - image;
            }
            a[k * columns + k] = image;
            for (int j = k + 1; j < columns; j++) {
                reflect(a, columns, k, factors[k], a, columns, j, rows);
            }
        }
    }

    /** Reflects a column by the reflection that stands in another. */
    private static void reflect(double[] a, int columns, int k, double factor, double[] x, int width, int j, int rows) {
        double sum = x[k * width + j];
        for (int i = k + 1; i < rows; i++) {
            sum += a[i * columns + k] * x[i * width + j];
        }
        sum *= factor;
        x[k * width + j] -= sum;
        for (int i = k + 1; i < rows; i++) {
            x[i * width + j] -= sum * a[i * columns + k];
        }
    }

    /** The first columns of the orthogonal factor, of what {@link #factor} left. */
    public static void orthogonal(double[] a, int rows, int columns, double[] factors, double[] q, int width) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < width; j++) {
                q[i * width + j] = i == j ? 1 : 0;
            }
        }
        for (int k = Math.min(rows, columns) - 1; k >= 0; k--) {
            for (int j = 0; j < width; j++) {
                reflect(a, columns, k, factors[k], q, width, j, rows);
            }
        }
    }

    /** Makes of a symmetric matrix, of which the lower part is read, its lower triangular factor; NaN in that part if there is none. */
    public static void cholesky(double[] a, int order) {
        boolean isDefinite = true;
        for (int j = 0; j < order; j++) {
            for (int i = j; i < order; i++) {
                double rest = a[i * order + j];
                for (int k = 0; k < j; k++) {
                    rest -= a[i * order + k] * a[j * order + k];
                }
                isDefinite &= i != j || rest > 0;
                a[i * order + j] = i == j ? Math.sqrt(rest) : rest / a[j * order + j];
            }
        }
        for (int i = 0; i < order; i++) {
            for (int j = 0; j < order; j++) {
                a[i * order + j] = j > i ? 0 : isDefinite ? a[i * order + j] : Double.NaN;
            }
        }
    }

    /** A triangular matrix. */
    public static final class Triangle {
        private final double[] a;
        private final int order;
        private final boolean isLower;
        private final boolean transposes;
        private final boolean isUnit;

        /**
         * The matrix.
         *
         * @param a its elements; not copied
         * @param order its rows
         * @param isLower whether the elements right of the diagonal are zeros, else those left of it; they are not read
         * @param transposes whether the matrix is the transpose of these elements
         * @param isUnit whether the diagonal is ones; it is not read then
         */
        public Triangle(double[] a, int order, boolean isLower, boolean transposes, boolean isUnit) {
            this.a = a;
            this.order = order;
            this.isLower = isLower;
            this.transposes = transposes;
            this.isUnit = isUnit;
        }

        /**
         * Makes of a vector the one that the matrix maps to it.
         *
         * @param x the vector
         * @param first its first element
         * @param step from an element to the next
         */
        public void solve(double[] x, int first, int step) {
            boolean isForwards = isLower != transposes;
            for (int n = 0; n < order; n++) {
                int i = isForwards ? n : order - 1 - n;
                double rest = x[first + i * step];
                for (int m = 0; m < n; m++) {
                    int j = isForwards ? m : order - 1 - m;
                    rest -= (transposes ? a[j * order + i] : a[i * order + j]) * x[first + j * step];
                }
                x[first + i * step] = isUnit ? rest : rest / a[i * order + i];
            }
        }
    }
}
