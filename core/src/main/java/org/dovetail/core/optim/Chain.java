package org.dovetail.core.optim;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Transformations one after the other, as {@code optax.chain}: each takes the updates of the one before. Its state is the list of theirs.
 *
 * @param transformations the transformations, in order
 */
public record Chain(List<GradientTransformation<?>> transformations) implements GradientTransformation<List<Object>> {
    /** Copies the list. */
    public Chain {
        transformations = List.copyOf(transformations);
    }

    /**
     * A chain.
     *
     * @param transformations the transformations, in order
     * @return the chain
     */
    public static Chain of(GradientTransformation<?>... transformations) {
        return new Chain(List.of(transformations));
    }

    @Override
    public List<Object> init(Object params) {
        List<Object> states = new ArrayList<>(transformations.size());
        for (GradientTransformation<?> transformation : transformations) {
            states.add(first(transformation, params));
        }
        return List.copyOf(states);
    }

    private static <S> Object first(GradientTransformation<S> transformation, Object params) {
        return transformation.init(params);
    }

    @Override
    public <P> Updated<P, List<Object>> update(P updates, List<Object> state, @Nullable P params) {
        if (state.size() != transformations.size()) {
            throw new IllegalArgumentException("chain: a state for each of " + transformations.size()
                    + " transformations is expected; got " + state.size() + ". Pass what init or the last update gave");
        }
        P current = updates;
        List<Object> next = new ArrayList<>(state.size());
        for (int i = 0; i < state.size(); i++) {
            Updated<P, ?> updated = Untyped.update(transformations.get(i), current, state.get(i), params);
            current = updated.updates();
            next.add(updated.state());
        }
        return new Updated<>(current, List.copyOf(next));
    }
}
