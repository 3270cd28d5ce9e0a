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
 * @param functions what a case is here
 * @param known what is known to differ, as {@code case result}, with the reason; a result that no longer does fails, too
 */
record GoldenJudge(Function<GoldenPoint, F1<List<Tensor>, Tensor>> functions, Map<String, String> known) {
    private void compare(GoldenPoint c, String result, Tensor got) {
        Array expected = c.array(result);
        Optional<String> difference = GoldenTolerance.of(c.function(), result, expected.dtype())
                .difference(expected, got.array());
        String reason = known.get(c + " " + result);
        assertThat(difference.isPresent())
                .as(() -> c + " " + result + ": " + difference.orElse("known to differ: " + reason) + "\nexpected "
                        + GoldenTolerance.text(expected) + "\ngot " + GoldenTolerance.text(got.array()) + "\nof "
                        + c.inputs().stream().map(x -> GoldenTolerance.text(x.array())).toList())
                .isEqualTo(reason != null);
    }

    void value(GoldenPoint c) {
        compare(c, "out0", Backends.with(Backends.named("reference"), () -> functions.apply(c).apply(c.inputs())));
    }

    void forwards(GoldenPoint c) {
        compare(c, "jvp", Backends.with(Backends.named("reference"),
                () -> Transforms.jvp(c.differentiated(functions.apply(c)), c.ofDifferentiated("in"),
                        c.ofDifferentiated("tangent")).tangent()));
    }

    void backwards(GoldenPoint c) {
        List<Tensor> pulled = Backends.with(Backends.named("reference"),
                () -> Transforms.vjp(c.differentiated(functions.apply(c)), c.ofDifferentiated("in")).pullback()
                        .apply(c.array("cotangent")));
        for (int i = 0; i < pulled.size(); i++) {
            compare(c, "vjp" + c.gradients().get(i), pulled.get(i));
        }
    }
}
