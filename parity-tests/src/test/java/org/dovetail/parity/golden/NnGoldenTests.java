package org.dovetail.parity.golden;

import java.util.List;
import java.util.stream.Stream;
import org.dovetail.core.Tensor;
import org.dovetail.core.fn.F1;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values and derivatives of activations, attention and losses, as the real JAX and optax give them. */
class NnGoldenTests {
    private static final GoldenNumbers GOLDEN = GoldenNumbers.packed("nn/nn");
    private static final GoldenJudge JUDGE = GoldenJudge.of(NnGoldenTests::function);

    static Stream<GoldenPoint> cases() { return GOLDEN.points(); }

    static Stream<GoldenPoint> differentiable() { return cases().filter(c -> !c.gradients().isEmpty()); }

    private static F1<List<Tensor>, Tensor> function(GoldenPoint c) {
        return operands -> new GoldenLosses(c.function(), c.parameters()).apply(operands)
                .orElseGet(() -> new GoldenNn(c.function(), c.parameters()).apply(operands));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void valuesAreThoseOfPython(GoldenPoint c) { JUDGE.value(c); }

    @ParameterizedTest
    @MethodSource("differentiable")
    void derivativesForwardsAreThoseOfPython(GoldenPoint c) { JUDGE.forwards(c); }

    @ParameterizedTest
    @MethodSource("differentiable")
    void derivativesBackwardsAreThoseOfPython(GoldenPoint c) { JUDGE.backwards(c); }
}
