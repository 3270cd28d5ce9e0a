package org.dovetail.core.optim;

/** A learning rate or a weight decay: the same at every step, or a {@link Schedule}; {@code optax.ScalarOrSchedule}. */
public sealed interface ScalarOrSchedule permits Scalar, Schedule {}
