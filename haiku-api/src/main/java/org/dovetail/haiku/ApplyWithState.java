package org.dovetail.haiku;

import org.dovetail.core.Key;
import org.jspecify.annotations.Nullable;

/** The pure forms of functions with state, by the number of arguments: {@code apply(params, state, rng, ...)}. */
public final class ApplyWithState {
    private ApplyWithState() {}

    /**
     * The pure form of a function with state of no arguments.
     *
     * @param <R> the result's type
     */
    @FunctionalInterface
    public interface Of0<R> {
        /**
         * Runs the function.
         *
         * @param params the parameters
         * @param state the state
         * @param rng the key; null where no random number is drawn
         * @return the result, and the state after
         * @throws IllegalArgumentException if a parameter is missing or has another shape
         * @throws MissingRngException if a key is needed and none given
         */
        Applied<R> apply(Params params, HkState state, @Nullable Key rng);
    }

    /**
     * The pure form of a function with state of one argument.
     *
     * @param <A> the first argument's type
     * @param <R> the result's type
     */
    @FunctionalInterface
    public interface Of1<A, R> {
        /**
         * Runs the function.
         *
         * @param params the parameters
         * @param state the state
         * @param rng the key; null where no random number is drawn
         * @param first the first argument
         * @return the result, and the state after
         * @throws IllegalArgumentException if a parameter is missing or has another shape
         * @throws MissingRngException if a key is needed and none given
         */
        Applied<R> apply(Params params, HkState state, @Nullable Key rng, A first);
    }

    /**
     * The pure form of a function with state of two arguments.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <R> the result's type
     */
    @FunctionalInterface
    public interface Of2<A, B, R> {
        /**
         * Runs the function.
         *
         * @param params the parameters
         * @param state the state
         * @param rng the key; null where no random number is drawn
         * @param first the first argument
         * @param second the second argument
         * @return the result, and the state after
         * @throws IllegalArgumentException if a parameter is missing or has another shape
         * @throws MissingRngException if a key is needed and none given
         */
        Applied<R> apply(Params params, HkState state, @Nullable Key rng, A first, B second);
    }

    /**
     * The pure form of a function with state of three arguments.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <R> the result's type
     */
    @FunctionalInterface
    public interface Of3<A, B, C, R> {
        /**
         * Runs the function.
         *
         * @param params the parameters
         * @param state the state
         * @param rng the key; null where no random number is drawn
         * @param first the first argument
         * @param second the second argument
         * @param third the third argument
         * @return the result, and the state after
         * @throws IllegalArgumentException if a parameter is missing or has another shape
         * @throws MissingRngException if a key is needed and none given
         */
        Applied<R> apply(Params params, HkState state, @Nullable Key rng, A first, B second, C third);
    }

    /**
     * The pure form of a function with state of four arguments.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <D> the fourth argument's type
     * @param <R> the result's type
     */
    @FunctionalInterface
    public interface Of4<A, B, C, D, R> {
        /**
         * Runs the function.
         *
         * @param params the parameters
         * @param state the state
         * @param rng the key; null where no random number is drawn
         * @param first the first argument
         * @param second the second argument
         * @param third the third argument
         * @param fourth the fourth argument
         * @return the result, and the state after
         * @throws IllegalArgumentException if a parameter is missing or has another shape
         * @throws MissingRngException if a key is needed and none given
         */
        Applied<R> apply(Params params, HkState state, @Nullable Key rng, A first, B second, C third, D fourth);
    }
}
