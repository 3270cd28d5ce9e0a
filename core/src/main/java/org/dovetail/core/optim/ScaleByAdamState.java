package org.dovetail.core.optim;

import org.dovetail.core.Tensor;

/**
 * The state of Adam and its kin: {@code optax.ScaleByAdamState}.
 *
 * @param count how many steps were taken, an int32 scalar
 * @param mu the first moment of the gradients, a tree like the parameters
 * @param nu the second moment
 */
public record ScaleByAdamState(Tensor count, Object mu, Object nu) {}
