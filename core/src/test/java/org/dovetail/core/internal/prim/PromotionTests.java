package org.dovetail.core.internal.prim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.dovetail.core.DType;
import org.junit.jupiter.api.Test;

/** The table in {@code promotions.txt} was printed by jax 0.10.2. */
final class PromotionTests {
    private static List<String> table() throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(DType.class.getResourceAsStream("promotions.txt")), StandardCharsets.UTF_8))) {
            return lines.lines().toList();
        }
    }

    private static String promoted(DType x, DType y) {
        try {
            return Promotion.of(x, y).jaxName();
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("have no dtype in common; cast one of them");
            return "none";
        }
    }

    @Test
    void everyTwoDtypesPromoteAsInJax() throws IOException {
        assertThat(table()).hasSize(DType.values().length * DType.values().length).allSatisfy(line -> {
            List<String> words = List.of(line.split(" "));
            DType x = DType.named(words.get(0)).orElseThrow();
            DType y = DType.named(words.get(1)).orElseThrow();
            assertThat(promoted(x, y)).as(line).isEqualTo(words.get(2));
        });
    }

    @Test
    void dtypesWithNothingInCommonAreRefused() {
        assertThatThrownBy(() -> Promotion.of(DType.FLOAT8_E5M2, DType.FLOAT32)).isInstanceOf(
                IllegalArgumentException.class)
                .hasMessage("promote: f8_e5m2 and f32 have no dtype in common; cast one of them");
    }
}
