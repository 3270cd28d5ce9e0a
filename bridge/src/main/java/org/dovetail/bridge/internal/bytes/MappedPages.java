package org.dovetail.bridge.internal.bytes;

import java.lang.foreign.MemorySegment;

/**
 * The pages of a mapped segment that somebody reads from front to back, who gives back those that lie behind: the system reads them from the file again if they must be. Of a segment
 * that is not mapped, nothing is given back.
 */
public final class MappedPages {
    /** A page that is touched brings as much around it into memory, the end of what was given back before among it. */
    public static final long AROUND = 64 << 10;
    /** Two times as much fits into the cache of a core, and a system call costs nothing beside reading it. */
    public static final int STEP = 1 << 20;

    private final MemorySegment bytes;
    private long givenBack;

    /**
     * The pages of a segment of which nothing was read.
     *
     * @param bytes the segment
     */
    public MappedPages(MemorySegment bytes) { this.bytes = bytes; }

    /**
     * Gives back what lies behind a reader, each time that it is {@link #STEP} more.
     *
     * @param position where the reader is; one that went back may have to touch pages twice
     */
    public void passed(long position) {
        if (position - givenBack >= STEP) {
            giveBack(bytes, givenBack, position);
            givenBack = position;
        }
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
