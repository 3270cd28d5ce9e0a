package org.dovetail.core;

import org.dovetail.core.fn.F1;

/**
 * What {@code jax.linearize} gives.
 *
 * @param value the function's value
 * @param pushforward takes a direction like the argument and gives the derivative along it
 * @param <A> the type of the argument
 * @param <R> the type of the value
 */
public record LinearizeResult<A, R>(R value, F1<A, R> pushforward) {}
