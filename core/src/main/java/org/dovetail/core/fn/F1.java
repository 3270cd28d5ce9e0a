package org.dovetail.core.fn;

/**
 * A function of one argument.
 *
 * @param <A> the first argument's type
 * @param <R> the result's type
 */
@FunctionalInterface
public interface F1<A, R> {
    /**
     * Computes the result.
     *
     * @param first the first argument
     * @return the result
     */
    R apply(A first);
}
