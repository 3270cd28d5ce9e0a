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

/** Values and derivatives of the functions of {@code jax.numpy}, as the real JAX gives them. */
class NumpyGoldenTests {
    private static final GoldenNumbers GOLDEN = GoldenNumbers.packed("numpy/numpy");

    /** What is known to differ, with the reason; a case that no longer does fails, too. */
    private static final Map<String, String> KNOWN = Map.of("nanmean/dtype_float16 out0",
            "JAX rounds to 16 bits after each term, here they are added as float32");

    static Stream<GoldenPoint> cases() { return GOLDEN.points(); }

    static Stream<GoldenPoint> differentiable() { return cases().filter(c -> !c.gradients().isEmpty()); }

    private static GoldenNumpy function(GoldenPoint c) { return new GoldenNumpy(c.function(), c.parameters()); }

    private static F1<List<Tensor>, Tensor> differentiated(GoldenPoint c) {
        return c.differentiated(operands -> function(c).apply(operands).getFirst());
    }

    private static void compare(GoldenPoint c, String result, Tensor got) {
        Array expected = c.array(result);
        Optional<String> difference = GoldenTolerance.of("numpy." + c.function(), result, expected.dtype())
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
    void valuesAreThoseOfJax(GoldenPoint c) {
        List<Tensor> got = Backends.with(Backends.named("reference"), () -> function(c).apply(c.inputs()));
        assertThat(got).as(c.name()).hasSameSizeAs(c.outputs());
        for (int i = 0; i < got.size(); i++) {
            compare(c, "out" + i, got.get(i));
        }
    }

    @ParameterizedTest
    @MethodSource("differentiable")
    void derivativesForwardsAreThoseOfJax(GoldenPoint c) {
        compare(c, "jvp", Backends.with(Backends.named("reference"), () -> Transforms
                .jvp(differentiated(c), c.ofDifferentiated("in"), c.ofDifferentiated("tangent")).tangent()));
    }

    @ParameterizedTest
    @MethodSource("differentiable")
    void derivativesBackwardsAreThoseOfJax(GoldenPoint c) {
        List<Tensor> pulled = Backends.with(Backends.named("reference"), () -> Transforms
                .vjp(differentiated(c), c.ofDifferentiated("in")).pullback().apply(c.array("cotangent")));
        for (int i = 0; i < pulled.size(); i++) {
            compare(c, "vjp" + c.gradients().get(i), pulled.get(i));
        }
    }
}
