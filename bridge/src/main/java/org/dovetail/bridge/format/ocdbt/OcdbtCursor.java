package org.dovetail.bridge.format.ocdbt;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** Reads the parts of a manifest or node one after the other, each checked against the bytes that are left. */
final class OcdbtCursor {
    private final MemorySegment bytes;
    private final ByteBuffer each;
    private long at;

    /** At most so many bytes as an array can have. */
    OcdbtCursor(MemorySegment bytes) {
        this.bytes = bytes;
        this.each = bytes.asByteBuffer();
    }

    int u8() throws OcdbtException {
        checkRoom(1);
        return Byte.toUnsignedInt(each.get((int) at++));
    }

    /** An unsigned number of seven bits a byte, the low ones first. */
    long varint() throws OcdbtException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int part = u8();
            if (shift == 63 && part > 1) {
                break;
            }
            value |= (long) (part & 0x7f) << shift;
            if (part < 0x80) {
                return value;
            }
        }
        throw new OcdbtException("a number has more than 64 bits");
    }

    /** A number of things, each of which takes at least a byte. */
    int count(String things) throws OcdbtException {
        long count = varint();
        if (count < 0 || count > bytes.byteSize() - at) {
            throw new OcdbtException("there should be " + Long.toUnsignedString(count) + " " + things + ", there are "
                    + (bytes.byteSize() - at) + " bytes left");
        }
        return Math.toIntExact(count);
    }

    /** Numbers, each of which takes at least a byte. */
    long[] varints(int count) throws OcdbtException {
        checkRoom(count);
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = varint();
        }
        return values;
    }

    MemorySegment take(long length) throws OcdbtException {
        checkRoom(length);
        MemorySegment taken = bytes.asSlice(at, length);
        at += length;
        return taken;
    }

    private void checkRoom(long length) throws OcdbtException {
        if (length < 0 || length > bytes.byteSize() - at) {
            throw new OcdbtException(Long.toUnsignedString(length) + " bytes should follow, there are "
                    + (bytes.byteSize() - at) + " left");
        }
    }

    /** Checks that nothing is left. */
    void end() throws OcdbtException {
        if (at != bytes.byteSize()) {
            throw new OcdbtException(bytes.byteSize() - at + " bytes follow where nothing should");
        }
    }
}
