package org.dovetail.core.optim;

/**
 * The state of {@link Trace}: {@code optax.TraceState}.
 *
 * @param trace the decaying sum of updates, a tree like the parameters
 */
public record TraceState(Object trace) {}
