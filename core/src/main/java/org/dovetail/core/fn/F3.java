package org.dovetail.core.fn;

/**
 * A function of three arguments.
 *
 * @param <A> the first argument's type
 * @param <B> the second argument's type
 * @param <C> the third argument's type
 * @param <R> the result's type
 */
@FunctionalInterface
public interface F3<A, B, C, R> {
    /**
     * Computes the result.
     *
     * @param first the first argument
     * @param second the second argument
     * @param third the third argument
     * @return the result
     */
    R apply(A first, B second, C third);
}
