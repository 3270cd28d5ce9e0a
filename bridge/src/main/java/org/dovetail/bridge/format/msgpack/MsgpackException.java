package org.dovetail.bridge.format.msgpack;

/** Bytes that are no well-formed MessagePack. */
public final class MsgpackException extends Exception {
    private static final long serialVersionUID = 1;

    /**
     * An error.
     *
     * @param problem what was found and what was expected, in one line
     */
    public MsgpackException(String problem) { super(problem); }

    MsgpackException(String problem, Throwable cause) { super(problem, cause); }
}
