package org.dovetail.bridge.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.SegmentAllocator;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.dovetail.bridge.format.pickle.Opcode;
import org.dovetail.core.Array;
import org.dovetail.core.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of joblib, whole and damaged. */
class JoblibTests {
    private static final SegmentAllocator NONE = (bytes, _) -> {
        throw new AssertionError("allocated " + bytes);
    };
    private static final int TRAILER = 8;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"joblib.p4.pkl", "joblib_zlib.p4.pkl", "joblib_gzip.p4.pkl", "joblib_bz2.p4.pkl",
            "joblib_lzma.p4.pkl", "joblib_xz.p4.pkl", "joblib_lz4.p4.pkl"})
    void numbersAreMappedAlsoWhenTheFileIsCompressed(String name) throws IOException {
        Path file = Files.write(folder.resolve(name), Samples.bytes("pickle/" + name));
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            EntryPath path = checkpoint.entries().getFirst().path();
            Array array = checkpoint.read(path, NONE);
            assertThat(array.data().isMapped()).isTrue();
            assertThat(array.bitEquals(Array.ofFloats(Shape.of(2, 3), 0, 1, 2, 3, 4, 5))).isTrue();
        }
    }

    @Test
    void aPickleByThatNameIsWhatIsWritten() throws IOException {
        assertThat(CheckpointFormats.forName(Path.of("pytree_ckpt.joblib")).name()).isEqualTo("pickle");
    }

    @Test
    void whatJoblibCompressedBefore093IsRefused() throws IOException {
        assertRefused("ZF0x1f    ".getBytes(StandardCharsets.US_ASCII), "was compressed by joblib before 0.9.3, in a"
                + " way of its own that is not unpacked here; load it with joblib.load and dump it again");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"bz2|is damaged: its compressed data", "lzma|is damaged: its compressed data",
            "xz|is damaged: its compressed data", "lz4|is damaged: its frames of LZ4 break off"})
    void compressedFilesThatBreakOffAreRefused(String how, String problem) throws IOException {
        byte[] whole = Samples.bytes("pickle/joblib_" + how + ".p4.pkl");
        for (int length = 20; length < whole.length; length += 7) {
            assertRefusedContaining(Arrays.copyOf(whole, length), problem);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"bz2|is damaged: its compressed data make no sense",
            "xz|is damaged: its compressed data make no sense"})
    void compressedNumbersThatWereChangedAreRefused(String how, String problem) throws IOException {
        byte[] file = Samples.bytes("pickle/joblib_" + how + ".p4.pkl");
        file[file.length / 2] ^= 1;
        assertRefusedContaining(file, problem);
    }

    @Test
    void aDictionaryThatTheHeapCannotHoldIsRefused() throws IOException {
        byte[] lzma = Samples.bytes("pickle/joblib_lzma.p4.pkl");
        ByteBuffer.wrap(lzma).order(ByteOrder.LITTLE_ENDIAN).putInt(1, 1 << 30);
        assertRefusedContaining(lzma, "needs 1048", "KiB of memory to be unpacked, where",
                "are allowed; give the JVM a larger heap, or dump it again without compression");
    }

    @Test
    void arraysInFilesOfTheirOwnAreRefused() throws IOException {
        assertRefused(PickleBuilder.protocol(2).op(Opcode.EMPTY_DICT).text("w")
                .global("joblib.numpy_pickle", "NDArrayWrapper").stop(),
                "was written by joblib before 0.10 (it names joblib.numpy_pickle.NDArrayWrapper), which kept arrays in"
                        + " files of their own; load it with joblib.load and dump it again");
    }

    @Test
    void whatFollowsCompressedDataIsRefused() throws IOException {
        for (String how : new String[]{"zlib", "gzip", "lzma"}) {
            byte[] whole = Samples.bytes("pickle/joblib_" + how + ".p4.pkl");
            assertRefused(Arrays.copyOf(whole, whole.length + 3), "has 3 bytes after its compressed data");
            assertRefused(Arrays.copyOf(whole, whole.length / 2), "is damaged: its compressed data break off");
        }
    }

    @Test
    void aWrongChecksumIsRefused() throws IOException {
        byte[] gzip = Samples.bytes("pickle/joblib_gzip.p4.pkl");
        gzip[gzip.length - TRAILER]++;
        assertRefused(gzip, "is damaged: its checksum is not that of what gzip unpacks");
        byte[] zlib = Samples.bytes("pickle/joblib_zlib.p4.pkl");
        zlib[zlib.length - 1]++;
        assertRefused(zlib, "is damaged: its deflated data make no sense (incorrect data check)");
    }

    @Test
    void gzipHeadersWithNamesAreReadOver() throws IOException {
        byte[] plain = Samples.bytes("pickle/haiku.p4.pkl");
        ByteArrayOutputStream named = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(named)) {
            out.write(plain);
        }
        byte[] bytes = named.toByteArray();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(bytes, 0, 3);
        file.write(0x1c);
        file.write(bytes, 4, 6);
        file.writeBytes(new byte[]{2, 0, 'x', 'y', 'a', '.', 'p', 'k', 'l', 0, 'n', 'o', 't', 'e', 0});
        file.write(bytes, 10, bytes.length - 10);
        Path path = Files.write(folder.resolve("a.pkl.gz"), file.toByteArray());
        try (Checkpoint checkpoint = Checkpoint.open(path)) {
            assertThat(checkpoint.entries()).isNotEmpty();
        }
    }

    @Test
    void aDecompressionBombStopsEarly() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bomb)) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 300; i++) {
                out.write(zeros);
            }
        }
        assertBomb(bomb.toByteArray());
    }

    @Test
    void aDecompressionBombOfLz4StopsEarly() throws IOException {
        ByteBuffer bomb = ByteBuffer.allocate(2 << 20).order(ByteOrder.LITTLE_ENDIAN);
        bomb.put(HexFormat.of().parseHex("04224d18607073"));
        int lengths = (1 << 22) / 0xff - 1;
        for (int i = 0; i < 80; i++) {
            bomb.putInt(lengths + 7).put(new byte[]{0x1f, 0, 1, 0});
            for (int j = 0; j < lengths; j++) {
                bomb.put((byte) 0xff);
            }
            bomb.put(new byte[]{0, 0x10, 0});
        }
        assertBomb(Arrays.copyOf(bomb.array(), bomb.position()));
    }

    private void assertBomb(byte[] bomb) throws IOException {
        assertRefused(bomb, "unpacks to more than 200 times the " + bomb.length + " bytes it has, as only"
                + " a decompression bomb or empty numbers would; if you trust it, save it without compression");
    }

    @Test
    void aShapeBeyondTheFileIsRefused() throws IOException {
        assertRefused(wrapper(pickle -> pickle.shape(1000), 2),
                "the pickle is damaged at byte 219: 4000 bytes are needed"
                        + " and 10 are there");
        assertRefusedContaining(wrapper(pickle -> pickle.shape(1L << 40, 1L << 40), 2),
                "an array has a shape that no file has the bytes for");
        assertRefusedContaining(wrapper(pickle -> pickle.shape(-1), 2),
                "an array has a shape that no file has the bytes for");
    }

    @Test
    void paddingBeyondTheFileIsRefused() throws IOException {
        assertRefusedContaining(wrapper(pickle -> pickle.shape(1), 255), "255 bytes are needed");
    }

    @Test
    void anArrayInsideAFrameIsRefused() throws IOException {
        PickleBuilder pickle = PickleBuilder.protocol(4).op(Opcode.FRAME).int8(300);
        attributes(pickle, () -> pickle.shape(1), () -> pickle.dtype("<", "f4")).raw(0).raw(new byte[400]);
        assertRefusedContaining(pickle.stop(), "bytes of an array begin before the last frame ends");
    }

    @Test
    void objectsWithinObjectsAreRefused() throws IOException {
        PickleBuilder pickle = PickleBuilder.protocol(2);
        attributes(pickle, () -> pickle.shape(1), () -> pickle.dtype("|", "O8")).op(Opcode.PROTO).raw(2);
        attributes(pickle, () -> pickle.shape(1), () -> pickle.dtype("|", "O8"));
        assertRefusedContaining(pickle.stop(), "an array of objects in the pickle of another has a pickle of its own");
    }

    @Test
    void objectsThatAreNoneAreRefused() throws IOException {
        PickleBuilder pickle = PickleBuilder.protocol(2);
        attributes(pickle, () -> pickle.shape(1), () -> pickle.dtype("|", "O8")).op(Opcode.PROTO).raw(2)
                .op(Opcode.EMPTY_DICT, Opcode.STOP);
        assertRefusedContaining(pickle.stop(), "the pickle of an array of objects holds something else");
    }

    @Test
    void aCommandAmongTheObjectsIsRefused() throws IOException {
        PickleBuilder pickle = PickleBuilder.protocol(2);
        attributes(pickle, () -> pickle.shape(1), () -> pickle.dtype("|", "O8")).op(Opcode.PROTO).raw(2)
                .global("posix", "system").text("true").op(Opcode.TUPLE1, Opcode.REDUCE, Opcode.STOP);
        assertRefusedContaining(pickle.stop(), "names posix.system");
    }

    @Test
    void anArrayWithoutItsAttributesIsRefused() throws IOException {
        assertRefusedContaining(PickleBuilder.protocol(2).global("joblib.numpy_pickle", "NumpyArrayWrapper")
                .op(Opcode.EMPTY_TUPLE, Opcode.NEWOBJ).stop(), "lacks its content");
        assertRefusedContaining(PickleBuilder.protocol(2).global("joblib.numpy_pickle", "NumpyArrayWrapper")
                .op(Opcode.EMPTY_TUPLE, Opcode.NEWOBJ, Opcode.EMPTY_DICT, Opcode.BUILD).stop(),
                "an array has attributes that joblib does not write");
    }

    private static byte[] wrapper(Consumer<PickleBuilder> shape, int padding) {
        PickleBuilder pickle = PickleBuilder.protocol(2);
        attributes(pickle, () -> shape.accept(pickle), () -> pickle.dtype("<", "f4")).raw(padding);
        return pickle.raw(new byte[2]).raw(new byte[9]).stop();
    }

    private static PickleBuilder attributes(PickleBuilder pickle, Runnable shape, Runnable dtype) {
        pickle.global("joblib.numpy_pickle", "NumpyArrayWrapper").op(Opcode.EMPTY_TUPLE, Opcode.NEWOBJ,
                Opcode.EMPTY_DICT, Opcode.MARK).text("subclass").global("numpy", "ndarray").text("shape");
        shape.run();
        pickle.text("order").text("C").text("dtype");
        dtype.run();
        return pickle.text("numpy_array_alignment_bytes").number(16).op(Opcode.SETITEMS, Opcode.BUILD);
    }

    private void assertRefused(byte[] bytes, String problem) throws IOException {
        Path file = Files.write(folder.resolve("hostile.joblib"), bytes);
        assertThatThrownBy(() -> Checkpoint.open(file).close()).isInstanceOf(CheckpointException.class)
                .hasMessage(file + ": " + problem);
    }

    private void assertRefusedContaining(byte[] bytes, String... problem) throws IOException {
        Path file = Files.write(folder.resolve("hostile.joblib"), bytes);
        assertThatThrownBy(() -> Checkpoint.open(file).close()).isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(file + ": ").hasMessageContainingAll(problem);
    }
}
