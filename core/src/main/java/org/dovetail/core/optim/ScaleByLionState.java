package org.dovetail.core.optim;

import org.dovetail.core.Tensor;

/**
 * The state of {@link ScaleByLion}: {@code optax.ScaleByLionState}.
 *
 * @param count how many steps were taken, an int32 scalar
 * @param mu the momentum, a tree like the parameters
 */
public record ScaleByLionState(Tensor count, Object mu) {}
