package org.dovetail.haiku;

import java.util.function.Supplier;
import org.dovetail.core.fn.F1;
import org.dovetail.core.fn.F2;
import org.dovetail.core.fn.F3;
import org.dovetail.core.fn.F4;

/** Choices of one of a model's functions, by the number of its arguments; written as a method reference, {@code Methods::encode}. */
public final class Select {
    private Select() {}

    /**
     * The choice of a function of no arguments.
     *
     * @param <M> the type that holds the functions
     * @param <R> the result's type
     */
    @FunctionalInterface
    public interface Of0<M, R> {
        /**
         * Chooses.
         *
         * @param methods the functions
         * @return one of them
         */
        Supplier<R> of(M methods);
    }

    /**
     * The choice of a function of one argument.
     *
     * @param <M> the type that holds the functions
     * @param <A> the first argument's type
     * @param <R> the result's type
     */
    @FunctionalInterface
    public interface Of1<M, A, R> {
        /**
         * Chooses.
         *
         * @param methods the functions
         * @return one of them
         */
        F1<A, R> of(M methods);
    }

    /**
     * The choice of a function of two arguments.
     *
     * @param <M> the type that holds the functions
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <R> the result's type
     */
    @FunctionalInterface
    public interface Of2<M, A, B, R> {
        /**
         * Chooses.
         *
         * @param methods the functions
         * @return one of them
         */
        F2<A, B, R> of(M methods);
    }

    /**
     * The choice of a function of three arguments.
     *
     * @param <M> the type that holds the functions
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <R> the result's type
     */
    @FunctionalInterface
    public interface Of3<M, A, B, C, R> {
        /**
         * Chooses.
         *
         * @param methods the functions
         * @return one of them
         */
        F3<A, B, C, R> of(M methods);
    }

    /**
     * The choice of a function of four arguments.
     *
     * @param <M> the type that holds the functions
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <D> the fourth argument's type
     * @param <R> the result's type
     */
    @FunctionalInterface
    public interface Of4<M, A, B, C, D, R> {
        /**
         * Chooses.
         *
         * @param methods the functions
         * @return one of them
         */
        F4<A, B, C, D, R> of(M methods);
    }
}
