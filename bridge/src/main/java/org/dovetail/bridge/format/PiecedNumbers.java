package org.dovetail.bridge.format;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.List;
import org.dovetail.core.Array;
import org.dovetail.core.ArrayView;
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

    /** Numbers with their axes in another order, as {@code numpy.transpose} gives them; {@code stored} are their dtype and shape before. */
    static PiecedNumbers permuted(TensorSpec stored, Node.Numbers numbers, List<Integer> axes) {
        return new PiecedNumbers(stored.withShape(stored.shape().permuted(axes)), (memory, receiver) -> Slices
                .each(ArrayView.of(numbers.read(memory)).permute(axes), memory, receiver));
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
