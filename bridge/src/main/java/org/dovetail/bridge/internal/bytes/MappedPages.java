package org.dovetail.bridge.internal.bytes;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * The pages of a mapped segment that somebody reads from front to back, who gives back those that lie behind: the system reads them from the file again if they must be. Of a segment
 * that is not mapped, nothing is given back.
 */
public final class MappedPages {
    /** A page that is touched brings as much around it into memory, the end of what was given back before among it. */
    public static final long AROUND = 64 << 10;

    private final MemorySegment bytes;
    private long givenBack;

    /**
     * The pages of a segment of which nothing was read.
     *
     * @param bytes the segment
     */
    public MappedPages(MemorySegment bytes) { this.bytes = bytes; }

    /**
     * Gives back what lies behind a reader, each time that it is {@link PieceSize#BYTES} more.
     *
     * @param position where the reader is; one that went back may have to touch pages twice
     */
    public void passed(long position) {
        if (position - givenBack >= PieceSize.BYTES) {
            giveBack(bytes, givenBack, position);
            givenBack = position;
        }
    }

    /**
     * The next piece of a reader, which has passed what lies before it.
     *
     * @param position where it begins
     * @return as many bytes as a piece has, or as are left
     */
    public ByteBuffer piece(long position) {
        passed(position);
        return bytes.asSlice(position, Math.min(PieceSize.BYTES, bytes.byteSize() - position)).asByteBuffer();
    }

    /**
     * Gives back a part, and what reading it brought into memory before it.
     *
     * @param bytes the segment
     * @param from where the part begins
     * @param to where it ends
     */
    public static void giveBack(MemorySegment bytes, long from, long to) {
        if (bytes.isMapped()) {
            long start = Math.max(0, from - AROUND);
            bytes.asSlice(start, Math.min(to, bytes.byteSize()) - start).unload();
        }
    }
}
