package org.dovetail.core;

import java.util.OptionalInt;

/**
 * How a scan goes.
 *
 * @param length how many steps; empty for the extent of what is scanned
 * @param isReversed whether the last elements come first
 */
public record ScanOptions(OptionalInt length, boolean isReversed) {
    /** From the first element to the last. */
    public static final ScanOptions DEFAULT = new ScanOptions(OptionalInt.empty(), false);

    /**
     * The same with a number of steps, needed where nothing is scanned.
     *
     * @param steps how many
     * @return the options
     */
    public ScanOptions withLength(int steps) { return new ScanOptions(OptionalInt.of(steps), isReversed); }

    /**
     * The same from the last element to the first.
     *
     * @return the options
     */
    public ScanOptions reversed() { return new ScanOptions(length, true); }
}
