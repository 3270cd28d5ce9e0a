package org.dovetail.core.optim;

import org.dovetail.core.Tensor;
import org.dovetail.core.tree.PathName;

/**
 * The state of {@link ScaleByAmsgrad}: {@code optax.ScaleByAmsgradState}.
 *
 * @param count how many steps were taken, an int32 scalar
 * @param mu the first moment of the gradients, a tree like the parameters
 * @param nu the second moment
 * @param nuMax the largest second moment so far
 */
public record ScaleByAmsgradState(Tensor count, Object mu, Object nu, @PathName("nu_max") Object nuMax) {}
