package org.dovetail.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.dovetail.bridge.convert.SideData;
import org.dovetail.bridge.convert.Source;
import org.dovetail.bridge.format.Node;
import org.dovetail.bridge.format.ReadOptions;
import org.dovetail.bridge.convert.SmallFiles;
import org.dovetail.core.Array;
import org.dovetail.core.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills processes that convert, at random moments of the conversion. */
class KilledRunsTests {
    private static final int KILLS = 76;
    private static final int COMMAND_KILLS = 5;
    private static final int COMMAND_MILLIS = 1200;
    private static final int LONGEST_MILLIS = 100;
    private static final int ELEMENTS = 1 << 19;
    /** What a shell gives for a process that a signal of this kind has ended. */
    private static final int TERMINATED = 128 + 15;

    @TempDir
    Path folder;

    /** One of the two conversions that a run makes by turns, as it is when nothing disturbs it. */
    private record Complete(Path target, Path side) {
        static Complete of(Path in, Path folder) throws IOException {
            Path target = Files.createDirectory(folder).resolve("target.npz");
            ConvertLoop.Made.FILE.convert(in, target);
            return new Complete(target, SideData.fileBeside(target));
        }

        boolean is(Path found) throws IOException { return Files.mismatch(target, found) < 0; }
    }

    @Test
    void killedAtAnyMomentTheTargetIsOneCompleteConversionWithItsSideData() throws Exception {
        Path a = checkpoint("a.npz", 1);
        Path b = checkpoint("b.npz", 2);
        List<Complete> complete = List.of(Complete.of(a, folder.resolve("a")), Complete.of(b, folder.resolve("b")));
        SplittableRandom random = new SplittableRandom(25);
        List<Callable<Boolean>> kills = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            int moment = random.nextInt(LONGEST_MILLIS);
            Path place = folder.resolve("kill_" + kill);
            kills.add(() -> kill(place, a, b, moment, complete));
        }
        assertThat(EndedLoop.all(kills)).filteredOn(interrupted -> interrupted)
                .as("kills in the middle of a conversion").hasSizeGreaterThan(KILLS / 4);
    }

    /** Whether temporary files tell that the kill came in the middle. */
    private static boolean kill(Path place, Path a, Path b, int moment, List<Complete> complete) throws Exception {
        EndedLoop.run(EndedLoop.Ending.KILLED, moment, ConvertLoop.Made.FILE, place, "target.npz", List.of(a, b));

        Path target = place.resolve("target.npz");
        assertThat(complete.getFirst().is(target) || complete.getLast().is(target)).as(place.toString()).isTrue();
        try (Source source = Source.open(target, ReadOptions.DEFAULT)) {
            assertThat(source.sideData()).as(place.toString()).isPresent();
        }
        List<String> left = EndedLoop.names(place);
        assertThat(left).as(place.toString()).allMatch(name -> name.matches(
                "begun|target\\.npz|target\\.npz\\.dovetail(\\.new)?\\.json|\\.target\\.npz\\.\\w{12}\\.tmp"));

        ConvertLoop.Made.FILE.convert(a, target);
        assertThat(target).hasSameBinaryContentAs(complete.getFirst().target);
        assertThat(SideData.fileBeside(target)).hasSameBinaryContentAs(complete.getFirst().side);
        assertThat(EndedLoop.names(place)).containsExactlyInAnyOrder("begun", "target.npz", "target.npz.dovetail.json");
        return left.stream().anyMatch(name -> name.endsWith(".tmp"));
    }

    @Test
    void theCommandItselfIsKilledWithoutATrace() throws Exception {
        Path in = checkpoint("in.npz", 1);
        Path target = folder.resolve("model.npz");
        assertThat(Ran.command("convert", in, target).status()).isZero();
        byte[] complete = Files.readAllBytes(target);
        byte[] old = "the old file".getBytes(StandardCharsets.UTF_8);
        SplittableRandom random = new SplittableRandom(26);
        for (int kill = 0; kill < COMMAND_KILLS; kill++) {
            Files.write(target, old);
            Process process = ChildProcess.start(ChildProcess.java(Dovetail.class, "convert", in, target));
            process.waitFor(random.nextInt(COMMAND_MILLIS), TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
            byte[] found = Files.readAllBytes(target);
            assertThat(List.of(old, complete)).anyMatch(one -> Arrays.equals(one, found));
        }
        assertThat(Ran.command("convert", in, target).status()).isZero();
        assertThat(EndedLoop.names(folder)).containsExactlyInAnyOrder("in.npz", "model.npz", "model.npz.dovetail.json");
    }

    @Test
    void theCommandThatIsToldToEndSaysSoAndLeavesNothing() throws Exception {
        Path in = checkpoint("in.npz", 1);
        Path place = Files.createDirectory(folder.resolve("place"));
        Path target = Files.writeString(place.resolve("model.npz"), "the old file");
        Path printed = folder.resolve("printed");
        Process process = new ProcessBuilder(ChildProcess.java(Dovetail.class, "convert", in, target, "--to", "haiku",
                "--format", "npz-compressed")).redirectErrorStream(true).redirectOutput(printed.toFile()).start();
        while (EndedLoop.names(place).size() == 1) {
            assertThat(process.waitFor(1, TimeUnit.MILLISECONDS)).as("ended before it was told").isFalse();
        }
        process.destroy();
        assertThat(process.waitFor()).isEqualTo(TERMINATED);
        assertThat(printed).hasContent("dovetail convert: " + target
                + ": interrupted before it was complete, so it is as it was");
        assertThat(target).hasContent("the old file");
        assertThat(EndedLoop.names(place)).containsExactly("model.npz");
    }

    @Test
    void theCommandThatIsToldToEndBeforeItWritesSaysSo() throws Exception {
        Path in = checkpoint("in.npz", 1);
        Path target = Files.writeString(folder.resolve("model.npz"), "the old file");
        Path plan = folder.resolve("plan.json");
        assertThat(new ProcessBuilder("mkfifo", plan.toString()).start().waitFor()).isZero();
        Path printed = folder.resolve("printed");
        Process process = new ProcessBuilder(ChildProcess.java(Dovetail.class, "convert", in, target, "--plan", plan))
                .redirectErrorStream(true).redirectOutput(printed.toFile()).start();
        try (FileChannel _ = onceItIsRead(plan).get(1, TimeUnit.MINUTES)) {
            process.destroy();
            assertThat(process.waitFor()).isEqualTo(TERMINATED);
        }
        assertThat(printed).hasContent("dovetail convert: " + target
                + ": interrupted before it was complete, so it is as it was");
        assertThat(target).hasContent("the old file");
        assertThat(EndedLoop.names(folder)).containsExactlyInAnyOrder("in.npz", "model.npz", "plan.json", "printed");
    }

    /** A pipe that another process has begun to read. */
    private static CompletableFuture<FileChannel> onceItIsRead(Path pipe) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return FileChannel.open(pipe, StandardOpenOption.WRITE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** A large array, and a batch norm, of which side data is kept. */
    private Path checkpoint(String name, int first) throws IOException {
        SequencedMap<String, Node> nodes = new LinkedHashMap<>(SmallFiles.haiku());
        int[] values = new int[ELEMENTS];
        for (int i = 0; i < values.length; i++) {
            values[i] = first + 2 * i;
        }
        nodes.put("params/net/block//weights", Node.Leaf.of(Array.ofInts(Shape.of(ELEMENTS), values)));
        return SmallFiles.write(folder.resolve(name), nodes);
    }
}
