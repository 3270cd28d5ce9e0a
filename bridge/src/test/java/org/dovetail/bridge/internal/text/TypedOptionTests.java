package org.dovetail.bridge.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TypedOptionTests {
    @ParameterizedTest
    @ValueSource(strings = {"a/b=c.d", "batch_stats.('kernel', 'u')", "'", "a$HOME \"`x`\\", ""})
    void aShellReadsTheValue(String value) throws Exception {
        String line = "printf '%s|%s' " + TypedOption.of("--skip", value);
        Process shell = new ProcessBuilder("sh", "-c", line).start();
        assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("--skip|" + value);
        assertThat(shell.waitFor()).isZero();
    }
}
