package org.dovetail.bridge.format;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.dovetail.core.TensorSpec;

/** The bytes of a small archive, for tests that falsify them. */
final class ZipBytes {
    static final int LOCAL_FLAGS = 6;
    static final int LOCAL_METHOD = 8;
    static final int LOCAL_CRC = 14;
    static final int LOCAL_NAME = 30;
    static final int CENTRAL_FLAGS = 8;
    static final int CENTRAL_METHOD = 10;
    static final int CENTRAL_CRC = 16;
    static final int CENTRAL_PACKED = 20;
    static final int CENTRAL_SIZE = 24;
    static final int CENTRAL_NAME_LENGTH = 28;
    static final int CENTRAL_DISK = 34;
    static final int CENTRAL_OFFSET = 42;
    static final int CENTRAL_NAME = 46;

    private byte[] bytes;

    ZipBytes(byte[] bytes) { this.bytes = bytes.clone(); }

    /** An archive of arrays of zeros. */
    static ZipBytes of(Path folder, boolean deflate, TensorSpec spec, String... members) throws IOException {
        Path file = folder.resolve("valid.npz");
        try (FileSink sink = FileSink.create(file)) {
            ZipSink zip = new ZipSink(sink, Place.of(file), deflate);
            for (String member : members) {
                MemorySegment zeros = MemorySegment.ofArray(new byte[(int) spec.bytes()]);
                zip.add(member, NpyHeader.of(spec), spec.bytes(), (_, receiver) -> Slices.each(zeros, receiver));
            }
            zip.finish();
        }
        return new ZipBytes(Files.readAllBytes(file));
    }

    byte[] array() { return bytes; }

    int length() { return bytes.length; }

    /** Where the n-th header of a kind begins. */
    int find(int signature, int n) {
        ByteBuffer view = view();
        for (int i = 0; i + 4 <= bytes.length; i++) {
            if (view.getInt(i) == signature && n-- == 0) {
                return i;
            }
        }
        throw new AssertionError("there is no " + Integer.toHexString(signature));
    }

    int local(int n) { return find(ZipArchive.LOCAL, n); }

    int central(int n) { return find(ZipArchive.CENTRAL, n); }

    int end() { return find(ZipArchive.END, 0); }

    ZipBytes putByte(int at, int value) {
        bytes[at] = (byte) value;
        return this;
    }

    ZipBytes putShort(int at, int value) {
        view().putShort(at, (short) value);
        return this;
    }

    ZipBytes putInt(int at, int value) {
        view().putInt(at, value);
        return this;
    }

    ZipBytes putLong(int at, long value) {
        view().putLong(at, value);
        return this;
    }

    ZipBytes insert(int at, byte... more) {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + more.length);
        System.arraycopy(more, 0, longer, at, more.length);
        System.arraycopy(bytes, at, longer, at + more.length, bytes.length - at);
        bytes = longer;
        return this;
    }

    int intAt(int at) { return view().getInt(at); }

    Path write(Path folder) throws IOException { return Files.write(folder.resolve("falsified.npz"), bytes); }

    private ByteBuffer view() { return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN); }
}
