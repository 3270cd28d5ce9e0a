package org.dovetail.core.optim;

/**
 * The state of {@link ScaleByRms} without correction of the bias: {@code optax.ScaleByRmsState}.
 *
 * @param nu the second moment of the gradients, a tree like the parameters
 */
public record ScaleByRmsState(Object nu) implements RmsState {}
