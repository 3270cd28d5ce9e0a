package org.dovetail.parity.golden;

import java.util.Map;

/** Values and derivatives of the functions of {@code jax.numpy}, as the real JAX gives them. */
class NumpyGoldenTests extends PointGoldenTests {
    /** What is known to differ, with the reason; a case that no longer does fails, too. */
    private static final Map<String, String> KNOWN = Map.of("power/uint64_int8 out0",
            "JAX makes float64 of both where 64 bits are the default, which they are not here");

    private static final GoldenJudge JUDGE = GoldenJudge
            .ofSeveral(c -> new GoldenNumpy(c.function(), c.parameters())::apply).withFamily("numpy.")
            .withKnown(KNOWN);

    NumpyGoldenTests() { super(GoldenNumbers.packed("numpy/numpy"), JUDGE); }
}
