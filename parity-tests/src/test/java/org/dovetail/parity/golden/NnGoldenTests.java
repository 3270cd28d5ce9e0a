package org.dovetail.parity.golden;

import java.util.List;
import org.dovetail.core.Tensor;
import org.dovetail.core.fn.F1;

/** Values and derivatives of activations, attention and losses, as the real JAX and optax give them. */
class NnGoldenTests extends PointGoldenTests {
    NnGoldenTests() { super(GoldenNumbers.packed("nn/nn"), GoldenJudge.of(NnGoldenTests::function)); }

    private static F1<List<Tensor>, Tensor> function(GoldenPoint c) {
        return operands -> new GoldenLosses(c.function(), c.parameters()).apply(operands)
                .orElseGet(() -> new GoldenNn(c.function(), c.parameters()).apply(operands));
    }
}
