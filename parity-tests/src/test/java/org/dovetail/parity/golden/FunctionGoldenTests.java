package org.dovetail.parity.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.dovetail.core.Array;
import org.dovetail.core.Tensor;
import org.dovetail.core.Transforms;
import org.dovetail.core.internal.backend.Backends;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Public functions with the casts before them, loops and rules, as the real JAX has them. */
class FunctionGoldenTests {
    private static final GoldenNumbers GOLDEN = GoldenNumbers.packed("functions/functions");

    static Stream<GoldenPoint> cases() { return GOLDEN.points(); }

    static Stream<GoldenPoint> differentiable() { return cases().filter(c -> !c.gradients().isEmpty()); }

    private static <R> R onReference(Supplier<R> body) { return Backends.with(Backends.named("reference"), body); }

    private static void compare(GoldenPoint c, String result, Tensor got) {
        Array expected = c.array(result);
        Optional<String> difference = GoldenTolerance.of(c.function(), result, expected.dtype())
                .difference(expected, got.array());
        assertThat(difference).as(() -> c + " " + result + "\nexpected " + GoldenTolerance.text(expected) + "\ngot "
                + GoldenTolerance.text(got.array())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void valuesAreThoseOfJax(GoldenPoint c) {
        compare(c, "out0", onReference(() -> GoldenFunction.of(c).apply(c.inputs())));
    }

    @ParameterizedTest
    @MethodSource("differentiable")
    void derivativesAreThoseOfJax(GoldenPoint c) {
        Function<List<Tensor>, Tensor> function = GoldenFunction.of(c);
        compare(c, "jvp", onReference(() -> Transforms.jvp(c.differentiated(function::apply), c.ofDifferentiated("in"),
                c.ofDifferentiated("tangent")).tangent()));
        List<Tensor> pulled = onReference(() -> Transforms.vjp(c.differentiated(function::apply),
                c.ofDifferentiated("in")).pullback().apply(c.array("cotangent")));
        for (int i = 0; i < pulled.size(); i++) {
            compare(c, "vjp" + c.gradients().get(i), pulled.get(i));
        }
    }
}
