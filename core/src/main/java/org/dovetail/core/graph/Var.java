package org.dovetail.core.graph;

import org.dovetail.core.TensorSpec;

/**
 * A variable of a graph; each is bound once, as an input or by one equation, and equals only itself.
 *
 * <p>
 * Variables have no names of their own: a graph names them a, b, c in the order in which it prints them.
 */
public final class Var implements Atom {
    private final TensorSpec spec;

    /**
     * A new variable.
     *
     * @param spec its dtype and shape
     */
    public Var(TensorSpec spec) { this.spec = spec; }

    @Override
    public TensorSpec spec() { return spec; }

    @Override
    public String toString() { return "var:" + spec; }
}
