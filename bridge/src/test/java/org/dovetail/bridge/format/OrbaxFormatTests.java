package org.dovetail.bridge.format;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.dovetail.bridge.internal.bytes.PieceSize;
import org.dovetail.core.Array;
import org.dovetail.core.Shape;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrbaxFormatTests {
    @TempDir
    Path temporary;

    private Path folder = Path.of("");

    @BeforeEach
    void makeFolder() throws IOException { folder = Files.createDirectory(temporary.resolve("checkpoint")); }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(requireNonNull(path.getParent()));
        Files.writeString(path, text);
    }

    private void write(String file, byte... bytes) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(requireNonNull(path.getParent()));
        Files.write(path, bytes);
    }

    private static String leaf(String type, String... keys) {
        StringBuilder path = new StringBuilder();
        for (String key : keys) {
            path.append(path.isEmpty() ? "" : ",").append("{\"key\":\"").append(key).append("\",\"key_type\":2}");
        }
        return "\"" + String.join("/", keys) + "\":{\"key_metadata\":[" + path
                + "],\"value_metadata\":{\"value_type\":\"" + type + "\",\"skip_deserialize\":false}}";
    }

    private void metadata(String... leaves) throws IOException {
        write("_METADATA", "{\"tree_metadata\":{" + String.join(",", leaves) + "},\"custom_metadata\":null}");
    }

    private static String zarray(String shape, String chunks, String more) {
        return "{\"zarr_format\":2,\"dtype\":\"<i2\",\"order\":\"C\",\"compressor\":null,\"filters\":null,\"fill_value\":7,"
                + more + "\"shape\":" + shape + ",\"chunks\":" + chunks + "}";
    }

    private String read(String name) throws IOException {
        Contents contents = new OrbaxFormat().read(folder, ReadOptions.DEFAULT);
        try (Arena arena = Arena.ofConfined()) {
            return Samples.numbers(contents, name, arena);
        } finally {
            contents.resources().close();
        }
    }

    private void assertRefused(String problem) {
        assertThatThrownBy(() -> {
            try (Checkpoint checkpoint = Checkpoint.open(folder); Arena arena = Arena.ofConfined()) {
                for (Entry entry : checkpoint.entries()) {
                    checkpoint.read(entry.path(), arena);
                }
            }
        }).isInstanceOf(CheckpointException.class).hasMessageStartingWith(folder.toString())
                .hasMessageContaining(problem);
    }

    @Test
    void chunksAtTheEdgeStandOverAndMissingOnesAreFilled() throws IOException {
        metadata(leaf("np.ndarray", "a"));
        write("a/.zarray", zarray("[3,3]", "[2,2]", ""));
        write("a/0.0", new byte[]{1, 0, 2, 0, 3, 0, 4, 0});
        write("a/1.1", new byte[]{5, 0, 0, 0, 0, 0, 0, 0});
        assertThat(read("a")).isEqualTo("i16[3,3] [1, 2, 7, 3, 4, 7, 7, 7, 5]");
    }

    /** A process can have some 65,000 mappings. */
    @Test
    void aFileOfEachOfManyChunksTakesNoMapping() throws IOException {
        write("a/.zarray", zarray("[2]", "[1]", ""));
        write("a/0", (byte) 1, (byte) 0);
        write("a/1", new byte[PieceSize.BYTES + 1]);
        try (FolderFiles files = FolderFiles.of(folder)) {
            for (OrbaxStore.Value value : OrbaxStore.open(files, OrbaxStore.Absent.FILLED).values().values()) {
                assertThat(value.bytes().isMapped()).isEqualTo(value.size() > PieceSize.BYTES);
                assertThat(value.bytes().byteSize()).isEqualTo(value.size());
                value.giveBack();
            }
        }
    }

    @Test
    void missingChunksAreLostWhereAllWereSaved() throws IOException {
        metadata(leaf("np.ndarray", "a"));
        write("_METADATA", Files.readString(folder.resolve("_METADATA")).replace("\"custom_metadata\"",
                "\"store_array_data_equal_to_fill_value\":true,\"custom_metadata\""));
        write("a/.zarray", zarray("[3,3]", "[2,2]", ""));
        write("a/0.0", new byte[8]);
        assertRefused(
                "entry 'a': lacks 3 of its 4 chunks, all of which were saved; look for what else is missing of the"
                        + " checkpoint, as a folder ocdbt.process_1");
    }

    @Test
    void otherOrdersOfAxesAndBytesAreRead() throws IOException {
        metadata(leaf("np.ndarray", "a"));
        write("a/.zarray", zarray("[2,3]", "[2,3]", "").replace("\"C\"", "\"F\"").replace("<i2", ">i2"));
        write("a/0.0", new byte[]{0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6});
        assertThat(read("a")).isEqualTo("i16[2,3] [1, 3, 5, 2, 4, 6]");
    }

    @Test
    void treesAreReadBackWithAllThatPythonKeepsInThem() throws IOException {
        Node.Branch list = new Node.Branch(Node.Kind.LIST, new LinkedHashMap<>(Map.of("0",
                Node.Leaf.of(Array.ofInts(Shape.of(2), 1, 2)))), "");
        Node.Branch tree = Samples.tree("net/~/linear", Samples.tree("w", Array.ofFloats(Shape.of(1), 1.5f)), "list",
                list,
                "text", new Node.Scalar("ü"), "none", new Node.Scalar(null), "step", new Node.Scalar(3L), "rate",
                new Node.Scalar(0.5), "done", new Node.Scalar(true), "it's", Samples.tree(), "large",
                Array.ofInts(Shape.of(0, 3)));
        Path out = temporary.resolve("out");
        new OrbaxFormat().write(Contents.toWrite(tree, Map.of("note", "{}")), out);
        Contents read = new OrbaxFormat().read(out, ReadOptions.DEFAULT);
        try {
            TreeAssert.assertSame(read.root(), tree);
            assertThat(read.metadata()).isEqualTo(Map.of("note", "{}"));
        } finally {
            read.resources().close();
        }
        assertThat(Files.readString(out.resolve("_METADATA"))).contains("\"('net/~/linear', 'w')\"",
                "\"('list', '0')\"",
                "\"(\\\"it's\\\",)\"");
    }

    @Test
    void aStateIsReadAsThePureDictThatItHolds() throws IOException {
        metadata(leaf("np.ndarray", "a", "value"), leaf("np.ndarray", "b", "c", "value"));
        for (String name : new String[]{"a.value", "b.c.value"}) {
            write(name + "/.zarray", zarray("[1]", "[1]", ""));
            write(name + "/0", new byte[]{1, 0});
        }
        try (Checkpoint checkpoint = Checkpoint.open(folder)) {
            assertThat(checkpoint.entries()).extracting(Entry::toString).containsExactly("a i16[1]", "b/c i16[1]");
        }
        metadata(leaf("np.ndarray", "a", "value"), leaf("np.ndarray", "b", "c", "value"), leaf("np.ndarray", "d"));
        write("d/.zarray", zarray("[1]", "[1]", ""));
        try (Checkpoint checkpoint = Checkpoint.open(folder)) {
            assertThat(checkpoint.entries()).extracting(Entry::toString).containsExactly("a/value i16[1]",
                    "b/c/value i16[1]", "d i16[1]");
        }
    }

    @Test
    void anOldFileOfMsgpackNamesTheArraysBesideIt() throws IOException {
        metadata();
        write("checkpoint", "\u0081\u00a1a\u00aePLACEHOLDER:/".getBytes(StandardCharsets.ISO_8859_1));
        assertRefused("its file checkpoint is no msgpack");
        write("checkpoint", "\u0081\u00a1a\u00b0PLACEHOLDER://xy".getBytes(StandardCharsets.ISO_8859_1));
        write("xy/.zarray", zarray("[1]", "[1]", ""));
        write("xy/0", new byte[]{9, 0});
        assertThat(read("a")).isEqualTo("i16[1] [9]");
    }

    @Test
    void oneOfSeveralCheckpointsMustBeNamed() throws IOException {
        Path root = folder;
        for (String item : new String[]{"3/default", "7/params"}) {
            folder = root.resolve(item);
            metadata(leaf("np.ndarray", "a"));
            write("a/.zarray", zarray("[1]", "[1]", ""));
        }
        folder = root;
        assertRefused("holds 2 checkpoints: '3/default', '7/params'; name the folder of one");
        folder = root.resolve("7");
        assertThat(read("a")).isEqualTo("i16[1] [7]");
    }

    @Test
    void anUnfinishedCheckpointIsRefused() throws IOException {
        folder = temporary.resolve("7.orbax-checkpoint-tmp-12");
        metadata(leaf("np.ndarray", "a"));
        assertRefused("is what a save that was cut short left");
    }

    @Test
    void anotherFolderIsNone() { assertRefused("is a folder, and no known checkpoint format is one like it"); }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "[4611686018427387904,4]|[1,1]|claims more than 2^63 elements", "[2000000000]|[2000000000]|i16[2000000000]"
                    + " claims 4000000000 bytes, its 0 chunks can hold 0 at most",
            "[2]|[2,2]|its chunks of [2,2] do not fit i16[2]", "[2]|[0]|its chunks of [0] do not fit i16[2]",
            "[-1]|[1]|its JSON should have a list of integers from 0 on for \"shape\"",
            "[1.5]|[1]|its JSON should have a list of integers from 0 on for \"shape\"",
            "\"a\"|[1]|its JSON should have a list of integers for \"shape\"",
            "[2]|[9223372036854775807]|claims more than 2^63 bytes"})
    void shapesThatNothingStandsBehindAreRefused(String shape, String chunks, String problem) throws IOException {
        metadata(leaf("np.ndarray", "a"));
        write("a/.zarray", zarray(shape, chunks, ""));
        assertRefused(problem);
    }

    @Test
    void chunksOfAnotherSizeAreRefused() throws IOException {
        metadata(leaf("np.ndarray", "a"));
        write("a/.zarray", zarray("[2]", "[2]", ""));
        write("a/0", new byte[3]);
        assertRefused("entry 'a': a chunk has 3 bytes, where there should be 4");
        write("a/0", new byte[4]);
        write("a/1", new byte[4]);
        assertRefused("entry 'a': has the chunk 1 of 1 on axis 0");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"zstd|a chunk is no Zstandard data that can be read",
            "gzip|a chunk Not in GZIP format",
            "zlib|a chunk incorrect header check",
            "blosc|a chunk is no chunk of blosc, or breaks off"})
    void damagedCompressionIsRefused(String id, String problem) throws IOException {
        metadata(leaf("np.ndarray", "a"));
        write("a/.zarray",
                zarray("[8]", "[8]", "").replace("\"compressor\":null", "\"compressor\":{\"id\":\"" + id + "\"}"));
        write("a/0", new byte[]{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
        assertRefused("entry 'a': " + problem);
    }

    @Test
    void aSmallChunkThatClaimsALargeArrayIsRefused() throws IOException {
        metadata(leaf("np.ndarray", "a"));
        write("a/.zarray", zarray("[400000000]", "[400000000]", "").replace("\"compressor\":null",
                "\"compressor\":{\"id\":\"zstd\"}"));
        write("a/0", new byte[]{1, 2, 3, 4});
        assertRefused("a chunk should hold 800000000 bytes, more than its 4 can");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret", "/etc", "a/../../secret", ".."})
    void keysThatLeadOutOfTheFolderReachNothing(String key) throws IOException {
        Files.createDirectory(temporary.resolve("secret"));
        Files.writeString(temporary.resolve("secret/.zarray"), zarray("[1]", "[1]", ""));
        metadata(leaf("np.ndarray", key));
        assertRefused("is in the metadata, but not among the arrays");
    }

    @Test
    void linksAreRefused() throws IOException {
        metadata(leaf("np.ndarray", "a"));
        Path secret = Files.writeString(temporary.resolve("secret"), "xx");
        write("a/.zarray", zarray("[1]", "[1]", ""));
        Files.createSymbolicLink(folder.resolve("a/0"), secret);
        assertRefused("'a/0' is a link or no plain file; links are not followed in a checkpoint");
    }

    @Test
    void aDataFileBehindALinkIsRefused() throws IOException {
        Path out = temporary.resolve("out");
        new OrbaxFormat().write(Contents.toWrite(Samples.tree("a", Array.ofInts(Shape.of(1), 1)), Map.of()), out);
        Path moved = Files.move(out.resolve("d"), temporary.resolve("elsewhere"));
        Files.createSymbolicLink(out.resolve("d"), moved);
        folder = out;
        assertRefused("is behind a link, which is not followed");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"[]|its JSON should be an object here", "{|its JSON is no proper JSON",
            "{\"tree_metadata\":{\"a\":1}}|an entry of its tree_metadata is no object",
            "{\"tree_metadata\":{\"a\":{\"key_metadata\":[],\"value_metadata\":{\"value_type\":\"None\"}}}}|has no place of"
                    + " its own in the tree"})
    void damagedMetadataAreRefused(String json, String problem) throws IOException {
        write("_METADATA", json);
        assertRefused(problem);
    }

    @Test
    void arraysThatShareAPlaceAreRefused() throws IOException {
        write("a/.zarray", zarray("[1]", "[1]", ""));
        metadata(leaf("np.ndarray", "a"), leaf("np.ndarray", "a", "b"));
        assertRefused("entry 'a.b': stands below an array");
    }

    @Test
    void whatOrbaxCannotHoldIsRefused() {
        Path out = temporary.resolve("out");
        assertThatThrownBy(() -> new OrbaxFormat().write(
                Contents.toWrite(Samples.tree("a", new Node.Scalar(BigInteger.TWO.pow(64))), Map.of()), out))
                .hasMessageContaining("Orbax cannot hold the integer 18446744073709551616");
        Path other = temporary.resolve("other");
        assertThatThrownBy(() -> new OrbaxFormat().write(Contents.toWrite(Samples.tree("a.b",
                Array.ofInts(Shape.of(1), 1), "a", Samples.tree("b", Array.ofInts(Shape.of(1), 1))), Map.of()), other))
                .hasMessageContaining("entry 'a.b': two entries have this name when their keys are joined with '.'");
    }
}
