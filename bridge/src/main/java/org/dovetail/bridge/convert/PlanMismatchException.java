package org.dovetail.bridge.convert;

/** A plan that does not go with the checkpoint it is run on, or that is not decided: the message says which array, and what to do. */
public final class PlanMismatchException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    /**
     * An error about a plan.
     *
     * @param problem what does not go together, in one line
     */
    public PlanMismatchException(String problem) { super(problem); }
}
