package org.dovetail.bridge.format;

import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.dovetail.bridge.internal.bytes.MappedPages;

/** The bytes of a segment as a stream; mapped ones give up their physical memory once they are read. */
final class SegmentStream extends InputStream {
    private final MemorySegment bytes;
    private final MappedPages pages;
    private long position;

    SegmentStream(MemorySegment bytes) {
        this.bytes = bytes;
        this.pages = new MappedPages(bytes);
    }

    /** How many bytes were not read. */
    long remaining() { return bytes.byteSize() - position; }

    @Override
    public int read() {
        if (position == bytes.byteSize()) {
            return -1;
        }
        pages.passed(position);
        return bytes.get(ValueLayout.JAVA_BYTE, position++) & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        int count = (int) Math.min(length, bytes.byteSize() - position);
        if (count == 0) {
            return -1;
        }
        MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, position, target, offset, count);
        position += count;
        pages.passed(position);
        return count;
    }
}
