package org.dovetail.core.optim;

import org.jspecify.annotations.Nullable;

/** Steps of transformations whose types of state are not known. */
final class Untyped {
    private Untyped() {}

    @SuppressWarnings("unchecked") // the state is what this transformation made
    static <P, S> Updated<P, S> update(GradientTransformation<S> transformation, P updates, Object state,
            @Nullable P params) {
        return transformation.update(updates, (S) state, params);
    }
}
