package org.dovetail.core.optim;

import org.jspecify.annotations.Nullable;

/** A transformation without a state, as {@code optax.stateless}. */
interface Stateless extends GradientTransformation<EmptyState> {
    /** What becomes of the updates. */
    <P> P apply(P updates, @Nullable P params);

    @Override
    default EmptyState init(Object params) { return new EmptyState(); }

    @Override
    default <P> Updated<P, EmptyState> update(P updates, EmptyState state, @Nullable P params) {
        return new Updated<>(apply(updates, params), state);
    }

    /** The parameters of a transformation that cannot do without. */
    static <P> P required(String who, @Nullable P params) {
        if (params == null) {
            throw new IllegalArgumentException(
                    who + ": the parameters are needed; got none. Call update(updates, state, params)");
        }
        return params;
    }
}
