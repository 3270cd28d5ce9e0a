package org.dovetail.bridge.format;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** Makes pieces of one size of what a decompressor gives, which must be just so many bytes in all; the last piece may be shorter. */
final class EvenPieces {
    private final Place place;
    private final long size;
    private final MemorySegment buffer;
    private final Node.Receiver receiver;
    private long taken;

    /**
     * Nothing taken yet.
     *
     * @param place where the bytes stand
     * @param size how many there should be in all
     * @param buffer holds a piece
     * @param receiver takes the pieces
     */
    EvenPieces(Place place, long size, MemorySegment buffer, Node.Receiver receiver) {
        this.place = place;
        this.size = size;
        this.buffer = buffer;
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
            long filled = taken % buffer.byteSize();
            int length = (int) Math.min(bytes.remaining(), buffer.byteSize() - filled);
            MemorySegment.copy(MemorySegment.ofBuffer(bytes), 0, buffer, filled, length);
            bytes.position(bytes.position() + length);
            taken += length;
            if (filled + length == buffer.byteSize() || taken == size) {
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
