package org.dovetail.core.graph;

import org.dovetail.core.Array;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;

/**
 * A value that a graph was closed over.
 *
 * @param value numbers; while a trace is still running also a tracer of a surrounding trace
 */
public record Const(Tensor value) implements Atom {
    /** Keeps the numbers from being overwritten: the graph reads them at every run. */
    public Const {
        if (value instanceof Array array) {
            array.buffer().share();
        }
    }

    @Override
    public TensorSpec spec() { return value.spec(); }

    @Override
    @SuppressWarnings("ReferenceEquality") // two tensors with equal numbers are two constants
    public boolean equals(Object other) { return other instanceof Const(Tensor that) && that == value; }

    @Override
    public int hashCode() { return System.identityHashCode(value); }

    @Override
    public String toString() {
        return value instanceof Array array && array.shape().rank() == 0 ? array.literal() : "const:" + spec();
    }
}
