package org.dovetail.core;

/** The numbers of a tracer were asked for: {@code jax.errors.ConcretizationTypeError}. */
public final class ConcretizationException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    /**
     * The failure.
     *
     * @param asked what was called
     * @param tracer the tracer
     */
    public ConcretizationException(String asked, Tracer tracer) {
        this(asked, tracer, "For a choice between values "
                + "write where(condition, yes, no); pass numbers that steer the program as int, double or boolean "
                + "arguments, which are static; or return the value and look at it outside");
    }

    /**
     * The failure, with what to do instead.
     *
     * @param asked what was called
     * @param tracer the tracer
     * @param instead what to write instead
     */
    ConcretizationException(String asked, Tracer tracer, String instead) {
        super(asked + ": a " + tracer + " has no numbers while jit, grad or vmap runs the function. " + instead);
    }
}
