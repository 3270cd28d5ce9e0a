package org.dovetail.core.fn;

/**
 * A procedure of three arguments.
 *
 * @param <A> the first argument's type
 * @param <B> the second argument's type
 * @param <C> the third argument's type
 */
@FunctionalInterface
public interface P3<A, B, C> {
    /**
     * Runs the procedure.
     *
     * @param first the first argument
     * @param second the second argument
     * @param third the third argument
     */
    void apply(A first, B second, C third);
}
