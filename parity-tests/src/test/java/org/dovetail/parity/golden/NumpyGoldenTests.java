package org.dovetail.parity.golden;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values and derivatives of the functions of {@code jax.numpy}, as the real JAX gives them. */
class NumpyGoldenTests {
    private static final GoldenNumbers GOLDEN = GoldenNumbers.packed("numpy/numpy");

    /** What is known to differ, with the reason; a case that no longer does fails, too. */
    private static final Map<String, String> KNOWN = Map.of("power/uint64_int8 out0",
            "JAX makes float64 of both where 64 bits are the default, which they are not here");

    private static final GoldenJudge JUDGE = GoldenJudge
            .ofSeveral(c -> new GoldenNumpy(c.function(), c.parameters())::apply).withFamily("numpy.")
            .withKnown(KNOWN);

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
