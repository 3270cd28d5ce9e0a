package org.dovetail.core.internal.backend.compiled;

import java.lang.foreign.MemorySegment;
import org.dovetail.core.internal.backend.Matrices;
import org.dovetail.core.internal.backend.Matrices.Triangle;
import org.dovetail.core.internal.prim.Triangular.Solve;

/** Factors of matrices and solutions of triangular systems, matrix by matrix in float64. */
final class Factors {
    private Factors() {}

    static void qr(Step.Factor step, MemorySegment[] slots, Room room) {
        int rows = step.rows();
        int columns = step.columns();
        int inner = step.inner();
        MemorySegment source = slots[step.source()];
        double[] a = room.real(0, rows * columns);
        double[] factors = room.real(1, Math.min(rows, columns));
        double[] q = room.real(2, rows * inner);
        for (long number = 0; number < step.count(); number++) {
            room.load(step.dtype(), source, number * rows * columns, 1, a, rows * columns);
            Matrices.factor(a, rows, columns, factors);
            Matrices.orthogonal(a, rows, columns, factors, q, inner);
            room.store(step.dtype(), q, 0, slots[step.results().get(0)], number * rows * inner, 1, rows * inner);
            for (int i = 0; i < inner; i++) {
                for (int j = 0; j < Math.min(i, columns); j++) {
                    a[i * columns + j] = 0;
                }
            }
            room.store(step.dtype(), a, 0, slots[step.results().get(1)], number * inner * columns, 1,
                    inner * columns);
        }
    }

    static void cholesky(Step.Cholesky step, MemorySegment source, MemorySegment result, Room room) {
        int size = step.order() * step.order();
        double[] a = room.real(0, size);
        for (long number = 0; number < step.count(); number++) {
            room.load(step.dtype(), source, number * size, 1, a, size);
            Matrices.cholesky(a, step.order());
            room.store(step.dtype(), a, 0, result, number * size, 1, size);
        }
    }

    static void solve(Step.Solution step, MemorySegment left, MemorySegment right, MemorySegment result, Room room) {
        Solve op = step.op();
        int rows = step.rows();
        int columns = step.columns();
        int order = op.isLeft() ? rows : columns;
        double[] a = room.real(0, order * order);
        double[] x = room.real(1, rows * columns);
        // X A = B is Aᵀ Xᵀ = Bᵀ.
        Triangle triangle = new Triangle(a, order, op.isLower(), op.isLeft() == op.transposes(), op.isUnit());
        for (long number = 0; number < step.count(); number++) {
            room.load(step.dtype(), left, number * order * order, 1, a, order * order);
            room.load(step.dtype(), right, number * rows * columns, 1, x, rows * columns);
            for (int i = 0; i < (op.isLeft() ? columns : rows); i++) {
                triangle.solve(x, op.isLeft() ? i : i * columns, op.isLeft() ? columns : 1);
            }
            room.store(step.dtype(), x, 0, result, number * rows * columns, 1, rows * columns);
        }
    }
}
