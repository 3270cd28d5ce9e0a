package org.dovetail.bridge.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The chance behind one damaged file: everything about the file follows from a number.
 *
 * @param random where the choices come from
 * @param donors other files of the same kind, for splices
 */
record Dice(SplittableRandom random, List<byte[]> donors) {
    private static final long[] EXTREMES = {0, 1, -1, 2, 127, 128, 255, 256, 65_535, 65_536, Integer.MAX_VALUE,
            1L << 31, 1L << 32, 1L << 40, 1L << 60, Long.MAX_VALUE, Long.MIN_VALUE, 0x3939_3939_3939_3939L};

    int below(int bound) { return bound <= 0 ? 0 : random.nextInt(bound); }

    /** From one to a bound, small numbers more often. */
    int length(int bound) {
        return 1 + below(1 + below(Math.max(1, bound)));
    }

    <T> T pick(List<T> items) { return items.get(random.nextInt(items.size())); }

    byte[] donor() { return pick(donors); }

    /** A number that tests limits: an extreme one, one near another, or any. */
    long telling(long near) {
        return switch (below(4)) {
            case 0 -> near + below(17) - 8;
            case 1 -> random.nextLong() >>> below(64);
            default -> EXTREMES[below(EXTREMES.length)];
        };
    }

    /** The bytes with a part replaced. */
    static byte[] replace(byte[] bytes, int from, int to, byte[] part) {
        byte[] all = Arrays.copyOf(bytes, bytes.length - (to - from) + part.length);
        System.arraycopy(part, 0, all, from, part.length);
        System.arraycopy(bytes, to, all, from + part.length, bytes.length - to);
        return all;
    }
}
