package org.dovetail.core.optim;

import org.dovetail.core.Tensor;

/**
 * The state of {@link Ema}: {@code optax.EmaState}.
 *
 * @param count how many steps were taken, an int32 scalar
 * @param ema the average, a tree like the parameters
 */
public record EmaState(Tensor count, Object ema) {}
