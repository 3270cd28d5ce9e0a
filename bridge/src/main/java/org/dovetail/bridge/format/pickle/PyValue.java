package org.dovetail.bridge.format.pickle;

import java.math.BigInteger;

/** A Python value as data. Values may hold each other in circles and are never compared by content. */
public sealed interface PyValue
        permits PyValue.Constant, PyValue.Int, PyValue.BigInt, PyValue.Real, PyText, PyBytes, PySequence, PyDict,
        Global,
        PyDType, PyArray, PyObject {
    /** The values that have no content. */
    enum Constant implements PyValue {
        /** {@code None}. */
        NONE,
        /** {@code False}. */
        FALSE,
        /** {@code True}. */
        TRUE
    }

    /**
     * An integer.
     *
     * @param value its value
     */
    record Int(long value) implements PyValue {}

    /**
     * An integer beyond 64 bits.
     *
     * @param value its value
     */
    record BigInt(BigInteger value) implements PyValue {}

    /**
     * A float.
     *
     * @param value its value
     */
    record Real(double value) implements PyValue {}
}
