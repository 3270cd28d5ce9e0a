package org.dovetail.core;

/** A tracer was used after its transformation had ended, or where that transformation is not known: {@code jax.errors.UnexpectedTracerError}. */
public final class LeakedTracerException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    /**
     * The failure.
     *
     * @param reader who met the tracer
     * @param tracer the tracer
     */
    public LeakedTracerException(String reader, Tracer tracer) {
        super(reader + ": got a " + tracer
                + " whose transformation is not running here. Return the value from the transformed "
                + "function instead of storing it in a field or a list; within the function, use it on the same thread, not in a "
                + "parallel stream");
    }
}
