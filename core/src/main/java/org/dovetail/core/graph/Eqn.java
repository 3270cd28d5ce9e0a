package org.dovetail.core.graph;

import java.util.List;
import org.dovetail.core.internal.prim.Primitive;

/**
 * One step of a graph: the results of a primitive on some operands.
 *
 * @param results the variables that it binds
 * @param primitive what is computed
 * @param operands what it reads
 */
public record Eqn(List<Var> results, Primitive primitive, List<Atom> operands) {
    /** Copies the lists. */
    public Eqn {
        results = List.copyOf(results);
        operands = List.copyOf(operands);
    }
}
