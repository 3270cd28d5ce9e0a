package org.dovetail.bridge.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The programs of docs/optim.md are those that the tests compile and run. */
class OptimPageTests {
    private static final Path SOURCE = Path.of("src/test/java/org/dovetail/bridge/guide/AdamTests.java");

    @ParameterizedTest
    @ValueSource(strings = {"haiku", "nnx"})
    void itShowsAStepOfEachStyle(String style) throws IOException {
        assertThat(Files.readString(Path.of("../docs/optim.md")))
                .contains("```java\n" + ReadmeTests.region(SOURCE, style) + "\n```");
    }
}
