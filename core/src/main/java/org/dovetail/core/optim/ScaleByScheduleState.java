package org.dovetail.core.optim;

import org.dovetail.core.Tensor;

/**
 * The state of {@link ScaleBySchedule}: {@code optax.ScaleByScheduleState}.
 *
 * @param count how many steps were taken, an int32 scalar
 */
public record ScaleByScheduleState(Tensor count) {}
