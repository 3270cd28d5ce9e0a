package org.dovetail.bridge.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyFormatTests {
    private static final CheckpointFormat NPY = new NpyFormat();
    private static final ReadOptions ASSUME = new ReadOptions(
            Map.of("V2", DType.BFLOAT16, "V1", DType.INT4, "f1", DType.FLOAT8_E5M2));

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            "version_1; i32[2,2] [1, 2, 3, 4]",
            "version_2; i32[2,2] [1, 2, 3, 4]",
            "version_3; i32[2,2] [1, 2, 3, 4]",
            "big_f4; f32[3] [1.0, 2.0, 3.0]",
            "big_i2; i16[3] [1, 2, 3]",
            "big_c16; c128[2] [[1.0, 0.0], [2.0, 0.0]]",
            "fortran_big; i64[2,3] [1, 2, 3, 4, 5, 6]",
            "bfloat16; bf16[3] [1.0, 2.0, 3.0]",
            "float8_e5m2; f8_e5m2[3] [1.0, 2.0, 3.0]",
            "int4; i4[3] [1, 2, 3]"})
    void whatNumpyWroteIsRead(String name, String numbers) throws IOException {
        assertThat(read(name)).isEqualTo(numbers);
    }

    @Test
    void fortranOrderIsTurned() throws IOException {
        assertThat(read("fortran")).startsWith("f32[2,3,4] [1.0, 2.0, 3.0, 4.0, 5.0").endsWith("23.0, 24.0]");
    }

    @Test
    void headersAndNumbersAreWrittenAsNumpyDoes() throws IOException {
        for (String name : new String[]{"version_1", "bfloat16", "int4", "rank_32"}) {
            Path copy = Samples.copy(name + ".npy", folder);
            Path written = folder.resolve("written.npy");
            Contents contents = NPY.read(copy, ASSUME);
            NPY.write(contents, written);
            contents.resources().close();
            assertThat(written).hasSameBinaryContentAs(copy);
        }
    }

    @Test
    void numbersInPlaceAreNotCopied() throws IOException {
        Contents contents = NPY.read(Samples.copy("version_1.npy", folder), ReadOptions.DEFAULT);
        Node.Leaf leaf = Samples.leaf(contents, NpyFormat.NAME);
        Array array = leaf.numbers().read((bytes, alignment) -> {
            throw new AssertionError("allocated " + bytes);
        });
        assertThat(array.data().isMapped()).isTrue();
        contents.resources().close();
    }

    @Test
    void textsBecomePlainValues() throws IOException {
        Contents contents = NPY.read(Samples.copy("texts.npy", folder), ReadOptions.DEFAULT);
        Node rows = Samples.node(contents, NpyFormat.NAME);
        TreeAssert.assertSame(rows, list(list(text("a"), text("bc")), list(text(""), text("é"))));
        Contents bytes = NPY.read(Samples.copy("bytes.npy", folder), ReadOptions.DEFAULT);
        TreeAssert.assertSame(Samples.node(bytes, NpyFormat.NAME), list(text("a"), text("ÿþ")));
        contents.resources().close();
        bytes.resources().close();
    }

    @Test
    void voidElementsAreRefusedWithTheLineToType() throws IOException {
        refuse(Samples.copy("bfloat16.npy", folder), ReadOptions.DEFAULT,
                "holds elements of 2 bytes (V2) and does not say of which dtype; if they are bfloat16, say"
                        + " --assume V2=bfloat16");
        refuse(Samples.copy("int4.npy", folder), ReadOptions.DEFAULT, "say which, for example"
                + " --assume V1=float8_e4m3fn or --assume V1=int4");
        refuse(Samples.copy("bfloat16.npy", folder), new ReadOptions(Map.of("V2", DType.FLOAT32)),
                "--assume V2=float32 does not fit: a f32 has 4 bytes, the elements have 2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            "dates; holds NumPy's datetime64 ('<M8[s]')",
            "fields; holds a structured dtype (fields 'x', 'y'); save each field as an array of its own",
            "float8_e5m2; does not read; if it is that, say --assume f1=float8_e5m2",
            "long_double; holds NumPy's dtype '<f16', which JAX does not have"})
    void dtypesThatJaxLacksAreRefusedByName(String name, String message) throws IOException {
        refuse(Samples.copy(name + ".npy", folder), ReadOptions.DEFAULT, message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            "'<f4', False, (3,); f32[3] needs 12 bytes after the header, there are 8",
            "'<f4', False, (1,); f32[1] needs 4 bytes after the header, there are 8",
            "'<f4', False, (1152921504606846976, 2); claims more than 2^63 bytes",
            "'<f4', False, (1152921504606846976, 16); claims more than 2^63 elements",
            "'|u1', False, (1152921504606846976,); has an extent above 2147483647",
            "'<f4', False, (99999999999999999999,); the header is no Python dict: a number of 20 digits",
            "'<f4', False, (-1,); a shape has a negative extent: [-1]",
            "'<f4', False, (2); shape in the header should be a tuple of integers",
            "'<f4', False, (True,); shape in the header should be a tuple of integers",
            "'<f4', False, [2]; shape in the header should be a tuple of integers",
            "'<f4', 0, (2,); fortran_order in the header should be True or False",
            "'<f4', Falsch, (2,); the header is no Python dict: at character 34 is 'Falsch, 's', expected a value",
            "'<q4', False, (2,); holds NumPy's dtype '<q4', which JAX does not have",
            "'f', False, (2,); holds NumPy's dtype 'f', which JAX does not have",
            "'<U16777217', False, (); holds texts of 16777217 characters; the longest that are read",
            "'<U0', False, (10001,); needs 0 bytes after the header, there are 8",
            "'<V3', False, (2,); holds elements of 3 bytes (V3), which is no dtype of JAX",
            "2, False, (2,); descr in the header should name a dtype",
            "((((((((((((((((((('<f4', False, (2,); nested deeper than 16",
            "'<f4' 'x', False, (2,); the header is no Python dict: at character 16 is ''x', 'fort', expected a comma"})
    void impossibleHeadersAreRefused(String header, String message) throws IOException {
        String[] values = header.split(", ", 3);
        Path file = npy(1, "{'descr': " + values[0] + ", 'fortran_order': " + values[1] + ", 'shape': " + values[2]
                + "}\n", new byte[8]);
        refuse(file, ReadOptions.DEFAULT, message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "", "{'descr': '<f4'}", "{'descr': '<f4', 'descr': '<f4'}", "{1: 2}",
            "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'more': 1}",
            "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} x"})
    void otherHeadersAreRefused(String header) throws IOException {
        refuse(npy(2, header, new byte[8]), ReadOptions.DEFAULT, "the header");
    }

    @Test
    void longHeadersAreRefusedAsNumpyDoes() throws IOException {
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}";
        assertThat(read(npy(1, header + " ".repeat(10_000 - header.length()), new byte[8]))).startsWith("f32[2]");
        refuse(npy(1, header + " ".repeat(10_001 - header.length()), new byte[8]), ReadOptions.DEFAULT,
                "the header has 10001 characters; NumPy reads at most 10000");
        byte[] huge = Files.readAllBytes(npy(2, header, new byte[8]));
        Arrays.fill(huge, 8, 12, (byte) 0xff);
        refuse(Files.write(folder.resolve("huge.npy"), huge), ReadOptions.DEFAULT,
                "the header claims 4294967295 bytes");
    }

    @Test
    void aFileCutAnywhereOrExtendedIsRefused() throws IOException {
        byte[] whole = Samples.bytes("version_1.npy");
        for (int length = 0; length < whole.length; length++) {
            Path cut = Samples.rewrite(folder.resolve("cut.npy"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Samples.readAll(NPY, cut, ReadOptions.DEFAULT))
                    .isInstanceOf(CheckpointException.class).hasMessageStartingWith(cut + ": ");
        }
        refuse(Files.write(folder.resolve("long.npy"), Arrays.copyOf(whole, whole.length + 1)), ReadOptions.DEFAULT,
                "i32[2,2] needs 16 bytes after the header, there are 17");
    }

    @Test
    void versionsThatDoNotExistAreRefused() throws IOException {
        refuse(npy(4, "{}", new byte[0]), ReadOptions.DEFAULT, "is of npy version 4.0; known are 1.0, 2.0 and 3.0");
    }

    @Test
    void severalArraysAreWrittenAsAPickledDict() throws IOException {
        Path two = folder.resolve("two.npy");
        NPY.write(
                Contents.toWrite(Samples.tree("a", Array.ofFloats(Shape.of(), 1), "b", Array.ofInts(Shape.of(2), 3, 4)),
                        Map.of()),
                two);
        Contents contents = NPY.read(two, ReadOptions.DEFAULT);
        try (Arena arena = Arena.ofConfined()) {
            assertThat(Samples.numbers(contents, "a", arena)).isEqualTo("f32[] [1.0]");
            assertThat(Samples.numbers(contents, "b", arena)).isEqualTo("i32[2] [3, 4]");
        } finally {
            contents.resources().close();
        }
    }

    private Path npy(int version, String header, byte[] body) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer bytes = ByteBuffer.allocate(12 + text.length + body.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(NpyHeader.MAGIC).put((byte) version).put((byte) 0);
        if (version == 1) {
            bytes.putShort((short) text.length);
        } else {
            bytes.putInt(text.length);
        }
        bytes.put(text).put(body);
        return Files.write(folder.resolve("made.npy"), Arrays.copyOf(bytes.array(), bytes.position()));
    }

    private String read(String name) throws IOException { return read(Samples.copy(name + ".npy", folder)); }

    private static String read(Path file) throws IOException {
        Contents contents = NPY.read(file, ASSUME);
        try (Arena arena = Arena.ofConfined()) {
            return Samples.numbers(contents, NpyFormat.NAME, arena);
        } finally {
            contents.resources().close();
        }
    }

    private static void refuse(Path file, ReadOptions options, String message) {
        assertThatThrownBy(() -> Samples.readAll(NPY, file, options)).isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(file + ": ").hasMessageContaining(message);
    }

    private static Node text(String text) { return new Node.Scalar(text); }

    private static Node list(Node... items) {
        var children = new LinkedHashMap<String, Node>();
        for (int i = 0; i < items.length; i++) {
            children.put(String.valueOf(i), items[i]);
        }
        return new Node.Branch(Node.Kind.LIST, children, "");
    }
}
