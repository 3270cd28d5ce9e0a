package org.dovetail.parity.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many steps in a small heap: resident memory stays flat, and a step that may overwrite what it was given allocates handles alone.
 *
 * <p>
 * {@code -Ddovetail.steps=100000} runs more of them.
 */
class MemoryTests {
    private static final Pattern LINE = Pattern.compile("(\\d+) steps: (\\d+) kB resident, (\\d+) bytes a step");
    private static final String STEPS = System.getProperty("dovetail.steps", "20000");
    /** The handles of a step's results: arrays, lists, a tree and its structure. */
    private static final long HANDLES = 4096;

    private static List<MatchResult> run(String how) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m", "-Xms256m",
                "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC", "--add-modules", "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                MemoryRun.class.getName(), how, STEPS)
                .redirectErrorStream(true).start();
        try (InputStream out = process.getInputStream()) {
            String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(text).isZero();
            List<MatchResult> lines = LINE.matcher(text).results().toList();
            assertThat(lines).as(text).hasSize(10);
            lines.forEach(line -> System.out.println(how + ": " + line.group()));
            return lines;
        }
    }

    private static long number(MatchResult line, int group) { return Long.parseLong(line.group(group)); }

    @ParameterizedTest
    @ValueSource(strings = {"haiku", "haiku-donated", "nnx", "nnx-shared", "haiku-donated-guide", "nnx-guide"})
    void residentMemoryStaysFlat(String how) throws IOException, InterruptedException {
        List<MatchResult> lines = run(how);
        long early = number(lines.get(2), 2);
        long late = number(lines.get(9), 2);
        assertThat(late).as("resident after all steps, against after three tenths")
                .isLessThanOrEqualTo(early + early / 20);
        if (how.startsWith("haiku-donated") || how.equals("nnx") || how.equals("nnx-guide")) {
            assertThat(number(lines.get(9), 3)).as("bytes that a donated step allocates").isLessThan(HANDLES);
        }
    }
}
