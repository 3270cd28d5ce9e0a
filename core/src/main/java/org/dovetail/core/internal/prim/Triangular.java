package org.dovetail.core.internal.prim;

import java.util.List;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.jspecify.annotations.Nullable;

/** Triangular factors of matrices, and systems of equations that have such; matrices lie along the last two axes. */
public sealed interface Triangular extends Simple {
    private static boolean isSquare(TensorSpec matrices) {
        Shape shape = matrices.shape();
        return shape.rank() >= 2 && shape.extent(shape.rank() - 1) == shape.extent(shape.rank() - 2)
                && (matrices.dtype() == DType.FLOAT32 || matrices.dtype() == DType.FLOAT64);
    }

    /** Whether an element's column lies at most some columns to the right of the diagonal. */
    private static Tensor isBelow(Tensor like, int diagonal) {
        TensorSpec spec = new TensorSpec(DType.INT32, like.shape());
        return Ops.iota(spec, like.rank() - 2).add(diagonal).ge(Ops.iota(spec, like.rank() - 1));
    }

    /** The elements up to a diagonal, zeros to the right of it: {@code jnp.tril}. */
    public static Tensor lower(Tensor x, int diagonal) {
        return Ops.select(isBelow(x, diagonal), x, Ops.like(x, 0));
    }

    /** The elements from a diagonal on, zeros to the left of it: {@code jnp.triu}. */
    public static Tensor upper(Tensor x, int diagonal) {
        return Ops.select(isBelow(x, diagonal - 1), Ops.like(x, 0), x);
    }

    /** Ones on the diagonal, zeros elsewhere. */
    static Tensor eye(Tensor like) {
        TensorSpec spec = new TensorSpec(DType.INT32, like.shape());
        return Ops.iota(spec, like.rank() - 2).eq(Ops.iota(spec, like.rank() - 1)).cast(like.dtype());
    }

    /**
     * The lower triangular factor L of a symmetric positive definite matrix L Lᵀ, of which the lower part alone is read; NaN where there is none: {@code jax.lax.linalg.cholesky}
     * with {@code symmetrize_input=False}.
     */
    record Cholesky() implements Triangular {
        @Override
        public TensorSpec inferResult(List<TensorSpec> operands) {
            if (!isSquare(operands.getFirst())) {
                throw refuse("square matrices of float32 or float64 are expected", operands);
            }
            return operands.getFirst();
        }

        /** dL = L Φ(L⁻¹ dX L⁻ᵀ), where Φ takes the lower part and half of the diagonal. */
        @Override
        public @Nullable Tensor tangent(Tensor l, List<Tensor> primals, List<@Nullable Tensor> tangents) {
            Tensor dx = tangents.getFirst();
            if (dx == null) {
                return null;
            }
            Tensor right = new Solve(false, true, true, false).of(l, dx);
            Tensor both = new Solve(true, true, false, false).of(l, right);
            return l.matmul(lower(both, 0).div(eye(both).add(1)));
        }

        @Override
        public List<@Nullable Tensor> transposeResult(Tensor cotangent, List<Operand> operands) { throw notLinear(); }

        @Override
        public Tensor batchResult(int size, List<Tensor> operands, List<Boolean> batched) { return of(operands); }

        @Override
        public String toString() { return "cholesky"; }
    }

    /**
     * The solution of a triangular system, as {@code jax.lax.linalg.triangular_solve}; operands are the matrices A and B, of which A's other triangle is not read.
     *
     * @param isLeft whether the solution is that of A X = B, else of X A = B
     * @param isLower whether A is lower triangular, else upper
     * @param transposes whether A is transposed
     * @param isUnit whether A's diagonal is taken for ones
     */
    record Solve(boolean isLeft, boolean isLower, boolean transposes, boolean isUnit) implements Triangular {
        @Override
        public TensorSpec inferResult(List<TensorSpec> operands) {
            TensorSpec a = operands.get(0);
            TensorSpec b = operands.get(1);
            int rank = b.shape().rank();
            if (!isSquare(a) || a.dtype() != b.dtype() || rank != a.shape().rank()
                    || !b.shape().leading(rank - 2).equals(a.shape().leading(rank - 2))
                    || b.shape().extent(isLeft ? rank - 2 : rank - 1) != a.shape().extent(rank - 1)) {
                throw refuse("square matrices, and as many with as many " + (isLeft ? "rows" : "columns")
                        + ", of one dtype, float32 or float64, are expected", operands);
            }
            return b;
        }

        @Override
        public @Nullable Tensor tangent(Tensor x, List<Tensor> primals, List<@Nullable Tensor> tangents) {
            Tensor a = primals.getFirst();
            Tensor da = tangents.get(0);
            Tensor db = tangents.get(1);
            return Nullables.sum(da == null ? null : ofMatrix(x, a, da), db == null ? null : of(a, db));
        }

        /** A⁻¹ (-dA) X, or X (-dA) A⁻¹, whose cheaper product comes first. */
        private Tensor ofMatrix(Tensor x, Tensor a, Tensor da) {
            int rows = x.dim(-2);
            int columns = x.dim(-1);
            Tensor part = isLower ? lower(da, isUnit ? -1 : 0) : upper(da, isUnit ? 1 : 0);
            Tensor slope = transposes ? part.neg().swapAxes(-2, -1) : part.neg();
            if (isLeft) {
                return rows > columns ? of(a, slope.matmul(x)) : of(a, slope).matmul(x);
            }
            return rows < columns ? of(a, x.matmul(slope)) : x.matmul(of(a, slope));
        }

        /** Linear in B alone. */
        @Override
        public List<@Nullable Tensor> transposeResult(Tensor cotangent, List<Operand> operands) {
            return Nullables.list(null,
                    new Solve(isLeft, isLower, !transposes, isUnit).of(operands.getFirst().value(), cotangent));
        }

        @Override
        public Tensor batchResult(int size, List<Tensor> operands, List<Boolean> batched) {
            return of(Batching.batched(operands.get(0), size, batched.get(0)),
                    Batching.batched(operands.get(1), size, batched.get(1)));
        }

        @Override
        public String toString() {
            return "triangular_solve[" + (isLeft ? "left" : "right") + (isLower ? ", lower" : ", upper")
                    + (transposes ? ", transposed" : "") + (isUnit ? ", unit" : "") + "]";
        }
    }
}
