package org.dovetail.bridge.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsFormatTests {
    private static final CheckpointFormat SAFETENSORS = new SafetensorsFormat();

    @TempDir
    Path folder;

    @Test
    void whatTheLibraryWroteIsRead() throws IOException {
        Contents contents = read(Samples.copy("library.safetensors", folder));
        try (Arena arena = Arena.ofConfined()) {
            assertThat(contents.metadata()).isEqualTo(Map.of("made by", "größer\t\u0002\"\\/"));
            assertThat(contents.root().children()).hasSize(23);
            assertThat(Samples.numbers(contents, "encoder.kernel", arena))
                    .isEqualTo("f32[2,3] [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]");
            assertThat(Samples.numbers(contents, "größe\n\"\\\u0001\u007f\u2028/", arena))
                    .isEqualTo("f64[2] [1.0, 2.0]");
            assertThat(Samples.numbers(contents, "scalar", arena)).isEqualTo("i64[] [1]");
            assertThat(Samples.numbers(contents, "none", arena)).isEqualTo("u8[0,4] []");
            for (String dtype : new String[]{"uint8", "int8", "int16", "uint16", "int32", "uint32", "uint64"}) {
                assertThat(Samples.numbers(contents, dtype, arena)).endsWith("[2] [1, 2]");
            }
            for (String dtype : new String[]{"float8_e5m2", "float8_e4m3fn", "float8_e8m0fnu", "float8_e4m3fnuz",
                    "float8_e5m2fnuz"}) {
                assertThat(Samples.numbers(contents, dtype, arena))
                        .isEqualTo(DType.named(dtype).orElseThrow() + "[2] [1.0, 2.0]");
            }
        } finally {
            contents.resources().close();
        }
    }

    @Test
    void filesAreWrittenByteForByteAsTheLibraryDoes() throws IOException {
        Path sample = Samples.copy("library.safetensors", folder);
        Path written = folder.resolve("written.safetensors");
        Contents contents = read(sample);
        SAFETENSORS.write(contents, written);
        contents.resources().close();
        assertThat(written).hasSameBinaryContentAs(sample);
    }

    @Test
    void numbersAreMapped() throws IOException {
        Contents contents = read(Samples.copy("library.safetensors", folder));
        Array array = Samples.leaf(contents, "encoder.kernel").numbers().read((bytes, alignment) -> {
            throw new AssertionError("allocated " + bytes);
        });
        assertThat(array.data().isMapped()).isTrue();
        contents.resources().close();
    }

    @Test
    void plainValuesBecomeMetadata() throws IOException {
        Path file = folder.resolve("plain.safetensors");
        Node.Branch tree = Samples.tree("step", new Node.Scalar(7L), "told", new Node.Scalar("by the tree"), "w",
                Array.ofFloats(Shape.of(1), 2));
        SAFETENSORS.write(Contents.toWrite(tree, Map.of("told", "by the metadata")), file);
        Contents contents = read(file);
        assertThat(contents.metadata()).isEqualTo(Map.of("step", "7", "told", "by the metadata"));
        assertThat(contents.root().children()).containsOnlyKeys("w");
        contents.resources().close();
    }

    @Test
    void whatSafetensorsCannotHoldIsRefused() {
        refuseToWrite(Samples.tree("a", Samples.tree()), "entry 'a': safetensors holds no nested trees");
        refuseToWrite(Samples.tree("__metadata__", Array.ofFloats(Shape.of(0))), "safetensors keeps this name");
        refuseToWrite(Samples.tree("a\ud800", Array.ofFloats(Shape.of(0))), "half of a surrogate pair");
        Array complex = Array.of(TensorSpec.of(DType.COMPLEX128, 1), MemorySegment.ofArray(new byte[16]));
        refuseToWrite(Samples.tree("a", complex),
                "entry 'a': safetensors has no dtype complex128; cast it with --dtype, or write npz");
        assertThat(Arrays.stream(DType.values()).filter(dtype -> !SAFETENSORS.holds(dtype))).containsExactly(
                DType.INT2, DType.INT4, DType.UINT2, DType.UINT4, DType.FLOAT4_E2M1FN, DType.FLOAT8_E3M4,
                DType.FLOAT8_E4M3, DType.FLOAT8_E4M3B11FNUZ, DType.COMPLEX128);
    }

    @Test
    void aFileCutAnywhereOrExtendedIsRefused() throws IOException {
        byte[] whole = Samples.bytes("library.safetensors");
        for (int length = 0; length < whole.length; length++) {
            Path cut = Samples.rewrite(folder.resolve("cut.safetensors"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> read(cut)).isInstanceOf(CheckpointException.class)
                    .hasMessageStartingWith(cut + ": ");
        }
        Path longer = Files.write(folder.resolve("longer.safetensors"), Arrays.copyOf(whole, whole.length + 1));
        assertThatThrownBy(() -> read(longer)).hasMessageContaining("the header lists 164 bytes of numbers, the file"
                + " has 165");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
            "{'a':T,'a':T}; the header is no proper JSON: Duplicate Object property \"a\"",
            "{'a':{'dtype':'F32','dtype':'F32','shape':[1],'data_offsets':[0,4]}}; Duplicate Object property",
            "{'a':{'dtype':'F32','shape':[1]}}; entry 'a': should have a dtype, a shape and two data_offsets",
            "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4,4]}}; should have a dtype, a shape and two",
            "{'a':{'dtype':'F32','shape':[1.0],'data_offsets':[0,4]}}; shape should be a list of integers from 0",
            "{'a':{'dtype':'F32','shape':[-1],'data_offsets':[0,4]}}; shape should be a list of integers from 0",
            "{'a':{'dtype':'F32','shape':[-0],'data_offsets':[0,0]}}; shape should be a list of integers from 0",
            "{'a':{'dtype':'F32','shape':['1'],'data_offsets':[0,4]}}; shape should be a list of integers from 0",
            "{'a':{'dtype':'F32','shape':[18446744073709551616],'data_offsets':[0,4]}}; integers from 0 to 2^63-1",
            "{'a':{'dtype':'F32','shape':[1152921504606846976],'data_offsets':[0,4]}}; an extent above 2147483647",
            "{'a':{'dtype':'F32','shape':[2147483647,2147483647,2147483647,0],'data_offsets':[0,0]}}; than 2^63",
            "{'a':{'dtype':'F32','shape':[1],'data_offsets':[-4,0]}}; data_offsets should be a list of integers",
            "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,0]}}; f32[1] needs 4 bytes, its data_offsets are 4 to 0",
            "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}}; f32[2] needs 8 bytes, its data_offsets are 0 to 4",
            "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}; entry 'a': begins at byte 4 of the data, but what",
            "{'a':T,'b':T}; begins at byte 0 of the data, but what stands before it ends at 4",
            "{'a':T,'b':{'dtype':'U8','shape':[1],'data_offsets':[5,6]}}; entry 'b': begins at byte 5 of the data",
            "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}; lists 8 bytes of numbers, the file has 4",
            "{}; the header lists 0 bytes of numbers, the file has 4",
            "{'a':{'dtype':'f32','shape':[1],'data_offsets':[0,4]}}; safetensors has no dtype 'f32'",
            "{'a':{'dtype':'F4','shape':[8],'data_offsets':[0,4]}}; is of dtype F4, whose elements share bytes",
            "{'a':['F32',[1],[0,4]]}; entry 'a': should be an object of dtype, shape and data_offsets",
            "{'a':null}; entry 'a': should be an object of dtype, shape and data_offsets",
            "{'__metadata__':{'a':1},'a':T}; __metadata__ should be an object of texts",
            "{'__metadata__':T,'a':T}; __metadata__ should be an object of texts",
            "{'\\ud800':T}; the header is no proper JSON: Broken surrogate pair",
            "{'a':T,}; the header is no proper JSON: Unexpected character",
            "{'a':T}x; the header is no proper JSON: Unrecognized token 'x'",
            "{'a':T}{}; something follows the JSON object of the header",
            "{'a':T; the header is no proper JSON: Unexpected end-of-input"})
    void headersThatTheLibraryRefusesAreRefused(String header, String message) throws IOException {
        String tensor = "{'dtype':'F32','shape':[1],'data_offsets':[0,4]}";
        refuse(header.replace(":T", ":" + tensor).replace('\'', '"').getBytes(StandardCharsets.UTF_8), message);
    }

    @Test
    void otherBytesInTheHeaderAreRefused() throws IOException {
        refuse(" {}".getBytes(StandardCharsets.UTF_8), "the header should begin with '{'");
        refuse("{}\0".getBytes(StandardCharsets.UTF_8), "the header is no proper JSON");
        refuse(new byte[]{'{', '"', (byte) 0xff, '"', ':', '1', '}'}, "the header is no proper JSON");
        refuse("{\"\u0001\":1}".getBytes(StandardCharsets.UTF_8), "the header is no proper JSON");
        String deep = "{\"a\":" + "[".repeat(5000) + "]".repeat(5000) + "}";
        refuse(deep.getBytes(StandardCharsets.UTF_8), "entry 'a': should be an object of dtype");
        String ignored = "{\"a\":{\"more\":" + "[".repeat(5000) + "]".repeat(5000) + "}}";
        refuse(ignored.getBytes(StandardCharsets.UTF_8), "nesting depth");
    }

    @ParameterizedTest
    @ValueSource(longs = {100_000_001, 1L << 32, 1L << 60, -1})
    void impossibleHeaderLengthsAreRefused(long length) throws IOException {
        Path file = file(length, "{}".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> read(file)).isInstanceOf(CheckpointException.class).hasMessage(file
                + ": the header claims " + Long.toUnsignedString(length) + " bytes; safetensors allows 100000000");
    }

    @Test
    void whatTheLibraryToleratesIsRead() throws IOException {
        String tensor = "{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],\"more\":[{}]}";
        for (String header : new String[]{"{\"\":" + tensor + "}", "{\"a\":" + tensor + "} \t\n",
                "{\"\\u0000\":" + tensor + ",\"__metadata__\":null}",
                "{\"z\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[4,4]},\"a\":" + tensor + "}"}) {
            Contents contents = read(file(header.length(), (header + "1234").getBytes(StandardCharsets.UTF_8)));
            assertThat(contents.root().children().firstEntry().getValue()).isInstanceOfSatisfying(Node.Leaf.class,
                    leaf -> assertThat(leaf.spec()).hasToString("f32[1]"));
            contents.resources().close();
        }
    }

    private Path file(long length, byte[] rest) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(8 + rest.length).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
        return Files.write(folder.resolve("made.safetensors"), bytes.put(rest).array());
    }

    private void refuse(byte[] header, String message) throws IOException {
        Path file = file(header.length, Arrays.copyOf(header, header.length + 4));
        assertThatThrownBy(() -> read(file)).isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(file + ": ").hasMessageContaining(message);
    }

    private void refuseToWrite(Node.Branch tree, String message) {
        assertThatThrownBy(() -> SAFETENSORS.write(Contents.toWrite(tree, Map.of()), folder.resolve("no")))
                .isInstanceOf(CheckpointException.class).hasMessageContaining(message);
    }

    private static Contents read(Path file) throws IOException { return SAFETENSORS.read(file, ReadOptions.DEFAULT); }
}
