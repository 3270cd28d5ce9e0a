package org.dovetail.core;

/**
 * What {@code jax.lax.top_k} gives.
 *
 * @param values the largest elements, from the largest on
 * @param indices their places, as int32
 */
public record TopKResult(Tensor values, Tensor indices) {}
