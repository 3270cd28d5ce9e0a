package org.dovetail.core;

/** What stands around a tensor that is padded: the argument {@code mode} of {@code jnp.pad}. */
public sealed interface PadMode {
    /**
     * The same number everywhere.
     *
     * @param value the number
     */
    record Constant(Number value) implements PadMode {}

    /** What is taken from the tensor itself. */
    enum Repeated implements PadMode {
        /** The element at the edge. */
        EDGE,
        /** The elements mirrored at the edge, which is not repeated. */
        REFLECT,
        /** The elements mirrored behind the edge, which is repeated. */
        SYMMETRIC,
        /** The elements from the other end. */
        WRAP
    }

    /** The element at the edge. */
    PadMode EDGE = Repeated.EDGE;
    /** The elements mirrored at the edge, which is not repeated. */
    PadMode REFLECT = Repeated.REFLECT;
    /** The elements mirrored behind the edge, which is repeated. */
    PadMode SYMMETRIC = Repeated.SYMMETRIC;
    /** The elements from the other end. */
    PadMode WRAP = Repeated.WRAP;
    /** Zeros. */
    PadMode ZEROS = new Constant(0);

    /**
     * The same number everywhere.
     *
     * @param value the number
     * @return the mode
     */
    static PadMode constant(Number value) { return new Constant(value); }
}
