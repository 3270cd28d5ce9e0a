package org.dovetail.core;

import org.dovetail.core.fn.F1;

/**
 * What {@code jax.vjp} gives.
 *
 * @param value the function's value
 * @param pullback takes a cotangent like the value and gives one like the argument
 * @param <A> the type of the argument
 * @param <R> the type of the value
 */
public record VjpResult<A, R>(R value, F1<R, A> pullback) {}
