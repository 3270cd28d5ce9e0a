package org.dovetail.core.fn;

/**
 * A function of two arguments.
 *
 * @param <A> the first argument's type
 * @param <B> the second argument's type
 * @param <R> the result's type
 */
@FunctionalInterface
public interface F2<A, B, R> {
    /**
     * Computes the result.
     *
     * @param first the first argument
     * @param second the second argument
     * @return the result
     */
    R apply(A first, B second);
}
