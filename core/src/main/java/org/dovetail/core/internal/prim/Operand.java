package org.dovetail.core.internal.prim;

import java.util.BitSet;
import java.util.List;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;

/** What a transposition knows of an operand: its value, or that the equation is linear in it. */
public sealed interface Operand {
    /** A value that was there before. */
    record Known(Tensor value) implements Operand {
        @Override
        public TensorSpec spec() { return value.spec(); }
    }

    /** An unknown in which the equation is linear, and for which a cotangent is wanted. */
    record Linear(TensorSpec spec) implements Operand {}

    /** Dtype and shape of the operand. */
    TensorSpec spec();

    /** Whether the equation is linear in this operand. */
    default boolean isLinear() { return this instanceof Linear; }

    /** The value of an operand in which the equation is not linear. */
    default Tensor value() {
        return switch (this) {
            case Known(Tensor value) -> value;
            case Linear(TensorSpec spec) ->
                throw new IllegalStateException("transpose: the value of " + spec + " is not known");
        };
    }

    /** The places of the operands in which an equation is linear. */
    static BitSet linear(List<Operand> operands) {
        BitSet linear = new BitSet();
        for (int i = 0; i < operands.size(); i++) {
            linear.set(i, operands.get(i).isLinear());
        }
        return linear;
    }

    /** The values of the other operands. */
    static List<Tensor> known(List<Operand> operands) {
        return operands.stream().filter(operand -> !operand.isLinear()).map(Operand::value).toList();
    }
}
