package org.dovetail.parity.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.dovetail.core.Array;
import org.dovetail.core.Tensor;
import org.dovetail.core.Transforms;
import org.dovetail.core.fn.F1;
import org.dovetail.core.internal.backend.Backends;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values and derivatives of single functions, as the real JAX gives them. */
class PrimitiveGoldenTests {
    private static final GoldenNumbers GOLDEN = GoldenNumbers.packed("primitives/primitives");

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
                    "the exponent is cast to the base's dtype: 0 times 1/0 at 0 to the 0"),
            Map.entry("pow/integer_exponent vjp0",
                    "the exponent is cast to the base's dtype: 0 times 1/0 at 0 to the 0"));

    static Stream<GoldenPoint> cases() { return GOLDEN.points(); }

    static Stream<GoldenPoint> differentiable() { return cases().filter(c -> !c.gradients().isEmpty()); }

    private static F1<List<Tensor>, Tensor> function(GoldenPoint c) {
        return new GoldenPrimitive(c.function(), c.parameters())::apply;
    }

    private static void compare(GoldenPoint c, String result, Tensor got) {
        Array expected = c.array(result);
        Optional<String> difference = GoldenTolerance.of(c.function(), result).difference(expected, got.array());
        String known = KNOWN.get(c + " " + result);
        assertThat(difference.isPresent())
                .as(() -> c + " " + result + ": " + difference.orElse("known to differ: " + known) + "\nexpected "
                        + GoldenTolerance.text(expected) + "\ngot " + GoldenTolerance.text(got.array()) + "\nof "
                        + c.inputs().stream().map(x -> GoldenTolerance.text(x.array())).toList())
                .isEqualTo(known != null);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void valuesAreThoseOfJax(GoldenPoint c) {
        compare(c, "out0", Backends.with(Backends.named("reference"), () -> function(c).apply(c.inputs())));
    }

    @ParameterizedTest
    @MethodSource("differentiable")
    void derivativesForwardsAreThoseOfJax(GoldenPoint c) {
        compare(c, "jvp", Backends.with(Backends.named("reference"), () -> Transforms.jvp(c.differentiated(function(c)),
                c.ofDifferentiated("in"), c.ofDifferentiated("tangent")).tangent()));
    }

    @ParameterizedTest
    @MethodSource("differentiable")
    void derivativesBackwardsAreThoseOfJax(GoldenPoint c) {
        List<Tensor> pulled = Backends.with(Backends.named("reference"),
                () -> Transforms.vjp(c.differentiated(function(c)), c.ofDifferentiated("in")).pullback()
                        .apply(c.array("cotangent")));
        for (int i = 0; i < pulled.size(); i++) {
            compare(c, "vjp" + c.gradients().get(i), pulled.get(i));
        }
    }
}
