package org.dovetail.core.optim;

import org.dovetail.core.tree.PathName;

/**
 * The state of {@link Optim#zeroNans}: {@code optax.ZeroNansState}.
 *
 * @param foundNan for each parameter whether its last update held a NaN, a tree like them
 */
public record ZeroNansState(@PathName("found_nan") Object foundNan) {}
