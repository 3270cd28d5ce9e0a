package org.dovetail.nnx;

/** What a scan does with an argument or a result: {@code nnx.Carry}, {@code None} or an axis, as {@code in_axes} and {@code out_axes} of {@code nnx.scan}. */
public sealed interface ScanAxis {
    /** It goes from step to step, {@code nnx.Carry}. */
    Carried CARRY = new Carried();

    /** It is the same at every step, {@code None}. */
    Broadcast BROADCAST = new Broadcast();

    /** It goes from step to step. */
    record Carried() implements ScanAxis {
        @Override
        public String toString() { return "CARRY"; }
    }

    /** It is the same at every step. */
    record Broadcast() implements ScanAxis {
        @Override
        public String toString() { return "BROADCAST"; }
    }

    /**
     * Each step has one part of it along an axis.
     *
     * @param number the axis; negative ones count from the end
     */
    record At(int number) implements ScanAxis {
        @Override
        public String toString() { return "axis(" + number + ")"; }
    }

    /**
     * An axis of every tensor of the argument or result.
     *
     * @param number its number; negative ones count from the end
     * @return the axis
     */
    static At axis(int number) { return new At(number); }
}
