package org.dovetail.parity.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dovetail.parity.golden.Goldens;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The backward pass of a loop of 1,000 steps needs at most 1.2 times as many bytes beside its arguments as XLA plans. */
class ScanMemoryTests {
    private static final double BOUND = 1.2;
    private static final Pattern CALL = Pattern.compile("call \\d+: (\\d+) bytes, (\\d+) resident");

    static Stream<JsonNode> networks() { return Goldens.json("memory/memory.json").valueStream(); }

    /** The most bytes that calls in a Java machine of its own had, by how much it grew, and its output. */
    private record Run(long bytes, long resident, String text) {
        static Run of(JsonNode network) throws IOException, InterruptedException {
            List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:+UseSerialGC", "-Ddovetail.memory=1g", "--add-modules", "jdk.incubator.vector",
                    "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                    ScanMemoryRun.class.getName(), network.path("program").asString(),
                    network.path("steps").asString(), network.path("batch").asString(),
                    network.path("hidden").asString(), "2");
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            try (InputStream out = process.getInputStream()) {
                String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
                assertThat(process.waitFor()).as(text).isZero();
                return new Run(most(text, 1), most(text, 2), text);
            }
        }
    }

    private static long most(String text, int group) {
        return CALL.matcher(text).results().mapToLong(call -> Long.parseLong(call.group(group))).max().orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void theBackwardPassOfALongLoopNeedsLittleMoreThanXlaPlans(JsonNode network)
            throws IOException, InterruptedException {
        long planned = network.path("temporary").asLong() + network.path("outputs").asLong();
        Run run = Run.of(network);
        System.out.printf(Locale.ROOT, "%s %dx%dx%d: %,d bytes, XLA plans %,d: %.3f times; %,d resident%n",
                network.path("program").asString(), network.path("steps").asInt(), network.path("batch").asInt(),
                network.path("hidden").asInt(), run.bytes, planned, (double) run.bytes / planned, run.resident);
        assertThat((double) run.bytes / planned).as(run.text).isLessThanOrEqualTo(BOUND);
    }
}
