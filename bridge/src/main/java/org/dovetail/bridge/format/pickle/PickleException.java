package org.dovetail.bridge.format.pickle;

/** A pickle that is not well-formed, or that needs more than data. */
public final class PickleException extends Exception {
    private static final long serialVersionUID = 1;

    /**
     * An error.
     *
     * @param problem what was found and what to do, in one line
     */
    public PickleException(String problem) { super(problem); }
}
