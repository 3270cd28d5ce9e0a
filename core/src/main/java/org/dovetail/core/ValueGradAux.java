package org.dovetail.core;

/**
 * What {@code jax.value_and_grad(..., has_aux=True)} gives.
 *
 * @param value the function's value, a scalar
 * @param grad its gradient, a tree like the argument
 * @param aux what else the function gave
 * @param <G> the type of the argument
 * @param <X> the type of the rest
 */
public record ValueGradAux<G, X>(Tensor value, G grad, X aux) {}
