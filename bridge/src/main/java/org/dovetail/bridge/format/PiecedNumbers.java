package org.dovetail.bridge.format;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import org.dovetail.core.Array;
import org.dovetail.core.TensorSpec;

/**
 * Numbers that come in pieces, and are put together only for those who need the whole.
 *
 * @param spec their dtype and shape
 * @param pieces gives the pieces
 */
public record PiecedNumbers(TensorSpec spec, Pieces pieces) implements Node.Numbers {
    /** Gives pieces. */
    @FunctionalInterface
    public interface Pieces {
        /**
         * Hands them over in their order.
         *
         * @param memory holds what is needed as a whole
         * @param receiver takes them
         * @throws IOException if a file cannot be read, or the receiver throws it
         */
        void each(SegmentAllocator memory, Node.Receiver receiver) throws IOException;
    }

    @Override
    public void each(SegmentAllocator memory, Node.Receiver receiver) throws IOException {
        pieces.each(memory, receiver);
    }

    @Override
    public Array read(SegmentAllocator memory) throws IOException {
        MemorySegment whole = memory.allocate(spec.bytes(), 16);
        pieces.each(memory, new Filling(whole));
        return Array.of(spec, whole);
    }
}
