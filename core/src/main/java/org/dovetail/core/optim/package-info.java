/**
 * Optimizers and schedules, as {@code optax}: transformations of gradients that chain.
 *
 * <p>
 * An optimizer is a {@link org.dovetail.core.optim.GradientTransformation}, as {@code Adam.of(1e-3)}; {@link org.dovetail.core.optim.Optim} has what combines and clips them and
 * applies what they give, {@link org.dovetail.core.optim.Schedules} the schedules. States are records with optax's fields, in optax's order and nesting.
 */
@NullMarked
package org.dovetail.core.optim;

import org.jspecify.annotations.NullMarked;
