package org.dovetail.bridge.align;

/** A line of the user's that names nothing, or says nothing that can be done: wrong usage, not a refusal. */
public final class AlignmentException extends Exception {
    private static final long serialVersionUID = 1;

    /**
     * An error about a line.
     *
     * @param message the line, what is wrong with it, and what to write instead
     */
    public AlignmentException(String message) { super(message); }
}
