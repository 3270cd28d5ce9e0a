package org.dovetail.core.internal.backend.compiled;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.dovetail.core.graph.Atom;
import org.dovetail.core.graph.Eqn;
import org.dovetail.core.graph.Graph;

/** Leaves out what no output depends on. */
final class Pruning {
    private Pruning() {}

    static Graph of(Graph graph) {
        Set<Atom> needed = new HashSet<>(graph.outputs());
        Deque<Eqn> kept = new ArrayDeque<>();
        for (Eqn equation : graph.equations().reversed()) {
            if (equation.results().stream().anyMatch(needed::contains)) {
                needed.addAll(equation.operands());
                kept.addFirst(equation);
            }
        }
        return new Graph(graph.inputs(), new ArrayList<>(kept), graph.outputs());
    }
}
