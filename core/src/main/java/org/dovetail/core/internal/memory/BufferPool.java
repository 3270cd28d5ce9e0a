package org.dovetail.core.internal.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Where results get their memory. */
final class BufferPool {
    private static final long SMALL = 16 * 1024;

    private BufferPool() {}

    static MemorySegment allocate(long bytes) {
        return bytes <= SMALL ? MemorySegment.ofArray(new byte[(int) bytes]) : Arena.ofAuto().allocate(bytes, 64);
    }
}
