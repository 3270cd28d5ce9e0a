package org.dovetail.haiku;

import org.dovetail.core.Key;
import org.jspecify.annotations.Nullable;

/** Pairs of pure functions whose {@code apply} takes no key, by the number of arguments: what {@link Hk#withoutApplyRng} gives. */
public final class WithoutApplyRng {
    private WithoutApplyRng() {}

    /**
     * A transformed function of no arguments.
     *
     * @param <R> the result's type
     */
    public static final class Of0<R> {
        private final Transformed.Of0<R> model;

        Of0(Transformed.Of0<R> model) { this.model = model; }

        /**
         * Runs the function to create its parameters.
         *
         * @param rng the key; null where no random number is drawn
         * @return the parameters
         * @throws MissingRngException if a key is needed and none given
         */
        public Params init(@Nullable Key rng) { return model.init(rng); }

        /**
         * Runs the function to create its parameters.
         *
         * @param seed stands for the key {@code Prng.key(seed)}
         * @return the parameters
         */
        public Params init(long seed) { return model.init(seed); }

        /**
         * Runs the function without a key.
         *
         * @param params the parameters
         * @return the result
         * @throws MissingRngException if a key is needed
         */
        public R apply(Params params) { return model.apply(params, null); }
    }

    /**
     * A transformed function of one argument.
     *
     * @param <A> the first argument's type
     * @param <R> the result's type
     */
    public static final class Of1<A, R> {
        private final Transformed.Of1<A, R> model;

        Of1(Transformed.Of1<A, R> model) { this.model = model; }

        /**
         * Runs the function to create its parameters.
         *
         * @param rng the key; null where no random number is drawn
         * @param first the first argument
         * @return the parameters
         * @throws MissingRngException if a key is needed and none given
         */
        public Params init(@Nullable Key rng, A first) { return model.init(rng, first); }

        /**
         * Runs the function to create its parameters.
         *
         * @param seed stands for the key {@code Prng.key(seed)}
         * @param first the first argument
         * @return the parameters
         */
        public Params init(long seed, A first) { return model.init(seed, first); }

        /**
         * Runs the function without a key.
         *
         * @param params the parameters
         * @param first the first argument
         * @return the result
         * @throws MissingRngException if a key is needed
         */
        public R apply(Params params, A first) { return model.apply(params, null, first); }
    }

    /**
     * A transformed function of two arguments.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <R> the result's type
     */
    public static final class Of2<A, B, R> {
        private final Transformed.Of2<A, B, R> model;

        Of2(Transformed.Of2<A, B, R> model) { this.model = model; }

        /**
         * Runs the function to create its parameters.
         *
         * @param rng the key; null where no random number is drawn
         * @param first the first argument
         * @param second the second argument
         * @return the parameters
         * @throws MissingRngException if a key is needed and none given
         */
        public Params init(@Nullable Key rng, A first, B second) { return model.init(rng, first, second); }

        /**
         * Runs the function to create its parameters.
         *
         * @param seed stands for the key {@code Prng.key(seed)}
         * @param first the first argument
         * @param second the second argument
         * @return the parameters
         */
        public Params init(long seed, A first, B second) { return model.init(seed, first, second); }

        /**
         * Runs the function without a key.
         *
         * @param params the parameters
         * @param first the first argument
         * @param second the second argument
         * @return the result
         * @throws MissingRngException if a key is needed
         */
        public R apply(Params params, A first, B second) { return model.apply(params, null, first, second); }
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
        private final Transformed.Of3<A, B, C, R> model;

        Of3(Transformed.Of3<A, B, C, R> model) { this.model = model; }

        /**
         * Runs the function to create its parameters.
         *
         * @param rng the key; null where no random number is drawn
         * @param first the first argument
         * @param second the second argument
         * @param third the third argument
         * @return the parameters
         * @throws MissingRngException if a key is needed and none given
         */
        public Params init(@Nullable Key rng, A first, B second, C third) {
            return model.init(rng, first, second, third);
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
        public Params init(long seed, A first, B second, C third) { return model.init(seed, first, second, third); }

        /**
         * Runs the function without a key.
         *
         * @param params the parameters
         * @param first the first argument
         * @param second the second argument
         * @param third the third argument
         * @return the result
         * @throws MissingRngException if a key is needed
         */
        public R apply(Params params, A first, B second, C third) {
            return model.apply(params, null, first, second, third);
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
        private final Transformed.Of4<A, B, C, D, R> model;

        Of4(Transformed.Of4<A, B, C, D, R> model) { this.model = model; }

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
         */
        public Params init(@Nullable Key rng, A first, B second, C third, D fourth) {
            return model.init(rng, first, second, third, fourth);
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
            return model.init(seed, first, second, third, fourth);
        }

        /**
         * Runs the function without a key.
         *
         * @param params the parameters
         * @param first the first argument
         * @param second the second argument
         * @param third the third argument
         * @param fourth the fourth argument
         * @return the result
         * @throws MissingRngException if a key is needed
         */
        public R apply(Params params, A first, B second, C third, D fourth) {
            return model.apply(params, null, first, second, third, fourth);
        }
    }
}
