package org.dovetail.bridge.internal.lz4;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The checksum of LZ4's frames, xxHash in 32 bits with the seed 0: four lanes over stripes of 16 bytes, mixed at the end. */
final class XxHash32 {
    private static final int PRIME_1 = 0x9e3779b1;
    private static final int PRIME_2 = 0x85ebca77;
    private static final int PRIME_3 = 0xc2b2ae3d;
    private static final int PRIME_4 = 0x27d4eb2f;
    private static final int PRIME_5 = 0x165667b1;
    /** The first two primes added up. */
    private static final int START = 0x24234428;
    private static final int STRIPE = 16;

    private final int[] lanes = {START, PRIME_2, 0, -PRIME_1};
    private final ByteBuffer rest = ByteBuffer.allocate(STRIPE).order(ByteOrder.LITTLE_ENDIAN);
    private long total;

    /** The checksum of a buffer's remaining bytes, which stay where they are. */
    static int of(ByteBuffer bytes) {
        XxHash32 sum = new XxHash32();
        sum.add(bytes.duplicate());
        return sum.value();
    }

    /** Takes the remaining bytes of a buffer. */
    void add(ByteBuffer bytes) {
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        total += bytes.remaining();
        while (rest.position() > 0 && rest.hasRemaining() && bytes.hasRemaining()) {
            rest.put(bytes.get());
        }
        if (!rest.hasRemaining()) {
            stripe(rest.flip());
            rest.clear();
        }
        while (bytes.remaining() >= STRIPE) {
            stripe(bytes);
        }
        rest.put(bytes);
    }

    private void stripe(ByteBuffer bytes) {
        for (int lane = 0; lane < lanes.length; lane++) {
            lanes[lane] = Integer.rotateLeft(lanes[lane] + bytes.getInt() * PRIME_2, 13) * PRIME_1;
        }
    }

    /** The checksum of all that was taken. */
    int value() {
        int sum = total < STRIPE
                ? PRIME_5
                : Integer.rotateLeft(lanes[0], 1) + Integer.rotateLeft(lanes[1], 7) + Integer.rotateLeft(lanes[2], 12)
                        + Integer.rotateLeft(lanes[3], 18);
        sum += (int) total;
        ByteBuffer last = rest.duplicate().order(ByteOrder.LITTLE_ENDIAN).flip();
        while (last.remaining() >= Integer.BYTES) {
            sum = Integer.rotateLeft(sum + last.getInt() * PRIME_3, 17) * PRIME_4;
        }
        while (last.hasRemaining()) {
            sum = Integer.rotateLeft(sum + (last.get() & 0xff) * PRIME_5, 11) * PRIME_1;
        }
        sum = (sum ^ sum >>> 15) * PRIME_2;
        sum = (sum ^ sum >>> 13) * PRIME_3;
        return sum ^ sum >>> 16;
    }
}
