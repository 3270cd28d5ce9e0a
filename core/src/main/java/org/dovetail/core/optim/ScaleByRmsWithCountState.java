package org.dovetail.core.optim;

import org.dovetail.core.Tensor;

/**
 * The state of {@link ScaleByRms} with correction of the bias: {@code optax.ScaleByRmsWithCountState}.
 *
 * @param count how many steps were taken, an int32 scalar
 * @param nu the second moment of the gradients, a tree like the parameters
 */
public record ScaleByRmsWithCountState(Tensor count, Object nu) implements RmsState {}
