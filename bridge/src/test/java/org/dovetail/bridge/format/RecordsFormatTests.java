package org.dovetail.bridge.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.dovetail.core.Array;
import org.dovetail.core.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** AlphaFold 3's records, whole and damaged. */
class RecordsFormatTests {
    private static final String PARTS = "if it is one of several parts, give all of them the names that they had, as"
            + " NAME.bin.zst.0 or NAME.0.bin, in one folder";

    @TempDir
    Path folder;

    @Test
    void recordsAreReadInPlace() throws IOException {
        Path file = write(record("diffuser/~/linear", "w", "float32", new int[]{2}, 0, 0, 0x80, 0x3f, 0, 0, 0, 0x40),
                record("diffuser/~/linear", "b", "bfloat16", new int[0], 0x80, 0x3f),
                record("__meta__", "__identifier__", "uint8", new int[]{3}, 1, 2, 3));
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(checkpoint.format().name()).isEqualTo("alphafold3");
            assertThat(checkpoint.entries()).extracting(Entry::toString).containsExactly(
                    "diffuser/~/linear/w f32[2]", "diffuser/~/linear/b bf16[]", "__meta__/__identifier__ u8[3]");
            Array w = checkpoint.read(EntryPath.of("diffuser", "~", "linear", "w"), (_, _) -> {
                throw new AssertionError();
            });
            assertThat(w.bitEquals(Array.ofFloats(Shape.of(2), 1, 2))).isTrue();
        }
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        Node.Branch scopes = Samples.tree("a/~/é", Samples.tree("w", Array.ofFloats(Shape.of(2, 1), 1, -0f)), "b",
                Samples.tree("counter", Array.ofInts(Shape.of(), 7)));
        Path file = folder.resolve("af3.bin");
        new RecordsFormat().write(Contents.toWrite(scopes, Map.of()), file);
        Contents contents = new RecordsFormat().read(file, ReadOptions.DEFAULT);
        TreeAssert.assertSame(contents.root(), scopes);
        contents.resources().close();
    }

    @Test
    void whatAlphaFoldCannotReadIsNotWritten() {
        assertNotWritten(Samples.tree("w", Array.ofInts(Shape.of(), 1)),
                "entry 'w': has no scope, which AlphaFold 3 gives each array");
        assertNotWritten(Samples.tree("params", Samples.tree("a", Samples.tree("w", Array.ofInts(Shape.of(), 1)))),
                "entry 'params/a': is no array in a scope; AlphaFold 3 keeps parameters alone, in keys of two levels:"
                        + " say --scheme two-level, and leave the rest out with --only 'params/**'");
        assertNotWritten(Samples.tree("a", Samples.tree("w", Array.ofInts(Shape.of(0)))),
                "entry 'a/w': has 0 bytes; AlphaFold 3 reads arrays of 1 to 2147483647");
    }

    @Test
    void aFileThatBreaksOffIsRefused() throws IOException {
        byte[] whole = record("a", "w", "uint8", new int[]{3}, 1, 2, 3);
        assertRefused(Arrays.copyOf(whole, whole.length - 1), "ends inside a record: 14 bytes are needed at byte 20 and"
                + " 13 are there; " + PARTS);
        assertRefused(Arrays.copyOf(whole, whole.length + 3), "ends inside a record: 20 bytes are needed at byte 34 and"
                + " 3 are there; " + PARTS);
        assertRefused(Arrays.copyOf(whole, whole.length + 20),
                "is damaged at byte 34: there is no record of AlphaFold 3");
    }

    @Test
    void aFileAsItIsPublishedIsRead() throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(Samples.copy("af3.bin.zst", folder));
                Arena arena = Arena.ofConfined()) {
            assertThat(checkpoint.entries()).extracting(Entry::toString).containsExactly(
                    "diffuser/~/linear/weights bf16[2,3]", "diffuser/~/linear/bias f32[3]",
                    "__meta__/__identifier__ u8[4]");
            assertThat(checkpoint.read(EntryPath.of("diffuser", "~", "linear", "bias"), arena)
                    .bitEquals(Array.ofFloats(Shape.of(3), 0, 1, 2))).isTrue();
        }
    }

    @Test
    void aDamagedCompressedFileIsRefused() throws IOException {
        byte[] packed = Samples.bytes("af3.bin.zst");
        Path file = Files.write(folder.resolve("af3.bin.zst"), Arrays.copyOf(packed, packed.length / 2));
        assertThatThrownBy(() -> Checkpoint.open(file)).isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(file + ": is no Zstandard data that can be read");
    }

    @Test
    void sizesThatContradictEachOtherAreRefused() throws IOException {
        assertRefused(record("a", "w", "uint8", new int[]{4}, 1, 2, 3),
                "entry 'a/w': u8[4] needs 4 bytes, its record has 3");
        assertRefused(record("a", "w", "uint8", new int[]{-1}, 1),
                "entry 'a/w': a shape has a negative extent: [-1]");
        int[] large = {Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE};
        assertRefused(record("a", "w", "uint8", large, 1),
                "entry 'a/w': the shape [2147483647,2147483647,2147483647] claims more than 2^63 elements");
    }

    @Test
    void anArrayThatIsThereTwiceIsRefused() throws IOException {
        byte[] one = record("a", "w", "uint8", new int[0], 1);
        ByteArrayOutputStream two = new ByteArrayOutputStream();
        two.writeBytes(one);
        two.writeBytes(one);
        assertRefused(two.toByteArray(), "entry 'a/w': is there twice");
    }

    @Test
    void aDtypeThatJaxDoesNotHaveIsRefused() throws IOException {
        ByteArrayOutputStream two = new ByteArrayOutputStream();
        two.writeBytes(record("a", "w", "uint8", new int[0], 1));
        two.writeBytes(record("a", "b", ">f4", new int[0], 1, 2, 3, 4));
        assertRefused(two.toByteArray(), "entry 'a/b': has the dtype '>f4', which JAX does not have");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 8, 12, 16})
    void negativeLengthsAreNoRecord(int at) {
        byte[] bytes = record("a", "w", "uint8", new int[0], 1);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at, -1);
        assertThat(new RecordsFormat().recognises(folder, ByteBuffer.wrap(bytes))).isFalse();
    }

    private static byte[] record(String scope, String name, String dtype, int[] shape, int... data) {
        byte[][] texts = {scope.getBytes(StandardCharsets.UTF_8), name.getBytes(StandardCharsets.UTF_8),
                dtype.getBytes(StandardCharsets.UTF_8)};
        ByteBuffer bytes = ByteBuffer.allocate(1000).order(ByteOrder.LITTLE_ENDIAN);
        for (byte[] text : texts) {
            bytes.putInt(text.length);
        }
        bytes.putInt(shape.length).putInt(data.length);
        for (byte[] text : texts) {
            bytes.put(text);
        }
        for (int extent : shape) {
            bytes.putInt(extent);
        }
        for (int b : data) {
            bytes.put((byte) b);
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private Path write(byte[]... records) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] record : records) {
            all.writeBytes(record);
        }
        return Files.write(folder.resolve("af3.bin"), all.toByteArray());
    }

    private void assertRefused(byte[] bytes, String problem) throws IOException {
        Path file = write(bytes);
        assertThatThrownBy(() -> Checkpoint.open(file)).isInstanceOf(CheckpointException.class)
                .hasMessage(file + ": " + problem);
    }

    private void assertNotWritten(Node.Branch tree, String problem) {
        Path file = folder.resolve("out.bin");
        assertThatThrownBy(() -> new RecordsFormat().write(Contents.toWrite(tree, Map.of()), file))
                .isInstanceOf(CheckpointException.class).hasMessage(file + ": " + problem);
    }
}
