package org.dovetail.core.fn;

/**
 * A procedure of two arguments.
 *
 * @param <A> the first argument's type
 * @param <B> the second argument's type
 */
@FunctionalInterface
public interface P2<A, B> {
    /**
     * Runs the procedure.
     *
     * @param first the first argument
     * @param second the second argument
     */
    void apply(A first, B second);
}
