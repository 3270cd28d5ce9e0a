package org.dovetail.haiku;

import java.util.function.Supplier;
import org.dovetail.core.Key;
import org.dovetail.core.Prng;
import org.jspecify.annotations.Nullable;

/**
 * Several pure functions over one set of parameters and state: what {@link Hk#multiTransformWithState} gives.
 *
 * @param <A> the type of the argument of {@code init}
 * @param <M> the type that holds the functions
 */
public final class MultiTransformedWithState<A, M> {
    private final Supplier<InitAndApply<A, M>> template;

    MultiTransformedWithState(Supplier<InitAndApply<A, M>> template) { this.template = template; }

    /**
     * Runs the template's init function to create parameters and state.
     *
     * @param rng the key; null where no random number is drawn
     * @param argument its argument
     * @return the parameters, and each state as it was first set, which each of the functions takes
     * @throws MissingRngException if a key is needed and none given
     */
    public ParamsAndState init(@Nullable Key rng, A argument) {
        return Runs.initWithState(rng, () -> template.get().init().apply(argument));
    }

    /**
     * Runs the template's init function to create parameters and state.
     *
     * @param seed stands for the key {@code Prng.key(seed)}
     * @param argument its argument
     * @return the parameters, and each state as it was first set, which each of the functions takes
     */
    public ParamsAndState init(long seed, A argument) { return init(Prng.key(seed), argument); }

    /**
     * The pure form of one of the functions.
     *
     * @param method which one, as {@code Methods::encode}
     * @param <R> the result's type
     * @return the pure function
     */
    public <R> ApplyWithState.Of0<R> method(Select.Of0<M, R> method) {
        return (params, state, rng) -> Runs.applyWithState(params, state, rng,
                () -> method.of(template.get().apply()).get());
    }

    /**
     * The pure form of one of the functions.
     *
     * @param method which one, as {@code Methods::encode}
     * @param <X> the first argument's type
     * @param <R> the result's type
     * @return the pure function
     */
    public <X, R> ApplyWithState.Of1<X, R> method(Select.Of1<M, X, R> method) {
        return (params, state, rng, first) -> Runs.applyWithState(params, state, rng,
                () -> method.of(template.get().apply()).apply(first));
    }

    /**
     * The pure form of one of the functions.
     *
     * @param method which one, as {@code Methods::encode}
     * @param <X> the first argument's type
     * @param <B> the second argument's type
     * @param <R> the result's type
     * @return the pure function
     */
    public <X, B, R> ApplyWithState.Of2<X, B, R> method(Select.Of2<M, X, B, R> method) {
        return (params, state, rng, first, second) -> Runs.applyWithState(params, state, rng,
                () -> method.of(template.get().apply()).apply(first, second));
    }

    /**
     * The pure form of one of the functions.
     *
     * @param method which one, as {@code Methods::encode}
     * @param <X> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <R> the result's type
     * @return the pure function
     */
    public <X, B, C, R> ApplyWithState.Of3<X, B, C, R> method(Select.Of3<M, X, B, C, R> method) {
        return (params, state, rng, first, second, third) -> Runs.applyWithState(params, state, rng,
                () -> method.of(template.get().apply()).apply(first, second, third));
    }

    /**
     * The pure form of one of the functions.
     *
     * @param method which one, as {@code Methods::encode}
     * @param <X> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <D> the fourth argument's type
     * @param <R> the result's type
     * @return the pure function
     */
    public <X, B, C, D, R> ApplyWithState.Of4<X, B, C, D, R> method(Select.Of4<M, X, B, C, D, R> method) {
        return (params, state, rng, first, second, third, fourth) -> Runs.applyWithState(params, state, rng,
                () -> method.of(template.get().apply()).apply(first, second, third, fourth));
    }
}
