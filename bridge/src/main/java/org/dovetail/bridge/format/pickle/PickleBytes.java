package org.dovetail.bridge.format.pickle;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The bytes of a pickle, read from front to back; instructions never reach beyond the frame that they stand in. */
final class PickleBytes {
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED
            .withOrder(ByteOrder.BIG_ENDIAN);

    private final MemorySegment bytes;
    private long position;
    private long frameEnd;
    private long end;

    PickleBytes(MemorySegment bytes) {
        this.bytes = bytes;
        this.end = bytes.byteSize();
    }

    /** Reads the next instruction; what it needs must lie in the same frame. */
    Opcode opcode() throws PickleException {
        end = position < frameEnd ? frameEnd : bytes.byteSize();
        byte code = bytes.get(ValueLayout.JAVA_BYTE, next(1));
        return Opcode.of(code).orElseThrow(() -> error("0x" + Integer.toHexString(code & 0xff)
                + " is no instruction of a pickle"));
    }

    int unsigned1() throws PickleException { return bytes.get(ValueLayout.JAVA_BYTE, next(1)) & 0xff; }

    int unsigned2() throws PickleException { return bytes.get(SHORT, next(2)) & 0xffff; }

    int signed4() throws PickleException { return bytes.get(INT, next(4)); }

    long unsigned4() throws PickleException { return signed4() & 0xffff_ffffL; }

    long signed8() throws PickleException { return bytes.get(LONG, next(8)); }

    double bigEndianDouble() throws PickleException { return bytes.get(DOUBLE, next(8)); }

    /** The next bytes, in place. */
    MemorySegment slice(long length) throws PickleException {
        return bytes.asSlice(next(length), length);
    }

    /** The bytes up to the next line break, which is read over. */
    String line(int maxLength) throws PickleException {
        for (long at = position; at < end && at - position <= maxLength; at++) {
            if (bytes.get(ValueLayout.JAVA_BYTE, at) == '\n') {
                String line = new String(slice(at - position).toArray(ValueLayout.JAVA_BYTE),
                        StandardCharsets.ISO_8859_1);
                position++;
                return line;
            }
        }
        throw error("a line does not end");
    }

    /** Begins a frame. */
    void frame(long length) throws PickleException {
        if (position < frameEnd) {
            throw error("a frame begins before the last one ends");
        }
        if (length < 0 || length > bytes.byteSize() - position) {
            throw cut(length);
        }
        frameEnd = position + length;
    }

    /** The next bytes, which no instruction and no frame has around them. */
    MemorySegment outsideFrames(long length) throws PickleException {
        if (position < frameEnd) {
            throw error("bytes of an array begin before the last frame ends");
        }
        end = bytes.byteSize();
        return slice(length);
    }

    /** Checks that nothing follows. */
    void end() throws PickleException {
        if (position != bytes.byteSize()) {
            throw error((bytes.byteSize() - position)
                    + " bytes follow the end of the pickle; one file holds one pickle, cut the rest off");
        }
    }

    PickleException error(String problem) {
        return new PickleException("the pickle is damaged at byte " + position + ": " + problem);
    }

    private long next(long length) throws PickleException {
        if (length < 0 || length > end - position) {
            throw cut(length);
        }
        long start = position;
        position += length;
        return start;
    }

    private PickleException cut(long length) {
        return error(Long.toUnsignedString(length) + " bytes are needed and " + (end - position) + " are there");
    }
}
