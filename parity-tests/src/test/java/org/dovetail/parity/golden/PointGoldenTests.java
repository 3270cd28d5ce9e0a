package org.dovetail.parity.golden;

import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values and derivatives of functions at all points of a golden, as Python gives them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PointGoldenTests {
    private final GoldenNumbers golden;
    private final GoldenJudge judge;

    PointGoldenTests(GoldenNumbers golden, GoldenJudge judge) {
        this.golden = golden;
        this.judge = judge;
    }

    Stream<GoldenPoint> cases() { return golden.points(); }

    Stream<GoldenPoint> differentiable() { return cases().filter(c -> !c.gradients().isEmpty()); }

    @ParameterizedTest
    @MethodSource("cases")
    void valuesAreThoseOfPython(GoldenPoint c) { judge.value(c); }

    @ParameterizedTest
    @MethodSource("differentiable")
    void derivativesForwardsAreThoseOfPython(GoldenPoint c) { judge.forwards(c); }

    @ParameterizedTest
    @MethodSource("differentiable")
    void derivativesBackwardsAreThoseOfPython(GoldenPoint c) { judge.backwards(c); }
}
