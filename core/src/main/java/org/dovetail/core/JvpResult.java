package org.dovetail.core;

/**
 * What {@code jax.jvp} gives.
 *
 * @param value the function's value
 * @param tangent its derivative along the direction, a tree like the value
 * @param <R> the type of the value
 */
public record JvpResult<R>(R value, R tangent) {}
