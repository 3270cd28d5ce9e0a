package org.dovetail.core;

/** Along which axis a tree is many: an argument of a batched function, or its result. */
public sealed interface Axis extends AxisTree {
    /** The argument is the same for all: {@code None} in {@code jax.vmap}'s {@code in_axes}. */
    Axis BROADCAST = new Broadcast();

    /**
     * An axis by its number.
     *
     * @param number the number; negative ones count from the end
     */
    record At(int number) implements Axis {
        @Override
        public String toString() { return "axis(" + number + ")"; }
    }

    /** None. */
    record Broadcast() implements Axis {
        @Override
        public String toString() { return "BROADCAST"; }
    }

    /**
     * An axis of every tensor of the argument.
     *
     * @param number its number; negative ones count from the end
     * @return the axis
     */
    static Axis axis(int number) { return new At(number); }
}
