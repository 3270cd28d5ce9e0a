package org.dovetail.bridge.convert;

import java.io.IOException;
import java.lang.foreign.SegmentAllocator;
import org.dovetail.bridge.format.Node;
import org.dovetail.core.Array;

/**
 * Numbers whose reading is told.
 *
 * @param numbers the numbers
 * @param progress hears of them
 */
record ToldNumbers(Node.Numbers numbers, Progress progress) implements Node.Numbers {
    @Override
    public Array read(SegmentAllocator memory) throws IOException {
        Array array = numbers.read(memory);
        advance(array.spec().bytes());
        return array;
    }

    @Override
    public void each(SegmentAllocator memory, Node.Receiver receiver) throws IOException {
        numbers.each(memory, piece -> {
            receiver.accept(piece);
            advance(piece.byteSize());
        });
    }

    private void advance(long bytes) {
        synchronized (progress) {
            progress.advance(bytes);
        }
    }
}
