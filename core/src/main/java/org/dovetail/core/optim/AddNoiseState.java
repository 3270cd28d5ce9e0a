package org.dovetail.core.optim;

import org.dovetail.core.Key;
import org.dovetail.core.Tensor;
import org.dovetail.core.tree.PathName;

/**
 * The state of {@link AddNoise}: {@code optax.AddNoiseState}.
 *
 * @param count how many steps were taken, an int32 scalar
 * @param rngKey the key of the next step
 */
public record AddNoiseState(Tensor count, @PathName("rng_key") Key rngKey) {}
