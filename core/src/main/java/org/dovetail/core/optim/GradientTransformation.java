package org.dovetail.core.optim;

import org.jspecify.annotations.Nullable;

/**
 * What makes updates of gradients, and carries a state from step to step: {@code optax.GradientTransformation}. Parameters are trees of any kind; all of it traces.
 *
 * @param <S> the type of its state, a tree
 */
public interface GradientTransformation<S> {
    /**
     * The state before the first step.
     *
     * @param params the parameters, a tree
     * @return the state
     */
    S init(Object params);

    /**
     * One step.
     *
     * @param updates the gradients, or what another transformation made of them
     * @param state the state before the step
     * @param params the parameters; null where none are needed
     * @param <P> the type of gradients and parameters
     * @return what is to be added to the parameters, and the next state
     * @throws IllegalArgumentException if parameters are needed and none are given, or if the trees differ
     */
    <P> Updated<P, S> update(P updates, S state, @Nullable P params);

    /**
     * One step of a transformation that needs no parameters.
     *
     * @param updates the gradients
     * @param state the state before the step
     * @param <P> the type of the gradients
     * @return what is to be added to the parameters, and the next state
     * @throws IllegalArgumentException if parameters are needed
     */
    default <P> Updated<P, S> update(P updates, S state) { return update(updates, state, null); }
}
