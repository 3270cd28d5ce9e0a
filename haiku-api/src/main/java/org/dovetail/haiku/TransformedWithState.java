package org.dovetail.haiku;

import java.util.function.Supplier;
import org.dovetail.core.Key;
import org.dovetail.core.Prng;
import org.dovetail.core.fn.F1;
import org.dovetail.core.fn.F2;
import org.dovetail.core.fn.F3;
import org.dovetail.core.fn.F4;
import org.jspecify.annotations.Nullable;

/** Pairs of pure functions {@code init} and {@code apply}, by the number of arguments: what {@link Hk#transformWithState} gives. */
public final class TransformedWithState {
    private TransformedWithState() {}

    /**
     * A transformed function of no arguments.
     *
     * @param <R> the result's type
     */
    public static final class Of0<R> implements ApplyWithState.Of0<R> {
        private final Supplier<R> function;

        Of0(Supplier<R> function) { this.function = function; }

        /**
         * Runs the function to create its parameters and state.
         *
         * @param rng the key; null where no random number is drawn
         * @return the parameters, and each state as it was first set
         * @throws MissingRngException if a key is needed and none given
         */
        public ParamsAndState init(@Nullable Key rng) { return Runs.initWithState(rng, () -> function.get()); }

        /**
         * Runs the function to create its parameters and state.
         *
         * @param seed stands for the key {@code Prng.key(seed)}
         * @return the parameters, and each state as it was first set
         */
        public ParamsAndState init(long seed) { return init(Prng.key(seed)); }

        @Override
        public Applied<R> apply(Params params, HkState state, @Nullable Key rng) {
            return Runs.applyWithState(params, state, rng, () -> function.get());
        }
    }

    /**
     * A transformed function of one argument.
     *
     * @param <A> the first argument's type
     * @param <R> the result's type
     */
    public static final class Of1<A, R> implements ApplyWithState.Of1<A, R> {
        private final F1<A, R> function;

        Of1(F1<A, R> function) { this.function = function; }

        /**
         * Runs the function to create its parameters and state.
         *
         * @param rng the key; null where no random number is drawn
         * @param first the first argument
         * @return the parameters, and each state as it was first set
         * @throws MissingRngException if a key is needed and none given
         */
        public ParamsAndState init(@Nullable Key rng, A first) {
            return Runs.initWithState(rng, () -> function.apply(first));
        }

        /**
         * Runs the function to create its parameters and state.
         *
         * @param seed stands for the key {@code Prng.key(seed)}
         * @param first the first argument
         * @return the parameters, and each state as it was first set
         */
        public ParamsAndState init(long seed, A first) { return init(Prng.key(seed), first); }

        @Override
        public Applied<R> apply(Params params, HkState state, @Nullable Key rng, A first) {
            return Runs.applyWithState(params, state, rng, () -> function.apply(first));
        }
    }

    /**
     * A transformed function of two arguments.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <R> the result's type
     */
    public static final class Of2<A, B, R> implements ApplyWithState.Of2<A, B, R> {
        private final F2<A, B, R> function;

        Of2(F2<A, B, R> function) { this.function = function; }

        /**
         * Runs the function to create its parameters and state.
         *
         * @param rng the key; null where no random number is drawn
         * @param first the first argument
         * @param second the second argument
         * @return the parameters, and each state as it was first set
         * @throws MissingRngException if a key is needed and none given
         */
        public ParamsAndState init(@Nullable Key rng, A first, B second) {
            return Runs.initWithState(rng, () -> function.apply(first, second));
        }

        /**
         * Runs the function to create its parameters and state.
         *
         * @param seed stands for the key {@code Prng.key(seed)}
         * @param first the first argument
         * @param second the second argument
         * @return the parameters, and each state as it was first set
         */
        public ParamsAndState init(long seed, A first, B second) { return init(Prng.key(seed), first, second); }

        @Override
        public Applied<R> apply(Params params, HkState state, @Nullable Key rng, A first, B second) {
            return Runs.applyWithState(params, state, rng, () -> function.apply(first, second));
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
    public static final class Of3<A, B, C, R> implements ApplyWithState.Of3<A, B, C, R> {
        private final F3<A, B, C, R> function;

        Of3(F3<A, B, C, R> function) { this.function = function; }

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
            return Runs.initWithState(rng, () -> function.apply(first, second, third));
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
            return init(Prng.key(seed), first, second, third);
        }

        @Override
        public Applied<R> apply(Params params, HkState state, @Nullable Key rng, A first, B second, C third) {
            return Runs.applyWithState(params, state, rng, () -> function.apply(first, second, third));
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
    public static final class Of4<A, B, C, D, R> implements ApplyWithState.Of4<A, B, C, D, R> {
        private final F4<A, B, C, D, R> function;

        Of4(F4<A, B, C, D, R> function) { this.function = function; }

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
            return Runs.initWithState(rng, () -> function.apply(first, second, third, fourth));
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
            return init(Prng.key(seed), first, second, third, fourth);
        }

        @Override
        public Applied<R> apply(Params params, HkState state, @Nullable Key rng, A first, B second, C third, D fourth) {
            return Runs.applyWithState(params, state, rng, () -> function.apply(first, second, third, fourth));
        }
    }
}
