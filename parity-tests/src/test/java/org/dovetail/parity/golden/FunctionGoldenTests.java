package org.dovetail.parity.golden;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Public functions with the casts before them, loops and rules, as the real JAX has them. */
class FunctionGoldenTests {
    private static final GoldenNumbers GOLDEN = GoldenNumbers.packed("functions/functions");
    private static final GoldenJudge JUDGE = GoldenJudge.of(GoldenFunction::of);

    static Stream<GoldenPoint> cases() { return GOLDEN.points(); }

    static Stream<GoldenPoint> differentiable() { return cases().filter(c -> !c.gradients().isEmpty()); }

    @ParameterizedTest
    @MethodSource("cases")
    void valuesAreThoseOfJax(GoldenPoint c) { JUDGE.value(c); }

    @ParameterizedTest
    @MethodSource("differentiable")
    void derivativesForwardsAreThoseOfJax(GoldenPoint c) { JUDGE.forwards(c); }

    @ParameterizedTest
    @MethodSource("differentiable")
    void derivativesBackwardsAreThoseOfJax(GoldenPoint c) { JUDGE.backwards(c); }
}
