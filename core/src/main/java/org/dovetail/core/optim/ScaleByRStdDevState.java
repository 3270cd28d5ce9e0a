package org.dovetail.core.optim;

/**
 * The state of {@link ScaleByStddev} without correction of the bias: {@code optax.ScaleByRStdDevState}.
 *
 * @param mu the first moment of the gradients, a tree like the parameters
 * @param nu the second moment
 */
public record ScaleByRStdDevState(Object mu, Object nu) implements StddevState {}
