package org.dovetail.core;

/**
 * What {@code jax.value_and_grad} gives.
 *
 * @param value the function's value, a scalar
 * @param grad its gradient, a tree like the argument
 * @param <G> the type of the argument
 */
public record ValueAndGrad<G>(Tensor value, G grad) {}
