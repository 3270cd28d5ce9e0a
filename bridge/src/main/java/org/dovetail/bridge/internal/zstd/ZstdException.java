package org.dovetail.bridge.internal.zstd;

/** Bytes that are no Zstandard frames, or that hold more or less than they should. */
public final class ZstdException extends Exception {
    private static final long serialVersionUID = 1;

    ZstdException(String problem) { super(problem); }

    ZstdException(String problem, Throwable cause) { super(problem, cause); }
}
