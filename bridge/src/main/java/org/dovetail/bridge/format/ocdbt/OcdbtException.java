package org.dovetail.bridge.format.ocdbt;

/** A database that is not well-formed, or beyond the limits within which one is read. */
public final class OcdbtException extends Exception {
    private static final long serialVersionUID = 1;

    OcdbtException(String problem) { super(problem); }

    OcdbtException(String problem, Throwable cause) { super(problem, cause); }
}
