package org.dovetail.bridge.report;

/** How far two arrays are apart, on a scale from 0 to 9 for colours. */
final class Closeness {
    private static final int FARTHEST = 9;
    private static final int BITS_A_LEVEL = 3;
    private static final int SMALLEST_DECADE = -8;

    private Closeness() {}

    /**
     * The level of a pair: 0 for equal numbers, and one more for each factor of 8 in units in the last place; where there are none, for each factor of 10 of the relative difference.
     */
    static int level(Differences.Pair pair) {
        if (pair.difference().isEmpty()) {
            return FARTHEST;
        }
        TensorDifference difference = pair.difference().get();
        if (difference.maxUlp() >= 0) {
            int bits = Long.SIZE - Long.numberOfLeadingZeros(difference.maxUlp());
            return Math.min(FARTHEST, (bits + BITS_A_LEVEL - 1) / BITS_A_LEVEL);
        }
        double apart = difference.maxRel();
        if (apart == 0) {
            return 0;
        }
        double level = Math.floor(Math.log10(apart)) - SMALLEST_DECADE + 1;
        return Double.isNaN(level) ? FARTHEST : (int) Math.max(1, Math.min(FARTHEST, level));
    }
}
