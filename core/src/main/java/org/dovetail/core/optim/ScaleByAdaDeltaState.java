package org.dovetail.core.optim;

import org.dovetail.core.tree.PathName;

/**
 * The state of {@link ScaleByAdadelta}: {@code optax.ScaleByAdaDeltaState}.
 *
 * @param eG the average of the squares of the gradients, a tree like the parameters
 * @param eX the average of the squares of the updates
 */
public record ScaleByAdaDeltaState(@PathName("e_g") Object eG, @PathName("e_x") Object eX) {}
