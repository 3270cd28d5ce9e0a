package org.dovetail.core.fn;

/**
 * A procedure of one argument.
 *
 * @param <A> the first argument's type
 */
@FunctionalInterface
public interface P1<A> {
    /**
     * Runs the procedure.
     *
     * @param first the first argument
     */
    void apply(A first);
}
