package org.dovetail.core;

import java.util.OptionalInt;

/**
 * How a scan goes.
 *
 * @param length how many steps; empty for the extent of what is scanned
 * @param isReversed whether the last elements come first
 * @param unroll how many steps one round of the loop takes
 */
public record ScanOptions(OptionalInt length, boolean isReversed, int unroll) {
    /** Checks that a round takes at least one step. */
    public ScanOptions {
        if (unroll < 1) {
            throw new IllegalArgumentException("scan: unroll must be at least 1; got " + unroll);
        }
    }

    /** From the first element to the last. */
    public static final ScanOptions DEFAULT = new ScanOptions(OptionalInt.empty(), false, 1);

    /**
     * The same with a number of steps, needed where nothing is scanned.
     *
     * @param steps how many
     * @return the options
     */
    public ScanOptions withLength(int steps) { return new ScanOptions(OptionalInt.of(steps), isReversed, unroll); }

    /**
     * The same from the last element to the first.
     *
     * @return the options
     */
    public ScanOptions reversed() { return new ScanOptions(length, true, unroll); }

    /**
     * The same with so many copies of the step in the loop's body, as {@code unroll}: fewer rounds for the same numbers, which pays where a step is small. The steps that are left
     * over run one by one.
     *
     * @param steps how many copies, at least 1; more than there are steps stand for all of them
     * @return the options
     */
    public ScanOptions withUnroll(int steps) { return new ScanOptions(length, isReversed, steps); }
}
