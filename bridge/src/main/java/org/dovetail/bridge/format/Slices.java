package org.dovetail.bridge.format;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** Goes over memory piece by piece, so that a large mapped file takes the physical memory of one piece. */
final class Slices {
    /** Two of them fit into the cache of a core, and a system call costs nothing beside one. */
    private static final long BYTES = 1L << 20;

    private Slices() {}

    /** Takes the pieces. */
    @FunctionalInterface
    interface Receiver<E extends Exception> {
        /** Takes one. */
        void accept(ByteBuffer slice) throws E;
    }

    /** Hands over the pieces of a segment in their order; mapped ones give up their physical memory afterwards, and are read from the file again if they must. */
    static <E extends Exception> void each(MemorySegment bytes, Receiver<E> receiver) throws E {
        for (long start = 0; start < bytes.byteSize(); start += BYTES) {
            MemorySegment slice = bytes.asSlice(start, Math.min(BYTES, bytes.byteSize() - start));
            receiver.accept(slice.asByteBuffer());
            if (slice.isMapped()) {
                slice.unload();
            }
        }
    }
}
