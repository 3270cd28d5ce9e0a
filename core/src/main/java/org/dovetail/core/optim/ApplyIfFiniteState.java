package org.dovetail.core.optim;

import org.dovetail.core.Tensor;
import org.dovetail.core.tree.PathName;

/**
 * The state of {@link ApplyIfFinite}: {@code optax.ApplyIfFiniteState}.
 *
 * @param notfiniteCount how many steps in a row were not finite, an int32 scalar
 * @param lastFinite whether the last one was, a truth value
 * @param totalNotfinite how many were not in all, an int32 scalar
 * @param innerState the state of the transformation within
 * @param <S> the type of the state within
 */
public record ApplyIfFiniteState<S>(@PathName("notfinite_count") Tensor notfiniteCount,
        @PathName("last_finite") Tensor lastFinite,
        @PathName("total_notfinite") Tensor totalNotfinite,
        @PathName("inner_state") S innerState) {}
