package org.dovetail.bridge.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.SegmentAllocator;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.TensorSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files larger than any heap or Java array, which take no room on the disk because they consist of holes. */
class LargeFilesTests {
    private static final TensorSpec SPEC = TensorSpec.of(DType.FLOAT32, 5, 1 << 14, 1 << 14);
    private static final SegmentAllocator NONE = (bytes, alignment) -> {
        throw new AssertionError("allocated " + bytes);
    };

    @TempDir
    Path folder;

    @Test
    void safetensorsAreMapped() throws IOException {
        String json = "{\"w\":{\"dtype\":\"F32\",\"shape\":" + SPEC.shape() + ",\"data_offsets\":[0," + SPEC.bytes()
                + "]}}";
        ByteBuffer header = ByteBuffer.allocate(8 + json.length()).order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length()).put(json.getBytes(StandardCharsets.UTF_8));
        readsWithoutMemory(write(header.array(), new byte[0]), "w");
    }

    @Test
    void npyAreMapped() throws IOException {
        readsWithoutMemory(write(NpyHeader.of(SPEC), new byte[0]), NpyFormat.NAME);
    }

    @Test
    void archivesBeyondFourGigabytesAreListed() throws IOException {
        ZipBytes zip = ZipBytes.of(folder, false, TensorSpec.of(DType.FLOAT32, 0), "w.npy");
        byte[] header = NpyHeader.of(SPEC);
        long size = header.length + SPEC.bytes();
        int data = zip.central(0) - header.length;
        ByteBuffer front = ByteBuffer.allocate(data + header.length).order(ByteOrder.LITTLE_ENDIAN);
        front.put(zip.array(), 0, data).put(header);
        int sizes = data - 16;
        front.putLong(sizes, size).putLong(sizes + 8, size);
        ByteBuffer extra = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN).putShort((short) 1)
                .putShort((short) 16).putLong(size).putLong(size);
        int central = zip.central(0);
        zip.putInt(central + ZipBytes.CENTRAL_SIZE, -1).putInt(central + ZipBytes.CENTRAL_PACKED, -1);
        zip.putShort(central + 30, 20).insert(zip.end(), extra.array());
        int end = zip.end();
        zip.insert(end, new byte[ZipArchive.END64_BYTES + ZipArchive.LOCATOR64_BYTES]);
        zip.putInt(end, ZipArchive.END64).putLong(end + 4, ZipArchive.END64_BYTES - 12);
        zip.putLong(end + 24, 1).putLong(end + 32, 1).putLong(end + 40, end - central).putLong(end + 48, data + size);
        int locator = end + ZipArchive.END64_BYTES;
        zip.putInt(locator, ZipArchive.LOCATOR64).putLong(locator + 8, data + size + end - central)
                .putInt(locator + 16, 1);
        zip.putInt(locator + ZipArchive.LOCATOR64_BYTES + 16, -1);
        byte[] back = Arrays.copyOfRange(zip.array(), central, zip.length());
        Path file = write(front.array(), back);
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(checkpoint.entries()).containsExactly(new Entry(EntryPath.of("w"), SPEC));
        }
    }

    private Path write(byte[] front, byte[] back) throws IOException {
        Path file = folder.resolve("large");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.SPARSE)) {
            channel.write(ByteBuffer.wrap(front), 0);
            byte[] last = back.length == 0 ? new byte[1] : back;
            channel.write(ByteBuffer.wrap(last),
                    front.length + SPEC.bytes() - (back.length == 0 ? 1 : 0));
        }
        return file;
    }

    private static void readsWithoutMemory(Path file, String name) throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            Array array = checkpoint.read(EntryPath.of(name), NONE);
            assertThat(array.spec()).isEqualTo(SPEC);
            assertThat(array.data().isMapped()).isTrue();
            assertThat(array.doubleAt(SPEC.shape().size() - 1)).isZero();
        }
    }
}
