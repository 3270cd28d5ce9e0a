package org.dovetail.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingRunTests {
    private static final Path SAMPLES = Path.of("..", "samples");

    @TempDir
    Path scratch;

    @Test
    void everyCommandOfTheCachesSucceeds() {
        for (String cache : new String[]{"files", "guide"}) {
            assertThat(TrainingRun.commands(cache, SAMPLES, scratch)).isNotEmpty().allSatisfy(command -> {
                Ran ran = Ran.command(command.toArray());
                assertThat(ran.err()).isEmpty();
                assertThat(ran.status()).isZero();
            });
        }
    }

    @Test
    void aCommandThatFailsIsNamed() {
        assertThatThrownBy(() -> TrainingRun.main(new String[]{"files", scratch.toString(), scratch.toString()}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("status 2 of dovetail inspect " + scratch.resolve("guide_mlp.npz"));
        assertThatThrownBy(() -> TrainingRun.commands("convert", SAMPLES, scratch))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no cache 'convert', but files and guide");
    }
}
