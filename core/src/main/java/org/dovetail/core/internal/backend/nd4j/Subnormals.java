package org.dovetail.core.internal.backend.nd4j;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The float32 next to zero, which XLA's arithmetic takes for zero and ND4J's does not. */
final class Subnormals {
    /** The bits of the least normal number. */
    private static final int NORMAL = 0x0080_0000;
    /** Elements at a time, so that the inner loop counts in ints and is compiled to vectors. */
    private static final long BLOCK = 1 << 16;

    private Subnormals() {}

    /** Whether there is any. */
    static boolean areIn(MemorySegment floats) {
        for (long start = 0; start < floats.byteSize(); start += BLOCK) {
            if (block(floats.asSlice(start, Math.min(BLOCK, floats.byteSize() - start)))) {
                return true;
            }
        }
        return false;
    }

    /** Without branches: the sign bit stays set for magnitudes from 1 to {@link #NORMAL} - 1 alone. */
    private static boolean block(MemorySegment floats) {
        int count = (int) floats.byteSize() / Float.BYTES;
        int found = 0;
        for (int i = 0; i < count; i++) {
            int magnitude = floats.get(ValueLayout.JAVA_INT_UNALIGNED, (long) i * Float.BYTES) & Integer.MAX_VALUE;
            found |= ~(magnitude - 1) & magnitude - NORMAL;
        }
        return found < 0;
    }
}
