package org.dovetail.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import org.dovetail.bridge.convert.SmallFiles;
import org.dovetail.bridge.format.CheckpointFormats;
import org.dovetail.bridge.format.Contents;
import org.dovetail.bridge.format.Node;
import org.dovetail.core.Array;
import org.dovetail.core.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A limit on the size of files stands in for a disk that is full. */
class FullDiskTests {
    private static final int BLOCKS = 128;
    private static final int ELEMENTS = 1 << 16;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"npz", "npz-compressed", "safetensors", "npy", "pickle", "json"})
    void theOldFileStaysAndOneLineSaysWhatToDo(String format) throws IOException, InterruptedException {
        Path in = checkpoint();
        Path place = Files.createDirectory(folder.resolve("full"));
        Path target = Files.writeString(place.resolve("target"), "the old file");

        Ran ran = ChildProcess.run(ChildProcess.withFileLimit(BLOCKS,
                ChildProcess.java(Dovetail.class, "convert", in, target, "--to", "haiku", "--format", format)));

        assertThat(ran.status()).as(ran.err()).isEqualTo(Failures.UNUSABLE);
        assertThat(ran.onlyError()).matches("dovetail convert: \\Q" + target
                + "\\E: cannot be written: .+, after \\d+ bytes; no file was replaced\\."
                + " Make room there, or name a file elsewhere");
        assertThat(target).hasContent("the old file");
        assertThat(EndedLoop.names(place)).containsExactly("target");
    }

    @ParameterizedTest
    @CsvSource({"orbax, true", "orbax, false", "safetensors-shards, true", "safetensors-shards, false"})
    void theOldFolderStaysOrThereIsNone(String format, boolean replaces) throws IOException, InterruptedException {
        Path in = checkpoint();
        Path place = Files.createDirectory(folder.resolve("full"));
        Path target = place.resolve("target");
        Map<String, String> old = SmallFiles.bits(in);
        if (replaces) {
            assertThat(Ran.command("convert", in, target, "--to", "haiku", "--format", format).status()).isZero();
        }

        Ran ran = ChildProcess.run(ChildProcess.withFileLimit(BLOCKS, ChildProcess.java(Dovetail.class, "convert", in,
                target, "--to", "haiku", "--format", format, "--overwrite")));

        assertThat(ran.status()).as(ran.err()).isEqualTo(Failures.UNUSABLE);
        assertThat(ran.onlyError()).matches("dovetail convert: \\Q" + target
                + "\\E/[\\w./-]+: cannot be written: .+, after \\d+ bytes; no file was replaced\\."
                + " Make room there, or name a file elsewhere");
        assertThat(EndedLoop.names(place)).isEqualTo(replaces ? List.of("target") : List.of());
        if (replaces) {
            assertThat(SmallFiles.bits(target)).isEqualTo(old);
        }
    }

    @Test
    void soItIsWithNumbersThatAreNeededAsAWhole() throws IOException, InterruptedException {
        Node kernel = Node.Leaf.of(Array.ofFloats(Shape.of(1, 1, 2048, 2048), new float[2048 * 2048]));
        Path in = folder.resolve("in.npz");
        CheckpointFormats.ALL.stream().filter(format -> format.name().equals("npz-compressed")).findFirst()
                .orElseThrow().write(Contents.toWrite(Node.Branch.dict(
                        new LinkedHashMap<>(Map.of("net/conv2_d_transpose//w", kernel))), Map.of()), in);
        Path place = Files.createDirectory(folder.resolve("full"));

        Ran ran = ChildProcess.run(ChildProcess.withFileLimit(BLOCKS,
                ChildProcess.java(Dovetail.class, "convert", in, place.resolve("target.safetensors"))));

        assertThat(ran.status()).as(ran.err()).isEqualTo(Failures.UNUSABLE);
        assertThat(ran.onlyError()).matches("dovetail convert: \\Q" + place.resolve("target.safetensors")
                + "\\E: cannot be written: .+ has no room for 16777216 bytes of numbers that are needed as a whole"
                + " \\(.+\\), after \\d+ bytes; no file was replaced\\. Make room there, or name a file elsewhere");
        assertThat(place).isEmptyDirectory();
    }

    private Path checkpoint() throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        float[] values = new float[ELEMENTS];
        for (int i = 0; i < ELEMENTS; i++) {
            values[i] = Float.intBitsToFloat(random.nextInt(1 << 30));
        }
        SequencedMap<String, Node> nodes = new LinkedHashMap<>();
        nodes.put("net/linear//w", Node.Leaf.of(Array.ofFloats(Shape.of(ELEMENTS), values)));
        return SmallFiles.write(folder.resolve("in.npz"), nodes);
    }
}
