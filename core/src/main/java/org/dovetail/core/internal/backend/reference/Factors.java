package org.dovetail.core.internal.backend.reference;

import java.util.List;
import org.dovetail.core.Array;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.internal.backend.Matrices;
import org.dovetail.core.internal.backend.Matrices.Triangle;
import org.dovetail.core.internal.prim.Triangular;
import org.dovetail.core.internal.prim.Triangular.Solve;

/** Factors of matrices. */
final class Factors {
    private Factors() {}

    static Array run(Triangular triangular, List<Array> operands, TensorSpec result) {
        return switch (triangular) {
            case Triangular.Cholesky _ -> cholesky(operands.getFirst(), result);
            case Solve solve -> solve(solve, operands.get(0), operands.get(1), result);
        };
    }

    private static int extent(TensorSpec x, int fromLast) { return x.shape().extent(x.shape().rank() - fromLast); }

    private static double[] matrix(Array x, long number, int size) {
        double[] matrix = new double[size];
        for (int i = 0; i < size; i++) {
            matrix[i] = x.doubleAt(number * size + i);
        }
        return matrix;
    }

    private static Array of(TensorSpec spec, double[] elements) {
        return Array.ofDoubles(spec, i -> elements[(int) i]);
    }

    private static double[] elements(TensorSpec spec) { return new double[Math.toIntExact(spec.shape().size())]; }

    private static Array cholesky(Array x, TensorSpec result) {
        int order = extent(result, 1);
        int size = order * order;
        double[] all = elements(result);
        for (int number = 0; number < all.length / Math.max(1, size); number++) {
            double[] matrix = matrix(x, number, size);
            Matrices.cholesky(matrix, order);
            System.arraycopy(matrix, 0, all, number * size, size);
        }
        return of(result, all);
    }

    private static Array solve(Solve solve, Array a, Array b, TensorSpec result) {
        int rows = extent(result, 2);
        int columns = extent(result, 1);
        int order = solve.isLeft() ? rows : columns;
        double[] all = matrix(b, 0, Math.toIntExact(b.size()));
        for (int number = 0; number < all.length / Math.max(1, rows * columns); number++) {
            // X A = B is Aᵀ Xᵀ = Bᵀ.
            Triangle triangle = new Triangle(matrix(a, number, order * order), order, solve.isLower(),
                    solve.isLeft() == solve.transposes(), solve.isUnit());
            int first = number * rows * columns;
            for (int i = 0; i < (solve.isLeft() ? columns : rows); i++) {
                triangle.solve(all, first + (solve.isLeft() ? i : i * columns), solve.isLeft() ? columns : 1);
            }
        }
        return of(result, all);
    }

    static List<Array> qr(Array x, List<TensorSpec> results) {
        int rows = extent(x.spec(), 2);
        int columns = extent(x.spec(), 1);
        int inner = extent(results.getFirst(), 1);
        double[] q = elements(results.get(0));
        double[] r = elements(results.get(1));
        int count = Math.toIntExact(x.shape().leading(x.rank() - 2).size());
        for (int number = 0; number < count; number++) {
            double[] matrix = matrix(x, number, rows * columns);
            double[] factors = new double[Math.min(rows, columns)];
            Matrices.factor(matrix, rows, columns, factors);
            double[] orthogonal = new double[rows * inner];
            Matrices.orthogonal(matrix, rows, columns, factors, orthogonal, inner);
            System.arraycopy(orthogonal, 0, q, number * rows * inner, rows * inner);
            for (int i = 0; i < inner; i++) {
                for (int j = i; j < columns; j++) {
                    r[(number * inner + i) * columns + j] = matrix[i * columns + j];
                }
            }
        }
        return List.of(of(results.get(0), q), of(results.get(1), r));
    }
}
