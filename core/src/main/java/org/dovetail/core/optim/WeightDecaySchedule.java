package org.dovetail.core.optim;

import org.dovetail.core.Tensor;

/**
 * The state of {@link AddDecayedWeights} with a schedule: {@code optax.WeightDecaySchedule}.
 *
 * @param count how many steps were taken, an int32 scalar
 */
public record WeightDecaySchedule(Tensor count) implements DecayState {}
