package org.dovetail.core.fn;

/**
 * A function of four arguments.
 *
 * @param <A> the first argument's type
 * @param <B> the second argument's type
 * @param <C> the third argument's type
 * @param <D> the fourth argument's type
 * @param <R> the result's type
 */
@FunctionalInterface
public interface F4<A, B, C, D, R> {
    /**
     * Computes the result.
     *
     * @param first the first argument
     * @param second the second argument
     * @param third the third argument
     * @param fourth the fourth argument
     * @return the result
     */
    R apply(A first, B second, C third, D fourth);
}
