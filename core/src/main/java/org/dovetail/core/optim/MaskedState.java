package org.dovetail.core.optim;

import org.dovetail.core.tree.PathName;

/**
 * The state of {@link Masked}: {@code optax.MaskedState}.
 *
 * @param innerState the state of the transformation within, whose trees are {@link PartialTree}s
 * @param <S> the type of the state within
 */
public record MaskedState<S>(@PathName("inner_state") S innerState) {}
