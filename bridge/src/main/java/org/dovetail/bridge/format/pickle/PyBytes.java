package org.dovetail.bridge.format.pickle;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;

/**
 * Bytes, in place in the file.
 *
 * <p>
 * Protocols below 3 have no bytes: there they are the text of as many characters, and the file has that text in UTF-8, one byte or two for each.
 */
public final class PyBytes implements PyValue {
    private final MemorySegment stored;
    private final boolean utf8;
    private final long size;

    private PyBytes(MemorySegment stored, boolean utf8, long size) {
        this.stored = stored;
        this.utf8 = utf8;
        this.size = size;
    }

    static PyBytes of(MemorySegment stored) { return new PyBytes(stored, false, stored.byteSize()); }

    /** The bytes that a text is in Latin-1. */
    static PyBytes ofLatin1(PyText text) throws PickleException {
        MemorySegment stored = text.stored();
        if (text.isPython2()) {
            return of(stored);
        }
        long length = stored.byteSize();
        long size = 0;
        for (long i = 0; i < length; i++) {
            byte b = stored.get(ValueLayout.JAVA_BYTE, i);
            if (b < 0) {
                boolean two = (b == (byte) 0xc2 || b == (byte) 0xc3) && i + 1 < length
                        && (stored.get(ValueLayout.JAVA_BYTE, i + 1) & 0xc0) == 0x80;
                if (!two) {
                    throw new PickleException("the pickle is damaged: bytes are a text with characters beyond Latin-1");
                }
                i++;
            }
            size++;
        }
        return new PyBytes(stored, size != length, size);
    }

    /**
     * How many there are.
     *
     * @return the number
     */
    public long size() { return size; }

    /**
     * The bytes.
     *
     * @param memory what holds them when they are not in the file as such
     * @return the bytes
     */
    public MemorySegment read(SegmentAllocator memory) {
        if (!utf8) {
            return stored;
        }
        MemorySegment bytes = memory.allocate(size, 16);
        long from = 0;
        for (long to = 0; to < size; to++) {
            byte b = stored.get(ValueLayout.JAVA_BYTE, from++);
            if (b < 0) {
                b = (byte) (b << 6 | stored.get(ValueLayout.JAVA_BYTE, from++) & 0x3f);
            }
            bytes.set(ValueLayout.JAVA_BYTE, to, b);
        }
        return bytes;
    }
}
