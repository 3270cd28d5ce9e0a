package org.dovetail.bridge.rules;

/** Where the numbers of an array come from that only one of the two libraries has, when no side data tells them. */
public sealed interface Fallback {
    /**
     * They equal another array of the same layer: BatchNorm's {@code hidden} is a copy of {@code average}.
     *
     * @param role the other array's role
     */
    record Copy(String role) implements Fallback {}

    /**
     * Every element is one number: BatchNorm's {@code counter}.
     *
     * @param value the number
     */
    record Constant(double value) implements Fallback {}

    /**
     * A random stream starts anew, as those of {@code nnx.reseed}: its key is {@code fold_in(key(seed), draw)} and its count 0, whatever side data tells.
     *
     * @param seed the seed
     * @param draw the number of the stream among the model's
     */
    record Seeded(long seed, int draw) implements Fallback {}

    /** There is no substitute: the array is left out, and listed. Random streams and caches. */
    record LeaveOut() implements Fallback {}
}
