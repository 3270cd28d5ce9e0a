package org.dovetail.bridge.format;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MsgpackFormatTests {
    @TempDir
    Path folder;

    @Test
    void everyDtypeThatFlaxWroteIsRead() throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(Samples.copy("arrays.msgpack", folder));
                Arena arena = Arena.ofConfined()) {
            assertThat(checkpoint.format().name()).isEqualTo("msgpack");
            assertThat(checkpoint.entries()).hasSize(DType.values().length + 3);
            for (DType dtype : DType.values()) {
                Array array = checkpoint.read(EntryPath.of("codes", dtype.jaxName()), arena);
                assertThat(array.spec()).hasToString(dtype + "[3]");
                if (dtype.kind() != DType.Kind.COMPLEX && dtype != DType.FLOAT8_E8M0FNU) {
                    assertThat(new double[]{array.doubleAt(0), array.doubleAt(1), array.doubleAt(2)}).as("%s", dtype)
                            .containsExactly(1, 0, 1);
                }
            }
            assertThat(checkpoint.read(EntryPath.of("none"), arena).spec()).hasToString("u8[0,4]");
            assertThat(checkpoint.read(EntryPath.of("scalar"), arena).doubleAt(0)).isEqualTo(2.5);
            assertThat(checkpoint.read(EntryPath.of("wide"), arena).shape().rank()).isEqualTo(20);
        }
    }

    @Test
    void plainValuesListsAndIntegerKeysAreRead() throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(Samples.copy("values.msgpack", folder))) {
            Node.Branch params = (Node.Branch) requireNonNull(checkpoint.tree().children().get("params"));
            assertThat(params.children().get("blocks")).isInstanceOfSatisfying(Node.Branch.class,
                    blocks -> assertThat(blocks.kind()).isEqualTo(Node.Kind.LIST));
            assertThat(checkpoint.tree().children().get("layers")).isInstanceOfSatisfying(Node.Branch.class,
                    layers -> assertThat(layers.kind()).isEqualTo(Node.Kind.INT_DICT));
            assertThat(checkpoint.values()).containsEntry("step", new Node.Scalar(3L))
                    .containsEntry("many", new Node.Scalar(BigInteger.TWO.pow(64).subtract(BigInteger.ONE)))
                    .containsEntry("few", new Node.Scalar(Long.MIN_VALUE)).containsEntry("rate", new Node.Scalar(0.25))
                    .containsEntry("done", new Node.Scalar(true)).containsEntry("seed", new Node.Scalar(null))
                    .containsEntry("note", new Node.Scalar("größer 🙂"))
                    .containsEntry("raw", new Node.Scalar("b'a\\x27\\xff'"));
            try (Arena arena = Arena.ofConfined()) {
                assertThat(
                        Samples.numbers(new MsgpackFormat().read(checkpoint.file(), ReadOptions.DEFAULT), "imaginary",
                                arena))
                        .isEqualTo("c128[] [[1.5, -2.0]]");
            }
        }
    }

    @Test
    void piecesAreJoined() throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(Samples.copy("chunked.msgpack", folder));
                Arena arena = Arena.ofConfined()) {
            Array large = checkpoint.read(EntryPath.of("a", "large"), arena);
            assertThat(large.spec()).hasToString("f32[3,5]");
            for (int i = 0; i < 15; i++) {
                assertThat(large.doubleAt(i)).isEqualTo(i);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"arrays.msgpack,1000", "chunked.msgpack,16"})
    void filesAreWrittenByteForByteAsFlaxDoes(String name, long chunkBytes) throws IOException {
        Path sample = Samples.copy(name, folder);
        Path written = folder.resolve("written.msgpack");
        MsgpackFormat format = new MsgpackFormat(chunkBytes);
        Contents contents = format.read(sample, ReadOptions.DEFAULT);
        try {
            format.write(contents, written);
        } finally {
            contents.resources().close();
        }
        assertThat(Files.readAllBytes(written)).isEqualTo(Files.readAllBytes(sample));
    }

    @Test
    void whatMessagePackCannotHoldIsRefused() {
        Path file = folder.resolve("out.msgpack");
        assertThatThrownBy(() -> write(file, "a", new Node.Scalar(BigInteger.TWO.pow(64))))
                .isInstanceOf(CheckpointException.class).hasMessage(file + ": entry 'a': MessagePack cannot hold it:"
                        + " integers are from -2^63 to 2^64-1, this is 18446744073709551616");
        assertThatThrownBy(() -> write(file, "\ud800", Array.ofInts(Shape.of(1), 1)))
                .isInstanceOf(CheckpointException.class).hasMessageContaining("half of a surrogate pair");
    }

    private static void write(Path file, Object... tree) throws IOException {
        new MsgpackFormat().write(Contents.toWrite(Samples.tree(tree), Map.of()), file);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"1|939102a3696e74c400|there is no dtype 'int' among JAX's arrays",
            "1|939102a26934c400|there is no dtype 'i4' among JAX's arrays",
            "1|92c400c400|an array should be a list of its shape, the name of its dtype, and its bytes",
            "1|9391c0a4696e7438c400|a shape should be a list of integers",
            "1|939102a4696e7438c40100|i8[2] needs 2 bytes, there are 1",
            "1|9391ffa4696e7438c400|a shape has a negative extent: [-1]",
            "1|92|the bytes of the array are no MessagePack: at byte 1: a list of 2 items should follow",
            "2|920000|a complex number should be a list of two floats",
            "2|90|a complex number should be a list of two parts",
            "5|00|is a value of MessagePack's extension type 5; flax writes only the types 1 (array)"})
    void damagedArraysAreRefused(int type, String body, String problem) throws IOException {
        refuses(map(type, body), "entry 'a': " + problem);
    }

    private static String map(int type, String body) {
        return "81a161c7" + String.format("%02x%02x", body.length() / 2, type) + body;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"82a16100a16101|entry 'a': the key stands twice in its map",
            "8201a0a16101|the keys of a map should be texts, or integers all of them",
            "81a16181b95f5f6d73677061636b5f6368756e6b65645f61727261795f5fc3|entry 'a': an array in pieces should have a map"
                    + " 'shape'",
            "81a161c5ffff|is no well-formed MessagePack: at byte 6: 65535 bytes should follow, there are 0 bytes left"})
    void damagedMapsAreRefused(String hex, String problem) throws IOException { refuses(hex, problem); }

    private void refuses(String hex, String problem) throws IOException {
        Path file = Files.write(folder.resolve("damaged.msgpack"), HexFormat.of().parseHex(hex));
        assertThatThrownBy(() -> new MsgpackFormat().read(file, ReadOptions.DEFAULT))
                .isInstanceOf(CheckpointException.class).hasMessageStartingWith(file + ": ")
                .hasMessageContaining(problem);
    }

    @Test
    void aShapeBombIsRefused() throws IOException {
        String axis = "cf7fffffffffffffff";
        refuses(map(1, "93" + "92" + axis + axis + "a4696e7438" + "c400"), "claims more than 2^63 elements");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9101", "c0", "8063", "8201"})
    void whatIsNoMapOfNamesIsNotTakenForOne(String hex) throws IOException {
        Path file = Files.write(folder.resolve("other"), HexFormat.of().parseHex(hex));
        assertThatThrownBy(() -> Checkpoint.open(file)).isInstanceOf(CheckpointException.class);
    }
}
