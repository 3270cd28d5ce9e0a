package org.dovetail.core;

import org.dovetail.core.internal.trace.Trace;

/** A value inside a transformation: its dtype and shape are known, its numbers are not. */
public abstract non-sealed class Tracer implements Tensor {
    private final Trace trace;

    /**
     * A tracer.
     *
     * @param trace the trace that it belongs to, which only the machine can make
     */
    protected Tracer(Trace trace) { this.trace = trace; }

    /**
     * The trace that this belongs to.
     *
     * @return the trace
     */
    public final Trace trace() { return trace; }

    @Override
    public final String toString() { return "traced " + spec(); }
}
