package org.dovetail.core.internal.prim;

import java.util.List;
import java.util.Locale;
import java.util.function.BinaryOperator;
import org.dovetail.core.DType;
import org.dovetail.core.DType.Kind;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.internal.prim.Elementwise.Binary;
import org.jspecify.annotations.Nullable;

/**
 * What is made of all elements up to each along an axis, as {@code jax.lax.cumsum} and its kin.
 *
 * @param isReversed whether it is made of all from each on
 */
public record Cumulative(Op op, int axis, boolean isReversed) implements Simple {
    /** What is made of the elements. */
    public enum Op {
        SUM, PROD, MAX, MIN, LOG_SUM_EXP;

        /** What makes one element of two. */
        public Elementwise combination() {
            return switch (this) {
                case SUM -> Binary.ADD;
                case PROD -> Binary.MUL;
                case MAX -> Binary.MAX;
                case MIN -> Binary.MIN;
                case LOG_SUM_EXP -> Special.LOG_ADD_EXP;
            };
        }

        private boolean takes(DType dtype) {
            return switch (this) {
                case SUM, PROD -> dtype.kind() != Kind.BOOL;
                case MAX, MIN -> dtype.kind() != Kind.BOOL && dtype.kind() != Kind.COMPLEX;
                case LOG_SUM_EXP -> dtype.kind() == Kind.FLOAT;
            };
        }
    }

    @Override
    public TensorSpec inferResult(List<TensorSpec> operands) {
        TensorSpec operand = operands.getFirst();
        if (axis < 0 || axis >= operand.shape().rank()) {
            throw refuse("an axis of the operand is expected", operands);
        }
        if (!op.takes(operand.dtype())) {
            throw refuse("another dtype is expected", operands);
        }
        return operand;
    }

    /** Elements and tangents together, as JAX does. */
    @Override
    public Jvp jvp(List<Tensor> primals, List<@Nullable Tensor> tangents) {
        Tensor dx = tangents.getFirst();
        if (dx == null || op == Op.SUM) {
            Tensor result = of(primals);
            return new Jvp(List.of(result), Nullables.list(dx == null ? null : of(dx))); // d Σx = Σ dx
        }
        List<Tensor> both = accumulated(primals.getFirst(), dx);
        return new Jvp(List.of(both.get(0)), Nullables.list(both.get(1)));
    }

    @Override
    public @Nullable Tensor tangent(Tensor result, List<Tensor> primals, List<@Nullable Tensor> tangents) {
        return jvp(primals, tangents).tangents().getFirst();
    }

    /** Pair by pair, as the combination of two elements is differentiated. */
    private List<Tensor> accumulated(Tensor x, Tensor dx) {
        return PrefixScan.of(pairs(), List.of(forwards(x), forwards(dx))).stream().map(this::backwards).toList();
    }

    private BinaryOperator<List<Tensor>> pairs() {
        Elementwise combination = op.combination();
        return (x, y) -> {
            List<Tensor> primals = List.of(x.get(0), y.get(0));
            Tensor made = combination.of(primals);
            Tensor tangent = combination.tangent(made, primals, List.of(x.get(1), y.get(1)));
            return List.of(made, tangent == null ? Ops.like(made, 0) : tangent);
        };
    }

    private Tensor forwards(Tensor x) {
        Tensor moved = Ops.moveToFront(x, axis);
        return isReversed ? moved.flip(0) : moved;
    }

    private Tensor backwards(Tensor x) { return Ops.moveAxis(isReversed ? x.flip(0) : x, 0, axis); }

    @Override
    public List<@Nullable Tensor> transposeResult(Tensor cotangent, List<Operand> operands) {
        if (op != Op.SUM) {
            throw notLinear();
        }
        return List.of(new Cumulative(op, axis, !isReversed).of(cotangent));
    }

    @Override
    public Tensor batchResult(int size, List<Tensor> operands, List<Boolean> batched) {
        return new Cumulative(op, axis + 1, isReversed).of(operands);
    }

    @Override
    public String toString() {
        return "cum" + op.name().toLowerCase(Locale.ROOT).replace("_", "") + "[axis=" + axis
                + (isReversed ? ", reversed" : "") + "]";
    }
}
