package org.dovetail.parity.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.dovetail.core.Array;
import org.dovetail.core.Tensor;
import org.dovetail.core.Transforms;
import org.dovetail.core.fn.F1;
import org.dovetail.core.internal.backend.Backends;

/**
 * Compares functions on the reference backend with what Python gave for them.
 *
 * @param functions what a case is here, with all its results
 * @param family what stands before a function's name in the table of tolerances
 * @param known what is known to differ, as {@code case result}, with the reason; a result that no longer does fails, too
 */
record GoldenJudge(Function<GoldenPoint, F1<List<Tensor>, List<Tensor>>> functions, String family,
        Map<String, String> known) {
    /** Of functions with one result. */
    static GoldenJudge of(Function<GoldenPoint, F1<List<Tensor>, Tensor>> functions) {
        return ofSeveral(c -> operands -> List.of(functions.apply(c).apply(operands)));
    }

    /** Of functions with any number of results, of which the first is differentiated. */
    static GoldenJudge ofSeveral(Function<GoldenPoint, F1<List<Tensor>, List<Tensor>>> functions) {
        return new GoldenJudge(functions, "", Map.of());
    }

    GoldenJudge withFamily(String prefix) { return new GoldenJudge(functions, prefix, known); }

    GoldenJudge withKnown(Map<String, String> differences) { return new GoldenJudge(functions, family, differences); }

    void value(GoldenPoint c) {
        results(c, Backends.with(Backends.named("reference"), () -> functions.apply(c).apply(c.inputs())));
    }

    /** All results of a case, however they were computed. */
    void results(GoldenPoint c, List<Tensor> got) {
        assertThat(got).as(c.name()).hasSameSizeAs(c.outputs());
        for (int i = 0; i < got.size(); i++) {
            compare(c, "out" + i, got.get(i));
        }
    }

    void forwards(GoldenPoint c) {
        compare(c, "jvp", Backends.with(Backends.named("reference"), () -> Transforms
                .jvp(differentiated(c), c.ofDifferentiated("in"), c.ofDifferentiated("tangent")).tangent()));
    }

    void backwards(GoldenPoint c) {
        List<Tensor> pulled = Backends.with(Backends.named("reference"), () -> Transforms
                .vjp(differentiated(c), c.ofDifferentiated("in")).pullback().apply(c.array("cotangent")));
        for (int i = 0; i < pulled.size(); i++) {
            compare(c, "vjp" + c.gradients().get(i), pulled.get(i));
        }
    }

    private F1<List<Tensor>, Tensor> differentiated(GoldenPoint c) {
        return c.differentiated(operands -> functions.apply(c).apply(operands).getFirst());
    }

    /** One result or derivative of a case, by its name in the golden. */
    void compare(GoldenPoint c, String result, Tensor got) {
        Array expected = c.array(result);
        Optional<String> difference = GoldenTolerance.of(family + c.function(), result, expected.dtype())
                .difference(expected, got.array());
        String reason = known.get(c + " " + result);
        assertThat(difference.isPresent())
                .as(() -> c + " " + result + ": " + difference.orElse("known to differ: " + reason) + "\nexpected "
                        + GoldenTolerance.text(expected) + "\ngot " + GoldenTolerance.text(got.array()) + "\nof "
                        + c.inputs().stream().map(x -> GoldenTolerance.text(x.array())).toList())
                .isEqualTo(reason != null);
    }
}
