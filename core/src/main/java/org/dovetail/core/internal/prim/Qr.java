package org.dovetail.core.internal.prim;

import java.util.List;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.internal.prim.Triangular.Solve;
import org.jspecify.annotations.Nullable;

/**
 * Orthogonal and upper triangular factors of matrices, as {@code jax.lax.linalg.qr}, with LAPACK's signs; operands and results are matrices along the last two axes.
 *
 * @param isFull whether the first factor is square, else it has no more columns than are needed
 */
public record Qr(boolean isFull) implements Several {
    @Override
    public List<TensorSpec> infer(List<TensorSpec> operands) {
        TensorSpec operand = operands.getFirst();
        int rank = operand.shape().rank();
        if (rank < 2 || operand.dtype() != DType.FLOAT32 && operand.dtype() != DType.FLOAT64) {
            throw refuse("matrices of float32 or float64 are expected", operands);
        }
        int rows = operand.shape().extent(rank - 2);
        int columns = operand.shape().extent(rank - 1);
        int inner = isFull ? rows : Math.min(rows, columns);
        Shape leading = operand.shape().leading(rank - 2);
        return List.of(operand.withShape(leading.concat(Shape.of(rows, inner))),
                operand.withShape(leading.concat(Shape.of(inner, columns))));
    }

    @Override
    public Jvp jvp(List<Tensor> primals, List<@Nullable Tensor> tangents) {
        Tensor x = primals.getFirst();
        List<Tensor> factors = of(primals);
        Tensor dx = tangents.getFirst();
        if (dx == null) {
            return new Jvp(factors, Nullables.nulls(2));
        }
        Tensor q = factors.get(0);
        Tensor r = factors.get(1);
        int rows = x.dim(-2);
        int columns = x.dim(-1);
        if (rows < columns) {
            return new Jvp(factors, wide(x, dx, q, r, rows));
        }
        List<Tensor> thin = thin(isFull ? q.slice(-1, 0, columns) : q, isFull ? r.slice(-2, 0, columns) : r, dx);
        return new Jvp(factors, Nullables.list(isFull && rows > columns
                ? full(q, thin.get(0), rows, columns)
                : thin.get(0),
                isFull && rows > columns
                        ? new Shaping.Concatenate(x.rank() - 2).of(thin.get(1),
                                Ops.like(r.slice(-2, columns, rows), 0))
                        : thin.get(1)));
    }

    /** For at least as many rows as columns: dQ = Q (Ω - QᵀdX R⁻¹) + dX R⁻¹, dR = (QᵀdX R⁻¹ - Ω) R with the skew Ω that has its lower part. */
    private static List<Tensor> thin(Tensor q, Tensor r, Tensor dx) {
        Tensor scaled = new Solve(false, false, false, false).of(r, dx);
        Tensor projected = q.swapAxes(-2, -1).matmul(scaled);
        Tensor lower = Triangular.lower(projected, -1);
        Tensor skew = lower.sub(lower.swapAxes(-2, -1));
        return List.of(q.matmul(skew.sub(projected)).add(scaled), projected.sub(skew).matmul(r));
    }

    /** For fewer rows than columns: the square part as above, for the rest dR = dQᵀX + QᵀdX. */
    private static List<@Nullable Tensor> wide(Tensor x, Tensor dx, Tensor q, Tensor r, int rows) {
        int columns = x.dim(-1);
        List<Tensor> square = thin(q, r.slice(-1, 0, rows), dx.slice(-1, 0, rows));
        Tensor rest = square.get(0).swapAxes(-2, -1).matmul(x.slice(-1, rows, columns))
                .add(q.swapAxes(-2, -1).matmul(dx.slice(-1, rows, columns)));
        return Nullables.list(square.get(0), new Shaping.Concatenate(x.rank() - 1).of(square.get(1), rest));
    }

    /** The derivative of a full Q of which the first columns are known, by equations 32 and 33 of arXiv 2409.13374. */
    private static Tensor full(Tensor q, Tensor known, int rows, int columns) {
        Tensor top = q.slice(-1, 0, columns).slice(-2, 0, columns);
        Tensor bottom = q.slice(-1, 0, columns).slice(-2, columns, rows);
        Tensor system = top.sub(Triangular.eye(top)).swapAxes(-2, -1);
        List<Tensor> factors = new Qr(false).of(List.of(system));
        // The transpose of Z = bottom (top - I)⁻¹.
        Tensor z = new Solve(true, false, false, false).of(factors.get(1),
                factors.get(0).swapAxes(-2, -1).matmul(bottom.swapAxes(-2, -1)));
        Tensor dtop = known.slice(-2, 0, columns);
        Tensor dbottom = known.slice(-2, columns, rows);
        Tensor mixed = q.slice(-1, 0, columns).add(q.slice(-1, columns, rows).matmul(z.swapAxes(-2, -1)));
        Tensor rest = known.matmul(z)
                .sub(mixed.matmul(dbottom.sub(z.swapAxes(-2, -1).matmul(dtop)).swapAxes(-2, -1)));
        return new Shaping.Concatenate(q.rank() - 1).of(known, rest);
    }

    @Override
    public List<Tensor> batchResults(int size, List<Tensor> operands, List<Boolean> batched) { return of(operands); }

    @Override
    public String toString() { return isFull ? "qr[full]" : "qr"; }
}
