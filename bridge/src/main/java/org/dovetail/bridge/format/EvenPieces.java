package org.dovetail.bridge.format;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.nio.ByteBuffer;

/** Makes pieces of {@link Slices#BYTES} of what a decompressor gives, which must be just so many bytes in all. */
final class EvenPieces {
    private final Place place;
    private final long size;
    private final MemorySegment buffer;
    private final ByteBuffer room;
    private final Node.Receiver receiver;
    private long taken;

    EvenPieces(Place place, long size, SegmentAllocator memory, Node.Receiver receiver) {
        this.place = place;
        this.size = size;
        this.buffer = memory.allocate(Math.min(Slices.BYTES, size), 16);
        this.room = buffer.asByteBuffer();
        this.receiver = receiver;
    }

    /** How many bytes there should be in all. */
    long size() { return size; }

    /** Takes bytes. */
    void add(ByteBuffer bytes) throws IOException {
        if (bytes.remaining() > size - taken) {
            throw place.error("a chunk holds more than the " + size + " bytes that it should");
        }
        while (bytes.hasRemaining()) {
            int length = Math.min(bytes.remaining(), room.remaining());
            room.put(bytes.slice(bytes.position(), length));
            bytes.position(bytes.position() + length);
            taken += length;
            if (!room.hasRemaining() || taken == size) {
                receiver.accept(buffer.asSlice(0, room.position()));
                room.clear();
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
