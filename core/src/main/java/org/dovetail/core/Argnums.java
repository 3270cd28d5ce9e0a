package org.dovetail.core;

import org.dovetail.core.fn.F2;
import org.dovetail.core.fn.F3;
import org.dovetail.core.fn.F4;

/**
 * In which arguments a function is differentiated, as {@code argnums} of {@code jax.grad} and its kin: {@code grad(Argnums.second(f))} gives the gradient in the second argument,
 * {@code grad(Argnums.all(f))} that in each. The derivative takes all arguments of the function.
 */
public final class Argnums {
    private Argnums() {}

    /**
     * A function of two arguments that is differentiated in some of them.
     *
     * @param part picks what it is differentiated in from the arguments
     * @param whole the function, with something else in the place of that part
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <G> the type of the part, and of gradients
     * @param <R> the result's type
     */
    public record Of2<A, B, G, R>(F2<A, B, G> part, F3<A, B, G, R> whole) {}

    /**
     * A function of three arguments that is differentiated in some of them.
     *
     * @param part picks what it is differentiated in from the arguments
     * @param whole the function, with something else in the place of that part
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <G> the type of the part, and of gradients
     * @param <R> the result's type
     */
    public record Of3<A, B, C, G, R>(F3<A, B, C, G> part, F4<A, B, C, G, R> whole) {}

    /**
     * The function, to be differentiated in its second argument: {@code argnums=1}.
     *
     * @param function the function
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <R> the result's type
     * @return the function with that choice
     */
    public static <A, B, R> Of2<A, B, B, R> second(F2<A, B, R> function) {
        return new Of2<>((_, b) -> b, (a, _, g) -> function.apply(a, g));
    }

    /**
     * The function, to be differentiated in both arguments: {@code argnums=(0, 1)}.
     *
     * @param function the function
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <R> the result's type
     * @return the function with that choice
     */
    public static <A, B, R> Of2<A, B, Pair<A, B>, R> all(F2<A, B, R> function) {
        return new Of2<>((a, b) -> new Pair<>(a, b), (_, _, g) -> function.apply(g.first(), g.second()));
    }

    /**
     * The function, to be differentiated in its second argument: {@code argnums=1}.
     *
     * @param function the function
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <R> the result's type
     * @return the function with that choice
     */
    public static <A, B, C, R> Of3<A, B, C, B, R> second(F3<A, B, C, R> function) {
        return new Of3<>((_, b, _) -> b, (a, _, c, g) -> function.apply(a, g, c));
    }

    /**
     * The function, to be differentiated in its third argument: {@code argnums=2}.
     *
     * @param function the function
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <R> the result's type
     * @return the function with that choice
     */
    public static <A, B, C, R> Of3<A, B, C, C, R> third(F3<A, B, C, R> function) {
        return new Of3<>((_, _, c) -> c, (a, b, _, g) -> function.apply(a, b, g));
    }

    /**
     * The function, to be differentiated in its first and second argument: {@code argnums=(0, 1)}.
     *
     * @param function the function
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <R> the result's type
     * @return the function with that choice
     */
    public static <A, B, C, R> Of3<A, B, C, Pair<A, B>, R> firstAndSecond(F3<A, B, C, R> function) {
        return new Of3<>((a, b, _) -> new Pair<>(a, b), (_, _, c, g) -> function.apply(g.first(), g.second(), c));
    }

    /**
     * The function, to be differentiated in its first and third argument: {@code argnums=(0, 2)}.
     *
     * @param function the function
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <R> the result's type
     * @return the function with that choice
     */
    public static <A, B, C, R> Of3<A, B, C, Pair<A, C>, R> firstAndThird(F3<A, B, C, R> function) {
        return new Of3<>((a, _, c) -> new Pair<>(a, c), (_, b, _, g) -> function.apply(g.first(), b, g.second()));
    }

    /**
     * The function, to be differentiated in its second and third argument: {@code argnums=(1, 2)}.
     *
     * @param function the function
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <R> the result's type
     * @return the function with that choice
     */
    public static <A, B, C, R> Of3<A, B, C, Pair<B, C>, R> secondAndThird(F3<A, B, C, R> function) {
        return new Of3<>((_, b, c) -> new Pair<>(b, c), (a, _, _, g) -> function.apply(a, g.first(), g.second()));
    }

    /**
     * The function, to be differentiated in all arguments: {@code argnums=(0, 1, 2)}.
     *
     * @param function the function
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <R> the result's type
     * @return the function with that choice
     */
    public static <A, B, C, R> Of3<A, B, C, Triple<A, B, C>, R> all(F3<A, B, C, R> function) {
        return new Of3<>((a, b, c) -> new Triple<>(a, b, c),
                (_, _, _, g) -> function.apply(g.first(), g.second(), g.third()));
    }
}
