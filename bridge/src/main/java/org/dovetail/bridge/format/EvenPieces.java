package org.dovetail.bridge.format;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;

/** Makes pieces of {@link Slices#BYTES} of what a decompressor gives, which must be just so many bytes in all. */
final class EvenPieces {
    private final Place place;
    private final long size;
    private final MemorySegment buffer;
    private final Node.Receiver receiver;
    private long taken;

    EvenPieces(Place place, long size, SegmentAllocator memory, Node.Receiver receiver) {
        this.place = place;
        this.size = size;
        this.buffer = memory.allocate(Math.min(Slices.BYTES, size), 16);
        this.receiver = receiver;
    }

    /** How many bytes there should be in all. */
    long size() { return size; }

    /** Takes the first bytes of an array. */
    void add(byte[] bytes, int count) throws IOException {
        if (count > size - taken) {
            throw place.error("a chunk holds more than the " + size + " bytes that it should");
        }
        for (int at = 0; at < count;) {
            int filled = (int) (taken % Slices.BYTES);
            int length = (int) Math.min(count - at, buffer.byteSize() - filled);
            MemorySegment.copy(bytes, at, buffer, ValueLayout.JAVA_BYTE, filled, length);
            at += length;
            taken += length;
            if (taken % Slices.BYTES == 0 || taken == size) {
                receiver.accept(buffer.asSlice(0, filled + length));
            }
        }
    }

    /** Checks that all are there. */
    void end() throws CheckpointException {
        if (taken < size) {
            throw place.error("a chunk holds " + taken + " bytes, not the " + size + " that it should");
        }
    }
}
