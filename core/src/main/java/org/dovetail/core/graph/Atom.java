package org.dovetail.core.graph;

import org.dovetail.core.TensorSpec;

/** What an equation reads: a variable of the graph, or a value that was there before. */
public sealed interface Atom permits Var, Const {
    /**
     * Dtype and shape of the value.
     *
     * @return the spec
     */
    TensorSpec spec();
}
