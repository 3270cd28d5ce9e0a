package org.dovetail.bridge.format;

import java.lang.foreign.MemorySegment;

/** Puts pieces into memory one after the other. */
final class Filling implements Node.Receiver {
    private final MemorySegment whole;
    private long filled;

    Filling(MemorySegment whole) { this.whole = whole; }

    @Override
    public void accept(MemorySegment piece) {
        MemorySegment.copy(piece, 0, whole, filled, piece.byteSize());
        filled += piece.byteSize();
    }
}
