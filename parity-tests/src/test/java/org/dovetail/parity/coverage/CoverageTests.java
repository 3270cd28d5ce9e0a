package org.dovetail.parity.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Every name of JAX and optax that real programs use has a counterpart that exists, or a reason for none. */
class CoverageTests {
    private static final Path PAGE = Path.of("../docs/coverage/jax.md");

    private final Coverage coverage = Coverage.read();

    @Test
    void everyNameThatProgramsUseHasARow() {
        assertThat(coverage.rows().stream().map(Coverage.Row::name))
                .containsExactlyElementsOf(Coverage.used().keySet());
    }

    @Test
    void everyCounterpartExists() {
        assertThat(coverage.rows().stream().flatMap(row -> row.problems().stream())).isEmpty();
    }

    @Test
    void thePageIsMadeOfTheTable() throws IOException {
        if (Boolean.getBoolean("dovetail.write")) {
            Files.writeString(PAGE, coverage.page());
        }
        assertThat(Files.readString(PAGE)).isEqualTo(coverage.page());
    }
}
