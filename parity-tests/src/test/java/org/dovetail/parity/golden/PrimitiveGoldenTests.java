package org.dovetail.parity.golden;

import java.util.Map;

/** Values and derivatives of single functions, as the real JAX gives them. */
class PrimitiveGoldenTests extends PointGoldenTests {
    /** What is known to differ, with the reason; a case that no longer does fails, too. */
    private static final Map<String, String> KNOWN = Map.ofEntries(
            Map.entry("log/denormal out0", "XLA calls the C library for the last elements of a vector of 6"),
            Map.entry("cast/float32_to_float64 out0", "float64 keeps subnormal numbers"),
            Map.entry("cast/float64_to_float32 out0", "float64 keeps subnormal numbers"),
            Map.entry("cbrt/denormal out0", "the C library takes a subnormal number for zero in one place alone"),
            Map.entry("cbrt/denormal jvp", "the C library takes a subnormal number for zero in one place alone"),
            Map.entry("cbrt/denormal vjp0", "the C library takes a subnormal number for zero in one place alone"),
            Map.entry("cumprod/special_reversed jvp", "JAX interleaves by adding zeros, by which -0 becomes 0"),
            Map.entry("pow/integer_exponent jvp",
                    "for an exponent of 0 the derivative is 0 here, and in JAX a zero that keeps the sign of the direction"),
            Map.entry("pow/integer_exponent vjp0",
                    "for an exponent of 0 the derivative is 0 here, and in JAX a zero that keeps the sign of the direction"));

    private static final GoldenJudge JUDGE = GoldenJudge
            .of(c -> new GoldenPrimitive(c.function(), c.parameters())::apply).withKnown(KNOWN);

    PrimitiveGoldenTests() { super(GoldenNumbers.packed("primitives/primitives"), JUDGE); }
}
