package org.dovetail.core.optim;

import org.dovetail.core.tree.PathName;

/**
 * The state of {@link ScaleByRss}: {@code optax.ScaleByRssState}.
 *
 * @param sumOfSquares the sum of the squares of all gradients, a tree like the parameters
 */
public record ScaleByRssState(@PathName("sum_of_squares") Object sumOfSquares) {}
