package org.dovetail.bridge.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;

/** Memory of which every allocation is the same piece: for what is needed one after the other. */
public final class Reused implements SegmentAllocator {
    private static final long ALIGNMENT = 16;

    private final SegmentAllocator memory;
    private MemorySegment held = MemorySegment.NULL;

    /**
     * Memory without a piece yet.
     *
     * @param memory where the piece comes from; a larger one when it must
     */
    public Reused(SegmentAllocator memory) { this.memory = memory; }

    @Override
    public MemorySegment allocate(long bytes, long alignment) {
        if (held.byteSize() < bytes) {
            held = memory.allocate(bytes, Math.max(alignment, ALIGNMENT));
        }
        return held.asSlice(0, bytes);
    }
}
