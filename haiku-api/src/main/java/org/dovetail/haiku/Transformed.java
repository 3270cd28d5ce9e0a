package org.dovetail.haiku;

import java.util.function.Supplier;
import org.dovetail.core.Key;
import org.dovetail.core.Prng;
import org.dovetail.core.fn.F1;
import org.dovetail.core.fn.F2;
import org.dovetail.core.fn.F3;
import org.dovetail.core.fn.F4;
import org.jspecify.annotations.Nullable;

/** Pairs of pure functions {@code init} and {@code apply}, by the number of arguments: what {@link Hk#transform} gives. */
public final class Transformed {
    private Transformed() {}

    /**
     * A transformed function of no arguments.
     *
     * @param <R> the result's type
     */
    public static final class Of0<R> implements Apply.Of0<R> {
        private final Supplier<R> function;

        Of0(Supplier<R> function) { this.function = function; }

        /**
         * Runs the function to create its parameters.
         *
         * @param rng the key; null where no random number is drawn
         * @return the parameters
         * @throws MissingRngException if a key is needed and none given
         * @throws NonEmptyStateException if the function uses state
         */
        public Params init(@Nullable Key rng) { return Runs.init(rng, () -> function.get()); }

        /**
         * Runs the function to create its parameters.
         *
         * @param seed stands for the key {@code Prng.key(seed)}
         * @return the parameters
         */
        public Params init(long seed) { return init(Prng.key(seed)); }

        @Override
        public R apply(Params params, @Nullable Key rng) { return Runs.apply(params, rng, () -> function.get()); }
    }

    /**
     * A transformed function of one argument.
     *
     * @param <A> the first argument's type
     * @param <R> the result's type
     */
    public static final class Of1<A, R> implements Apply.Of1<A, R> {
        private final F1<A, R> function;

        Of1(F1<A, R> function) { this.function = function; }

        /**
         * Runs the function to create its parameters.
         *
         * @param rng the key; null where no random number is drawn
         * @param first the first argument
         * @return the parameters
         * @throws MissingRngException if a key is needed and none given
         * @throws NonEmptyStateException if the function uses state
         */
        public Params init(@Nullable Key rng, A first) { return Runs.init(rng, () -> function.apply(first)); }

        /**
         * Runs the function to create its parameters.
         *
         * @param seed stands for the key {@code Prng.key(seed)}
         * @param first the first argument
         * @return the parameters
         */
        public Params init(long seed, A first) { return init(Prng.key(seed), first); }

        @Override
        public R apply(Params params, @Nullable Key rng, A first) {
            return Runs.apply(params, rng, () -> function.apply(first));
        }
    }

    /**
     * A transformed function of two arguments.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <R> the result's type
     */
    public static final class Of2<A, B, R> implements Apply.Of2<A, B, R> {
        private final F2<A, B, R> function;

        Of2(F2<A, B, R> function) { this.function = function; }

        /**
         * Runs the function to create its parameters.
         *
         * @param rng the key; null where no random number is drawn
         * @param first the first argument
         * @param second the second argument
         * @return the parameters
         * @throws MissingRngException if a key is needed and none given
         * @throws NonEmptyStateException if the function uses state
         */
        public Params init(@Nullable Key rng, A first, B second) {
            return Runs.init(rng, () -> function.apply(first, second));
        }

        /**
         * Runs the function to create its parameters.
         *
         * @param seed stands for the key {@code Prng.key(seed)}
         * @param first the first argument
         * @param second the second argument
         * @return the parameters
         */
        public Params init(long seed, A first, B second) { return init(Prng.key(seed), first, second); }

        @Override
        public R apply(Params params, @Nullable Key rng, A first, B second) {
            return Runs.apply(params, rng, () -> function.apply(first, second));
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
    public static final class Of3<A, B, C, R> implements Apply.Of3<A, B, C, R> {
        private final F3<A, B, C, R> function;

        Of3(F3<A, B, C, R> function) { this.function = function; }

        /**
         * Runs the function to create its parameters.
         *
         * @param rng the key; null where no random number is drawn
         * @param first the first argument
         * @param second the second argument
         * @param third the third argument
         * @return the parameters
         * @throws MissingRngException if a key is needed and none given
         * @throws NonEmptyStateException if the function uses state
         */
        public Params init(@Nullable Key rng, A first, B second, C third) {
            return Runs.init(rng, () -> function.apply(first, second, third));
        }

        /**
         * Runs the function to create its parameters.
         *
         * @param seed stands for the key {@code Prng.key(seed)}
         * @param first the first argument
         * @param second the second argument
         * @param third the third argument
         * @return the parameters
         */
        public Params init(long seed, A first, B second, C third) {
            return init(Prng.key(seed), first, second, third);
        }

        @Override
        public R apply(Params params, @Nullable Key rng, A first, B second, C third) {
            return Runs.apply(params, rng, () -> function.apply(first, second, third));
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
    public static final class Of4<A, B, C, D, R> implements Apply.Of4<A, B, C, D, R> {
        private final F4<A, B, C, D, R> function;

        Of4(F4<A, B, C, D, R> function) { this.function = function; }

        /**
         * Runs the function to create its parameters.
         *
         * @param rng the key; null where no random number is drawn
         * @param first the first argument
         * @param second the second argument
         * @param third the third argument
         * @param fourth the fourth argument
         * @return the parameters
         * @throws MissingRngException if a key is needed and none given
         * @throws NonEmptyStateException if the function uses state
         */
        public Params init(@Nullable Key rng, A first, B second, C third, D fourth) {
            return Runs.init(rng, () -> function.apply(first, second, third, fourth));
        }

        /**
         * Runs the function to create its parameters.
         *
         * @param seed stands for the key {@code Prng.key(seed)}
         * @param first the first argument
         * @param second the second argument
         * @param third the third argument
         * @param fourth the fourth argument
         * @return the parameters
         */
        public Params init(long seed, A first, B second, C third, D fourth) {
            return init(Prng.key(seed), first, second, third, fourth);
        }

        @Override
        public R apply(Params params, @Nullable Key rng, A first, B second, C third, D fourth) {
            return Runs.apply(params, rng, () -> function.apply(first, second, third, fourth));
        }
    }
}
