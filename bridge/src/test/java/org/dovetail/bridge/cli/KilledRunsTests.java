package org.dovetail.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.dovetail.bridge.convert.SideData;
import org.dovetail.bridge.convert.SmallFiles;
import org.dovetail.bridge.format.Node;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.TensorSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the command, as a process of its own, at random moments. */
class KilledRunsTests {
    private static final int KILLS = 30;
    private static final int ARRAYS = 16;
    private static final int WIDTH = 1024;

    @TempDir
    Path folder;

    @Test
    void killedAtAnyMomentTheTargetIsTheOldFileOrTheCompleteNewOne() throws Exception {
        Path in = large();
        Path target = folder.resolve("target.npz");
        long started = System.nanoTime();
        assertThat(convert(in, target).waitFor()).isZero();
        long whole = System.nanoTime() - started;
        Path complete = Files.move(target, folder.resolve("complete.npz"));
        Path side = Files.move(SideData.fileBeside(target), folder.resolve("complete.json"));
        byte[] old = "the old file".getBytes(StandardCharsets.UTF_8);
        Random random = new Random(25);
        int survived = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Files.write(target, old);
            Files.deleteIfExists(SideData.fileBeside(target));
            Process process = convert(in, target);
            boolean ended = process.waitFor((long) (whole * (0.2 + 0.9 * random.nextDouble())), TimeUnit.NANOSECONDS);
            process.destroyForcibly().waitFor();
            boolean replaced = Files.size(target) != old.length;
            if (replaced) {
                assertThat(Files.mismatch(target, complete)).as("kill " + kill).isNegative();
                assertThat(Files.mismatch(SideData.fileBeside(target), side)).as("kill " + kill).isNegative();
            } else {
                assertThat(ended).as("kill " + kill).isFalse();
                assertThat(target).as("kill " + kill).hasBinaryContent(old);
                survived++;
            }
        }
        assertThat(survived).as("kills before the end").isPositive();
        assertThat(convert(in, target).waitFor()).isZero();
        assertThat(Files.mismatch(target, complete)).isNegative();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.startsWith("."));
        }
    }

    /** 64 MB of arrays whose numbers all differ. */
    private Path large() throws IOException {
        SequencedMap<String, Node> nodes = new LinkedHashMap<>();
        for (int i = 0; i < ARRAYS; i++) {
            int number = i;
            TensorSpec spec = TensorSpec.of(DType.INT32, WIDTH, WIDTH);
            nodes.put("net/block_" + i + "//weights", new Node.Leaf(spec, memory -> {
                var data = memory.allocate(spec.bytes(), Integer.BYTES);
                for (int k = 0; k < WIDTH * WIDTH; k++) {
                    data.setAtIndex(ValueLayout.JAVA_INT, k, k * ARRAYS + number);
                }
                return Array.of(spec, data);
            }));
        }
        return SmallFiles.write(folder.resolve("in.npz"), nodes);
    }

    private Process convert(Path in, Path out) throws IOException {
        String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""));
        return new ProcessBuilder(List.of(Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", classes, "org.dovetail.bridge.cli.Dovetail",
                "convert", in.toString(), out.toString())).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    }
}
