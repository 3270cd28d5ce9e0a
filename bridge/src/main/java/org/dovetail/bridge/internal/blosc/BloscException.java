package org.dovetail.bridge.internal.blosc;

/** Bytes that are no chunk of blosc, or of a kind that is not read. */
public final class BloscException extends Exception {
    private static final long serialVersionUID = 1;

    BloscException(String problem) { super(problem); }

    BloscException(String problem, Throwable cause) { super(problem, cause); }
}
