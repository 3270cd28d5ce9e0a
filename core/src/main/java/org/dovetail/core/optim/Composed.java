package org.dovetail.core.optim;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An optimizer that is a chain of simpler transformations; its state is the list of theirs. */
public interface Composed extends GradientTransformation<List<Object>> {
    /**
     * The transformations.
     *
     * @return the chain
     */
    Chain chain();

    @Override
    default List<Object> init(Object params) { return chain().init(params); }

    @Override
    default <P> Updated<P, List<Object>> update(P updates, List<Object> state, @Nullable P params) {
        return chain().update(updates, state, params);
    }
}
