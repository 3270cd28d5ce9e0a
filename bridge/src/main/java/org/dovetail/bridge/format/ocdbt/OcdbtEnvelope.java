package org.dovetail.bridge.format.ocdbt;

import java.io.ByteArrayInputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.dovetail.bridge.internal.zstd.ZstdException;
import org.dovetail.bridge.internal.zstd.ZstdFrames;

/** What is around each manifest and node: a magic number, the length, a version, a compression, and a checksum at the end. */
enum OcdbtEnvelope {
    /** Around a manifest. */
    MANIFEST(0x0cdb3a2a),
    /** Around a node of the B+tree. */
    NODE(0x0cdb20de);

    private static final int HEAD_BYTES = Integer.BYTES + Long.BYTES;
    private static final int ZSTD = 1;

    private final int magic;

    OcdbtEnvelope(int magic) { this.magic = magic; }

    /**
     * What is inside.
     *
     * @param bytes the whole
     * @param limit how many bytes it may be
     */
    OcdbtCursor open(MemorySegment bytes, long limit) throws OcdbtException {
        if (bytes.byteSize() < HEAD_BYTES + 2 + Integer.BYTES || numbers(bytes, 0, Integer.BYTES).getInt() != magic) {
            throw new OcdbtException("does not begin as one");
        }
        long claimed = numbers(bytes, Integer.BYTES, Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (claimed != bytes.byteSize()) {
            throw new OcdbtException("claims " + Long.toUnsignedString(claimed) + " bytes, it has "
                    + bytes.byteSize());
        }
        if (bytes.byteSize() > limit) {
            throw new OcdbtException("has " + bytes.byteSize() + " bytes; at most " + limit + " are read");
        }
        long end = bytes.byteSize() - Integer.BYTES;
        CRC32C sum = new CRC32C();
        sum.update(bytes.asSlice(0, end).asByteBuffer());
        if ((int) sum.getValue() != numbers(bytes, end, Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).getInt()) {
            throw new OcdbtException("is damaged: its checksum is wrong");
        }
        OcdbtCursor cursor = new OcdbtCursor(bytes.asSlice(HEAD_BYTES, end - HEAD_BYTES));
        long version = cursor.varint();
        long compression = cursor.varint();
        if (version != 0 || compression != 0 && compression != ZSTD) {
            throw new OcdbtException("is of version " + Long.toUnsignedString(version) + " and compression "
                    + Long.toUnsignedString(compression) + "; version 0 without compression or with zstd is read");
        }
        // Both numbers are below 128, so they took a byte each.
        MemorySegment body = bytes.asSlice(HEAD_BYTES + 2, end - HEAD_BYTES - 2);
        if (compression == 0) {
            return new OcdbtCursor(body);
        }
        try {
            byte[] frame = body.toArray(ValueLayout.JAVA_BYTE);
            return new OcdbtCursor(MemorySegment.ofArray(ZstdFrames.decode(new ByteArrayInputStream(frame), limit)));
        } catch (ZstdException e) {
            throw new OcdbtException(String.valueOf(e.getMessage()), e);
        }
    }

    private static ByteBuffer numbers(MemorySegment bytes, long at, int length) {
        return bytes.asSlice(at, length).asByteBuffer();
    }

    /** The whole of a body, uncompressed. */
    byte[] around(byte[] body) {
        int length = HEAD_BYTES + 2 + body.length + Integer.BYTES;
        ByteBuffer whole = ByteBuffer.allocate(length).order(ByteOrder.BIG_ENDIAN).putInt(magic)
                .order(ByteOrder.LITTLE_ENDIAN).putLong(length).put((byte) 0).put((byte) 0).put(body);
        CRC32C sum = new CRC32C();
        sum.update(whole.array(), 0, whole.position());
        return whole.putInt((int) sum.getValue()).array();
    }
}
