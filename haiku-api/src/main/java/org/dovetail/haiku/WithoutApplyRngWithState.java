package org.dovetail.haiku;

import org.dovetail.core.Key;
import org.jspecify.annotations.Nullable;

/** Pairs of pure functions whose {@code apply} takes no key, by the number of arguments: what {@link Hk#withoutApplyRng} gives for functions with state. */
public final class WithoutApplyRngWithState {
    private WithoutApplyRngWithState() {}

    /**
     * A transformed function of no arguments.
     *
     * @param <R> the result's type
     */
    public static final class Of0<R> {
        private final TransformedWithState.Of0<R> model;

        Of0(TransformedWithState.Of0<R> model) { this.model = model; }

        /**
         * Runs the function to create its parameters and state.
         *
         * @param rng the key; null where no random number is drawn
         * @return the parameters, and each state as it was first set
         * @throws MissingRngException if a key is needed and none given
         */
        public ParamsAndState init(@Nullable Key rng) { return model.init(rng); }

        /**
         * Runs the function to create its parameters and state.
         *
         * @param seed stands for the key {@code Prng.key(seed)}
         * @return the parameters, and each state as it was first set
         */
        public ParamsAndState init(long seed) { return model.init(seed); }

        /**
         * Runs the function without a key.
         *
         * @param params the parameters
         * @param state the state
         * @return the result, and the state after
         * @throws MissingRngException if a key is needed
         */
        public Applied<R> apply(Params params, HkState state) { return model.apply(params, state, null); }
    }

    /**
     * A transformed function of one argument.
     *
     * @param <A> the first argument's type
     * @param <R> the result's type
     */
    public static final class Of1<A, R> {
        private final TransformedWithState.Of1<A, R> model;

        Of1(TransformedWithState.Of1<A, R> model) { this.model = model; }

        /**
         * Runs the function to create its parameters and state.
         *
         * @param rng the key; null where no random number is drawn
         * @param first the first argument
         * @return the parameters, and each state as it was first set
         * @throws MissingRngException if a key is needed and none given
         */
        public ParamsAndState init(@Nullable Key rng, A first) { return model.init(rng, first); }

        /**
         * Runs the function to create its parameters and state.
         *
         * @param seed stands for the key {@code Prng.key(seed)}
         * @param first the first argument
         * @return the parameters, and each state as it was first set
         */
        public ParamsAndState init(long seed, A first) { return model.init(seed, first); }

        /**
         * Runs the function without a key.
         *
         * @param params the parameters
         * @param state the state
         * @param first the first argument
         * @return the result, and the state after
         * @throws MissingRngException if a key is needed
         */
        public Applied<R> apply(Params params, HkState state, A first) {
            return model.apply(params, state, null, first);
        }
    }

    /**
     * A transformed function of two arguments.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <R> the result's type
     */
    public static final class Of2<A, B, R> {
        private final TransformedWithState.Of2<A, B, R> model;

        Of2(TransformedWithState.Of2<A, B, R> model) { this.model = model; }

        /**
         * Runs the function to create its parameters and state.
         *
         * @param rng the key; null where no random number is drawn
         * @param first the first argument
         * @param second the second argument
         * @return the parameters, and each state as it was first set
         * @throws MissingRngException if a key is needed and none given
         */
        public ParamsAndState init(@Nullable Key rng, A first, B second) { return model.init(rng, first, second); }

        /**
         * Runs the function to create its parameters and state.
         *
         * @param seed stands for the key {@code Prng.key(seed)}
         * @param first the first argument
         * @param second the second argument
         * @return the parameters, and each state as it was first set
         */
        public ParamsAndState init(long seed, A first, B second) { return model.init(seed, first, second); }

        /**
         * Runs the function without a key.
         *
         * @param params the parameters
         * @param state the state
         * @param first the first argument
         * @param second the second argument
         * @return the result, and the state after
         * @throws MissingRngException if a key is needed
         */
        public Applied<R> apply(Params params, HkState state, A first, B second) {
            return model.apply(params, state, null, first, second);
        }
    }

    /**
     * A transformed function of three arguments.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <R> the result's type
     */
    public static final class Of3<A, B, C, R> {
        private final TransformedWithState.Of3<A, B, C, R> model;

        Of3(TransformedWithState.Of3<A, B, C, R> model) { this.model = model; }

        /**
         * Runs the function to create its parameters and state.
         *
         * @param rng the key; null where no random number is drawn
         * @param first the first argument
         * @param second the second argument
         * @param third the third argument
         * @return the parameters, and each state as it was first set
         * @throws MissingRngException if a key is needed and none given
         */
        public ParamsAndState init(@Nullable Key rng, A first, B second, C third) {
            return model.init(rng, first, second, third);
        }

        /**
         * Runs the function to create its parameters and state.
         *
         * @param seed stands for the key {@code Prng.key(seed)}
         * @param first the first argument
         * @param second the second argument
         * @param third the third argument
         * @return the parameters, and each state as it was first set
         */
        public ParamsAndState init(long seed, A first, B second, C third) {
            return model.init(seed, first, second, third);
        }

        /**
         * Runs the function without a key.
         *
         * @param params the parameters
         * @param state the state
         * @param first the first argument
         * @param second the second argument
         * @param third the third argument
         * @return the result, and the state after
         * @throws MissingRngException if a key is needed
         */
        public Applied<R> apply(Params params, HkState state, A first, B second, C third) {
            return model.apply(params, state, null, first, second, third);
        }
    }

    /**
     * A transformed function of four arguments.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <D> the fourth argument's type
     * @param <R> the result's type
     */
    public static final class Of4<A, B, C, D, R> {
        private final TransformedWithState.Of4<A, B, C, D, R> model;

        Of4(TransformedWithState.Of4<A, B, C, D, R> model) { this.model = model; }

        /**
         * Runs the function to create its parameters and state.
         *
         * @param rng the key; null where no random number is drawn
         * @param first the first argument
         * @param second the second argument
         * @param third the third argument
         * @param fourth the fourth argument
         * @return the parameters, and each state as it was first set
         * @throws MissingRngException if a key is needed and none given
         */
        public ParamsAndState init(@Nullable Key rng, A first, B second, C third, D fourth) {
            return model.init(rng, first, second, third, fourth);
        }

        /**
         * Runs the function to create its parameters and state.
         *
         * @param seed stands for the key {@code Prng.key(seed)}
         * @param first the first argument
         * @param second the second argument
         * @param third the third argument
         * @param fourth the fourth argument
         * @return the parameters, and each state as it was first set
         */
        public ParamsAndState init(long seed, A first, B second, C third, D fourth) {
            return model.init(seed, first, second, third, fourth);
        }

        /**
         * Runs the function without a key.
         *
         * @param params the parameters
         * @param state the state
         * @param first the first argument
         * @param second the second argument
         * @param third the third argument
         * @param fourth the fourth argument
         * @return the result, and the state after
         * @throws MissingRngException if a key is needed
         */
        public Applied<R> apply(Params params, HkState state, A first, B second, C third, D fourth) {
            return model.apply(params, state, null, first, second, third, fourth);
        }
    }
}
