package org.dovetail.bridge.internal.lz4;

/** Bytes that are no LZ4 data, or that hold more or less than they should. */
public final class Lz4Exception extends Exception {
    private static final long serialVersionUID = 1;

    Lz4Exception(String problem) { super(problem); }
}
