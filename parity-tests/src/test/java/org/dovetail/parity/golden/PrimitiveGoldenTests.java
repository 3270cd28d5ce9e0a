package org.dovetail.parity.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
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
import tools.jackson.databind.JsonNode;

/** Values and derivatives of single functions, as the real JAX gives them. */
class PrimitiveGoldenTests {
    private static final GoldenNumbers GOLDEN = GoldenNumbers.of("primitives/primitives");

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

    /** A function at a point. */
    record Case(String name, JsonNode row) {
        private GoldenPrimitive function() {
            return new GoldenPrimitive(row.path("function").asString(), row.path("parameters"));
        }

        private List<Tensor> inputs() {
            List<Tensor> inputs = new ArrayList<>();
            for (int i = 0; i < row.path("inputs").size(); i++) {
                inputs.add(GOLDEN.array(name + "/in" + i));
            }
            return inputs;
        }

        private List<Integer> gradients() { return row.path("gradients").valueStream().map(JsonNode::asInt).toList(); }

        private F1<List<Tensor>, Tensor> ofDifferentiated() {
            return some -> {
                List<Tensor> all = inputs();
                for (int i = 0; i < gradients().size(); i++) {
                    all.set(gradients().get(i), some.get(i));
                }
                return function().apply(all);
            };
        }

        private List<Tensor> named(String prefix) {
            return gradients().stream().<Tensor>map(i -> GOLDEN.array(name + "/" + prefix + i)).toList();
        }

        @Override
        public String toString() { return name; }
    }

    static Stream<Case> cases() {
        return GOLDEN.index().properties().stream().map(row -> new Case(row.getKey(), row.getValue()));
    }

    static Stream<Case> differentiable() { return cases().filter(c -> !c.gradients().isEmpty()); }

    private static void compare(Case c, String result, Tensor got) {
        Array expected = GOLDEN.array(c.name + "/" + result);
        Optional<String> difference = GoldenTolerance.of(c.row.path("function").asString(), result)
                .difference(expected, got.array());
        String known = KNOWN.get(c + " " + result);
        assertThat(difference.isPresent())
                .as(() -> c + " " + result + ": " + difference.orElse("known to differ: " + known) + "\nexpected "
                        + GoldenTolerance.text(expected) + "\ngot " + GoldenTolerance.text(got.array()) + "\nof "
                        + c.inputs().stream().map(x -> GoldenTolerance.text(x.array())).toList())
                .isEqualTo(known != null);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void valuesAreThoseOfJax(Case c) {
        compare(c, "out0", Backends.with(Backends.named("reference"), () -> c.function().apply(c.inputs())));
    }

    @ParameterizedTest
    @MethodSource("differentiable")
    void derivativesForwardsAreThoseOfJax(Case c) {
        compare(c, "jvp", Backends.with(Backends.named("reference"), () -> Transforms
                .jvp(c.ofDifferentiated(), c.named("in"), c.named("tangent")).tangent()));
    }

    @ParameterizedTest
    @MethodSource("differentiable")
    void derivativesBackwardsAreThoseOfJax(Case c) {
        List<Tensor> pulled = Backends.with(Backends.named("reference"), () -> Transforms
                .vjp(c.ofDifferentiated(), c.named("in")).pullback().apply(GOLDEN.array(c.name + "/cotangent")));
        for (int i = 0; i < pulled.size(); i++) {
            compare(c, "vjp" + c.gradients().get(i), pulled.get(i));
        }
    }
}
