package org.dovetail.bridge.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
import org.junit.jupiter.params.provider.ValueSource;

class NpzFormatTests {
    private static final CheckpointFormat NPZ = new NpzFormat(false);
    private static final CheckpointFormat COMPRESSED = new NpzFormat(true);
    private static final ReadOptions ASSUME = new ReadOptions(Map.of("V2", DType.BFLOAT16));

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"savez.npz", "savez_compressed.npz"})
    void whatNumpyWroteIsRead(String name) throws IOException {
        Contents contents = NPZ.read(Samples.copy(name, folder), ASSUME);
        try (Arena arena = Arena.ofConfined()) {
            assertThat(contents.flat()).isTrue();
            assertThat(contents.root().children().keySet()).containsExactly("encoder/~/linear//w",
                    "encoder/~/linear//b", "bits", "schicht/größe", "none", "step", "rate", "done", "text", "empty");
            assertThat(Samples.numbers(contents, "encoder/~/linear//w", arena))
                    .isEqualTo("f32[2,3] [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]");
            assertThat(Samples.numbers(contents, "bits", arena)).isEqualTo("bf16[2] [1.0, 2.0]");
            assertThat(Samples.numbers(contents, "schicht/größe", arena))
                    .isEqualTo("c64[2,1,2] [[1.0, 0.0], [2.0, 0.0], [3.0, 0.0], [4.0, 0.0]]");
            assertThat(Samples.numbers(contents, "none", arena)).isEqualTo("u8[0,4] []");
            assertThat(Samples.numbers(contents, "step", arena)).isEqualTo("i64[] [7]");
            assertThat(Samples.numbers(contents, "done", arena)).isEqualTo("bool[] [true]");
            assertThat(Samples.numbers(contents, "text", arena)).isEqualTo("größer 🙂");
            assertThat(Samples.numbers(contents, "empty", arena)).isEmpty();
        } finally {
            contents.resources().close();
        }
    }

    @Test
    void archivesAreWrittenByteForByteAsNumpyDoes() throws IOException {
        Path sample = Samples.copy("savez.npz", folder);
        Path written = folder.resolve("written.npz");
        Contents contents = NPZ.read(sample, ASSUME);
        NPZ.write(contents, written);
        contents.resources().close();
        assertThat(written).hasSameBinaryContentAs(sample);
    }

    @Test
    void compressedArchivesHoldTheSame() throws IOException {
        Array zeros = Array.ofFloats(Shape.of(20, 100), new float[2000]);
        Contents contents = Contents.toWrite(Samples.tree("a", zeros, "b", new Node.Scalar("text")), Map.of());
        Path small = folder.resolve("small.npz");
        COMPRESSED.write(contents, small);
        assertThat(Files.size(small)).isLessThan(1000);
        Contents read = NPZ.read(small, ReadOptions.DEFAULT);
        TreeAssert.assertSame(read.root(), contents.root());
        read.resources().close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"descriptors_0.npz", "descriptors_8.npz"})
    void sizesMayFollowTheData(String name) throws IOException {
        Contents contents = NPZ.read(Samples.copy(name, folder), ReadOptions.DEFAULT);
        try (Arena arena = Arena.ofConfined()) {
            for (String key : new String[]{"large_True", "large_False"}) {
                assertThat(Samples.numbers(contents, key, arena)).isEqualTo("f64[5] [1.0, 2.0, 3.0, 4.0, 5.0]");
            }
        } finally {
            contents.resources().close();
        }
    }

    @Test
    void storedNumbersAreMappedAndDeflatedOnesAreNot() throws IOException {
        for (String name : new String[]{"savez.npz", "savez_compressed.npz"}) {
            Contents contents = NPZ.read(Samples.copy(name, folder), ASSUME);
            Node.Leaf leaf = Samples.leaf(contents, "encoder/~/linear//w");
            try (Arena arena = Arena.ofConfined()) {
                assertThat(leaf.numbers().read(arena).data().isMapped()).isEqualTo(name.equals("savez.npz"));
            } finally {
                contents.resources().close();
            }
        }
    }

    @Test
    void plainValuesAreWrittenAsNumpyWould() throws IOException {
        Node.Branch tree = Samples.tree("text", new Node.Scalar("é"), "int", new Node.Scalar(-3L), "none",
                new Node.Scalar(null), "big", new Node.Scalar(BigInteger.TWO.pow(64).subtract(
                        BigInteger.ONE)),
                "float", new Node.Scalar(1e-300), "bool", new Node.Scalar(false));
        Path file = folder.resolve("plain.npz");
        NPZ.write(Contents.toWrite(tree, Map.of()), file);
        Contents contents = NPZ.read(file, ReadOptions.DEFAULT);
        try (Arena arena = Arena.ofConfined()) {
            assertThat(contents.root().children().keySet()).containsExactly("text", "int", "big", "float", "bool");
            assertThat(Samples.numbers(contents, "text", arena)).isEqualTo("é");
            assertThat(Samples.numbers(contents, "int", arena)).isEqualTo("i64[] [-3]");
            assertThat(Samples.numbers(contents, "big", arena)).isEqualTo("u64[] [18446744073709551615]");
            assertThat(Samples.numbers(contents, "float", arena)).isEqualTo("f64[] [1.0E-300]");
            assertThat(Samples.numbers(contents, "bool", arena)).isEqualTo("bool[] [false]");
        } finally {
            contents.resources().close();
        }
    }

    @Test
    void whatNpzCannotHoldIsRefused() {
        refuseToWrite(Samples.tree("a", Samples.tree()), "entry 'a': npz holds no nested trees");
        refuseToWrite(Samples.tree("a\0b", Array.ofFloats(Shape.of(0))), "a ZIP archive cannot hold this name");
        refuseToWrite(Samples.tree("\ud800", Array.ofFloats(Shape.of(0))),
                "entry '\\ud800.npy': a ZIP archive cannot hold this name");
        refuseToWrite(Samples.tree("a", new Node.Scalar("x\0")), "ends with a zero character, which NumPy drops");
        refuseToWrite(Samples.tree("a", new Node.Scalar(BigInteger.TWO.pow(64))),
                "the value '18446744073709551616' does not fit into a NumPy array");
    }

    @Test
    void aFileCutAnywhereOrExtendedIsRefused() throws IOException {
        for (String name : new String[]{"savez.npz", "savez_compressed.npz", "descriptors_8.npz"}) {
            byte[] whole = Samples.bytes(name);
            for (int length = 0; length < whole.length; length++) {
                Path cut = Samples.rewrite(folder.resolve("cut.npz"), Arrays.copyOf(whole, length));
                assertThatThrownBy(() -> Samples.readAll(NPZ, cut, ASSUME)).isInstanceOf(CheckpointException.class)
                        .hasMessageStartingWith(cut + ": ");
            }
            refuse(new ZipBytes(whole).insert(whole.length, (byte) 0), "does not end as a ZIP archive should");
            refuse(new ZipBytes(whole).insert(0, (byte) 0), "the archive's directory is not where its end says");
        }
    }

    @Test
    void damagedNumbersAreFoundWhenTheyAreRead() throws IOException {
        ZipBytes stored = zip(false, "a.npy");
        refuse(stored.putByte(stored.central(0) - 1, 1), "entry 'a.npy': is damaged: its CRC-32 is");
        ZipBytes deflated = zip(true, "a.npy");
        refuse(deflated.putInt(deflated.local(0) + ZipBytes.LOCAL_CRC, 7)
                .putInt(deflated.central(0) + ZipBytes.CENTRAL_CRC, 7), "is damaged: its CRC-32 is");
        ZipBytes nonsense = zip(true, "a.npy");
        refuse(nonsense.putInt(nonsense.local(0) + 55, -1), "entry 'a.npy': is damaged: its deflated data");
    }

    @Test
    void deflatedDataOfAnotherSizeAreRefused() throws IOException {
        ZipBytes less = zip(true, "a.npy");
        refuse(resized(less, 128 + 8), "f32[4] needs 16 bytes after the header, there are 8");
        Path file = zipOf(TensorSpec.of(DType.FLOAT32, 4), TensorSpec.of(DType.FLOAT32, 2));
        refuse(resized(new ZipBytes(Files.readAllBytes(file)), 128 + 16),
                "holds fewer bytes than the 144 that the archive claims");
        file = zipOf(TensorSpec.of(DType.FLOAT32, 2), TensorSpec.of(DType.FLOAT32, 4));
        refuse(resized(new ZipBytes(Files.readAllBytes(file)), 128 + 8),
                "holds more bytes than the 136 that the archive claims");
    }

    @Test
    void whatZipOffersBesidesIsRefused() throws IOException {
        ZipBytes zip = zip(false, "a.npy");
        refuse(both(zip, ZipBytes.LOCAL_FLAGS, ZipBytes.CENTRAL_FLAGS, 1),
                "entry 'a.npy': is encrypted; re-save the archive with numpy.savez");
        zip = zip(false, "a.npy");
        refuse(both(zip, ZipBytes.LOCAL_FLAGS, ZipBytes.CENTRAL_FLAGS, 1 << 5), "has the unknown ZIP flags 0x20");
        zip = zip(false, "a.npy");
        refuse(both(zip, ZipBytes.LOCAL_METHOD, ZipBytes.CENTRAL_METHOD, 93), "is compressed by Zstandard; only");
        zip = zip(false, "a.npy");
        refuse(both(zip, ZipBytes.LOCAL_METHOD, ZipBytes.CENTRAL_METHOD, 99), "by the unknown method 99; only");
        zip = zip(false, "a.npy");
        refuse(zip.putByte(zip.central(0) + 6, 64), "needs ZIP version 64; known are those up to 63");
        zip = zip(false, "a.npy");
        refuse(zip.putShort(zip.central(0) + ZipBytes.CENTRAL_DISK, 1), "is one part of a ZIP archive in several");
        zip = zip(false, "a.npy");
        refuse(zip.putShort(zip.end() + 4, 1), "is one part of a ZIP archive in several");
        zip = zip(false, "a.npy");
        refuse(zip.putShort(zip.end() + 20, 1).insert(zip.length(), (byte) '!'),
                "does not end as a ZIP archive should");
    }

    @Test
    void directoryAndHeadersMustAgree() throws IOException {
        String message = "entry 'a.npy': the archive's directory and the member's own header contradict each other";
        ZipBytes zip = zip(false, "a.npy", "b.npy");
        refuse(zip.putByte(zip.local(0) + ZipBytes.LOCAL_NAME, 'c'), message);
        zip = zip(false, "a.npy", "b.npy");
        refuse(zip.putInt(zip.local(0) + ZipBytes.LOCAL_CRC, 1), message);
        zip = zip(false, "a.npy", "b.npy");
        refuse(zip.putShort(zip.local(0) + ZipBytes.LOCAL_METHOD, 8), message);
        zip = zip(false, "a.npy", "b.npy");
        refuse(zip.putLong(zip.local(0) + 30 + 5 + 4, 1L << 60), message);
        zip = zip(false, "a.npy", "b.npy");
        refuse(zip.putInt(zip.central(0) + ZipBytes.CENTRAL_SIZE, 100), "is stored, but claims 100 bytes in 144");
        zip = zip(false, "a.npy", "b.npy");
        refuse(zip.putInt(zip.central(0) + ZipBytes.CENTRAL_PACKED, 100)
                .putInt(zip.central(0) + ZipBytes.CENTRAL_SIZE, 100), message);
    }

    @Test
    void membersMustFollowOneAnother() throws IOException {
        ZipBytes zip = zip(false, "a.npy", "b.npy");
        refuse(zip.putInt(zip.central(1) + ZipBytes.CENTRAL_OFFSET, 0),
                "entry 'a.npy': has 0 bytes in the archive, which do not hold its header");
        zip = zip(false, "a.npy", "b.npy");
        refuse(zip.putInt(zip.central(1) + ZipBytes.CENTRAL_OFFSET, 50),
                "entry 'a.npy': needs 144 bytes in the archive, there are 0");
        zip = zip(false, "a.npy", "b.npy");
        refuse(zip.putInt(zip.central(1) + ZipBytes.CENTRAL_OFFSET, 1 << 30),
                "entry 'b.npy': begins at byte 1073741824, behind the archive's directory");
        zip = zip(false, "a.npy", "b.npy");
        int second = zip.local(1);
        refuse(zip.insert(second, new byte[3]).putInt(zip.central(1) + ZipBytes.CENTRAL_OFFSET, second + 3)
                .putInt(zip.end() + 16, zip.central(0)), "'a.npy': is followed by 3 bytes that belong to no member");
        zip = zip(false, "a.npy");
        int first = zip.central(0);
        refuse(zip.insert(first, new byte[2]).putInt(zip.end() + 16, first + 2),
                "'a.npy': is followed by 2 bytes that belong to no member");
    }

    @Test
    void impossibleDirectoriesAreRefused() throws IOException {
        ZipBytes zip = zip(false, "a.npy", "b.npy");
        refuse(zip.putShort(zip.end() + 8, 3).putShort(zip.end() + 10, 3),
                "the archive claims 3 members in a directory of 102 bytes");
        zip = zip(false, "a.npy", "b.npy");
        refuse(zip.putShort(zip.end() + 8, 1).putShort(zip.end() + 10, 1),
                "the archive's directory has 51 bytes more than its 1 members take");
        zip = zip(false, "a.npy", "b.npy");
        refuse(zip.putInt(zip.end() + 12, 7), "the archive's directory is not where its end says");
        zip = zip(false, "a.npy", "b.npy");
        refuse(zip.putShort(zip.central(1) + ZipBytes.CENTRAL_NAME_LENGTH, 60_000),
                "the archive's directory breaks off after 1 members of 2");
        zip = zip(false, "a.npy", "b.npy");
        refuse(zip.putByte(zip.central(1) + ZipBytes.CENTRAL_NAME, 'a').putByte(zip.local(1) + ZipBytes.LOCAL_NAME,
                'a'), "two members of the archive are named 'a.npy'");
        zip = zip(false, "a.npy");
        refuse(zip.putByte(zip.central(0) + ZipBytes.CENTRAL_NAME, 0), "has no proper name: '\\u0000.npy'");
        zip = zip(false, "a.npy");
        refuse(zip.putByte(zip.central(0) + ZipBytes.CENTRAL_NAME, 0xe9), "neither ASCII nor marked as UTF-8");
    }

    @Test
    void zip64RecordsAreReadBesideFieldsThatStillHoldTheNumbersAsPythonWritesThemFromTwoToFourGigabytes()
            throws IOException {
        ZipBytes zip = zip(false, "a.npy");
        int central = zip.central(0);
        int size = zip.end() - central;
        ZipBytes both = withZip64End(zip, 1, 0);
        int last = both.end();
        both.putShort(last + 8, 1).putShort(last + 10, 1).putInt(last + 12, size).putInt(last + 16, central);
        Samples.readAll(NPZ, both.write(folder), ReadOptions.DEFAULT);
    }

    @Test
    void zip64RecordsAreReadAndChecked() throws IOException {
        Path file = withZip64End(zip(false, "a.npy"), 1, 0).write(folder);
        Samples.readAll(NPZ, file, ReadOptions.DEFAULT);
        refuse(withZip64End(zip(false, "a.npy"), 1L << 60, 0), "claims 1152921504606846976 members in a directory");
        refuse(withZip64End(zip(false, "a.npy"), -1, 0), "the archive claims -1 members");
        refuse(withZip64End(zip(false, "a.npy"), 1, 4), "the ZIP64 records at the archive's end contradict");
    }

    @Test
    void bombsAreRefusedBeforeAnythingIsInflated() throws IOException {
        ZipBytes impossible = zip(true, "a.npy");
        refuse(resized(impossible, 1L << 40), "claims 1099511627776 bytes in ");
        ZipBytes thousandfold = ZipBytes.of(folder, false, TensorSpec.of(DType.UINT8, 1 << 19), "a.npy");
        both(thousandfold, ZipBytes.LOCAL_METHOD, ZipBytes.CENTRAL_METHOD, 8);
        refuse(resized(thousandfold, 300L << 20), "its compressed members claim 314572800 bytes, over 200 times"
                + " the 524416 they take, as only a decompression bomb or empty numbers would; if you trust it,"
                + " re-save it with numpy.savez");
    }

    @Test
    void moreThanTheMemoryHoldsIsRefused() throws IOException {
        Contents contents = NPZ.read(zip(true, "a.npy").write(folder), ReadOptions.DEFAULT);
        assertThatThrownBy(() -> Samples.leaf(contents, "a").numbers().read((_, _) -> {
            throw new OutOfMemoryError("as an arena does");
        })).isInstanceOf(CheckpointException.class).hasMessageEndingWith("entry 'a.npy': needs 16 bytes of memory when"
                + " it is inflated, more than there are; give Java more with -Xmx, or re-save the archive with"
                + " numpy.savez, which does not compress");
        contents.resources().close();
    }

    @Test
    void otherArchivesAreRefused() throws IOException {
        refuse(zip(false, "archive/data.pkl"),
                "entry 'archive/data.pkl': is no .npy, so the archive was not written by numpy.savez");
        refuse(zip(false, "folder/"), "entry 'folder/': is no .npy");
    }

    private ZipBytes zip(boolean deflate, String... members) throws IOException {
        return ZipBytes.of(folder, deflate, TensorSpec.of(DType.FLOAT32, 4), members);
    }

    /** A deflated member whose header tells one spec and whose numbers are those of another. */
    private Path zipOf(TensorSpec told, TensorSpec held) throws IOException {
        Path file = folder.resolve("two.npz");
        try (FileSink sink = FileSink.create(file)) {
            ZipSink zip = new ZipSink(sink, Place.of(file), true);
            MemorySegment zeros = MemorySegment.ofArray(new byte[(int) held.bytes()]);
            zip.add("a.npy", NpyHeader.of(told), held.bytes(), (_, receiver) -> Slices.each(zeros, receiver));
            zip.finish();
        }
        return file;
    }

    /** Makes the only member claim another size. */
    private static ZipBytes resized(ZipBytes zip, long size) {
        zip.putLong(zip.local(0) + 30 + 5 + 4, size);
        if (size <= Integer.MAX_VALUE) {
            return zip.putInt(zip.central(0) + ZipBytes.CENTRAL_SIZE, (int) size);
        }
        int central = zip.central(0);
        byte[] extra = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN).putShort((short) 1)
                .putShort((short) 8).putLong(size).array();
        zip.putInt(central + ZipBytes.CENTRAL_SIZE, -1).putShort(central + 30, extra.length).insert(central + 51,
                extra);
        return zip.putInt(zip.end() + 12, zip.end() - central);
    }

    private static ZipBytes both(ZipBytes zip, int local, int central, int value) {
        return zip.putShort(zip.local(0) + local, value).putShort(zip.central(0) + central, value);
    }

    private static ZipBytes withZip64End(ZipBytes zip, long count, int shift) {
        int end = zip.end();
        int central = zip.central(0);
        zip.insert(end, new byte[ZipArchive.END64_BYTES + ZipArchive.LOCATOR64_BYTES]);
        zip.putInt(end, ZipArchive.END64).putLong(end + 4, ZipArchive.END64_BYTES - 12);
        zip.putLong(end + 24, count).putLong(end + 32, count).putLong(end + 40, end - central).putLong(end + 48,
                central);
        int locator = end + ZipArchive.END64_BYTES;
        zip.putInt(locator, ZipArchive.LOCATOR64).putLong(locator + 8, end + shift).putInt(locator + 16, 1);
        int last = locator + ZipArchive.LOCATOR64_BYTES;
        return zip.putShort(last + 8, -1).putShort(last + 10, -1).putInt(last + 12, -1).putInt(last + 16, -1);
    }

    private void refuseToWrite(Node.Branch tree, String message) {
        assertThatThrownBy(() -> NPZ.write(Contents.toWrite(tree, Map.of()), folder.resolve("no.npz")))
                .isInstanceOf(CheckpointException.class).hasMessageContaining(message);
    }

    private void refuse(ZipBytes zip, String message) throws IOException {
        Path file = zip.write(folder);
        assertThatThrownBy(() -> Samples.readAll(NPZ, file, ASSUME)).isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(file + ": ").hasMessageContaining(message);
    }
}
