package org.dovetail.core.fn;

/**
 * A procedure of four arguments.
 *
 * @param <A> the first argument's type
 * @param <B> the second argument's type
 * @param <C> the third argument's type
 * @param <D> the fourth argument's type
 */
@FunctionalInterface
public interface P4<A, B, C, D> {
    /**
     * Runs the procedure.
     *
     * @param first the first argument
     * @param second the second argument
     * @param third the third argument
     * @param fourth the fourth argument
     */
    void apply(A first, B second, C third, D fourth);
}
