package org.dovetail.bridge.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The README's programs are those that the tests compile and run. */
class ReadmeTests {
    private static final Path SOURCES = Path.of("../bridge/src/main/java/org/dovetail/bridge/guide");

    /** A region of a source. */
    static String region(Path file, String name) throws IOException {
        String source = Files.readString(file);
        String begin = "    // @start region=\"" + name + "\"\n";
        int start = source.indexOf(begin) + begin.length();
        return source.substring(start, source.indexOf("    // @end", start)).stripTrailing().stripIndent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ClassifierHaiku", "ClassifierNnx"})
    void itShowsATrainingStepOfEachStyle(String file) throws IOException {
        assertThat(Files.readString(Path.of("../README.md")))
                .contains("```java\n" + region(SOURCES.resolve(file + ".java"), "step") + "\n```");
    }
}
