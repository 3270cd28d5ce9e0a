package org.dovetail.core.optim;

import org.dovetail.core.Tensor;

/**
 * The state of a scheduled hyperparameter: {@code optax.WrappedScheduleState}.
 *
 * @param count how many steps were taken, an int32 scalar
 */
public record WrappedScheduleState(Tensor count) {}
