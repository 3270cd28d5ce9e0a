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
    /** The first byte of a character of two, but for its lowest bit: 0xc2 stands before 0x80 to 0xbf, 0xc3 before the rest. */
    private static final int LEAD = 0xc2;
    private static final int CHUNK = 1 << 13;

    private final MemorySegment stored;
    private final boolean utf8;
    private final long size;

    private PyBytes(MemorySegment stored, boolean utf8, long size) {
        this.stored = stored;
        this.utf8 = utf8;
        this.size = size;
    }

    static PyBytes of(MemorySegment stored) { return new PyBytes(stored, false, stored.byteSize()); }

    /** The bytes that a text in UTF-8 is in Latin-1. */
    static PyBytes ofLatin1(MemorySegment stored) throws PickleException {
        byte[] chunk = new byte[CHUNK];
        long leads = 0;
        int lead = 0;
        int wrong = 0;
        for (long start = 0; start < stored.byteSize(); start += CHUNK) {
            int length = fill(chunk, stored, start);
            // Half of the bytes of random numbers are a lead and its follower: branches would be guessed wrong.
            for (int i = 0; i < length; i++) {
                int b = chunk[i] & 0xff;
                int follower = (b & 0xc0) == 0x80 ? 1 : 0;
                wrong |= follower ^ lead;
                lead = (b & 0xfe) == LEAD ? 1 : 0;
                wrong |= (b >= 0xc0 ? 1 : 0) ^ lead;
                leads += lead;
            }
        }
        if ((wrong | lead) != 0) {
            throw new PickleException("the pickle is damaged: bytes are a text with characters beyond Latin-1");
        }
        return new PyBytes(stored, leads > 0, stored.byteSize() - leads);
    }

    private static int fill(byte[] chunk, MemorySegment stored, long start) {
        int length = (int) Math.min(chunk.length, stored.byteSize() - start);
        MemorySegment.copy(stored, ValueLayout.JAVA_BYTE, start, chunk, 0, length);
        return length;
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
        byte[] chunk = new byte[CHUNK];
        byte[] decoded = new byte[CHUNK + 1];
        int added = 0;
        long position = 0;
        for (long start = 0; start < stored.byteSize(); start += CHUNK) {
            int length = fill(chunk, stored, start);
            int count = 0;
            for (int i = 0; i < length; i++) {
                int b = chunk[i] & 0xff;
                int lead = (b & 0xfe) == LEAD ? 1 : 0;
                decoded[count] = (byte) (b + added);
                count += 1 - lead;
                added = (b & lead) << 6;
            }
            MemorySegment.copy(decoded, 0, bytes, ValueLayout.JAVA_BYTE, position, count);
            position += count;
        }
        return bytes;
    }
}
