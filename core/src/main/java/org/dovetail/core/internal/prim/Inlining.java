package org.dovetail.core.internal.prim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dovetail.core.graph.Atom;
import org.dovetail.core.graph.Const;
import org.dovetail.core.graph.Eqn;
import org.dovetail.core.graph.Graph;
import org.dovetail.core.graph.Var;

/** Puts the equations of jitted calls in the place of the calls. */
public final class Inlining {
    private final List<Eqn> equations = new ArrayList<>();

    private Inlining() {}

    /** The graph with the calls of jitted functions replaced by their equations, at every depth. */
    public static Graph of(Graph graph) {
        if (graph.equations().stream().noneMatch(equation -> equation.primitive() instanceof Call.Jit)) {
            return graph;
        }
        Inlining inlining = new Inlining();
        Map<Var, Atom> same = new HashMap<>();
        graph.inputs().forEach(input -> same.put(input, input));
        List<Atom> outputs = inlining.add(graph, same);
        return new Graph(graph.inputs(), inlining.equations, outputs);
    }

    /** Adds a graph's equations under new variables, and gives its outputs. */
    private List<Atom> add(Graph graph, Map<Var, Atom> names) {
        for (Eqn equation : graph.equations()) {
            List<Atom> operands = renamed(equation.operands(), names);
            if (equation.primitive() instanceof Call.Jit call) {
                Map<Var, Atom> inner = new HashMap<>();
                for (int i = 0; i < operands.size(); i++) {
                    inner.put(call.body().graph().inputs().get(i), operands.get(i));
                }
                List<Atom> results = add(call.body().graph(), inner);
                for (int i = 0; i < results.size(); i++) {
                    names.put(equation.results().get(i), results.get(i));
                }
            } else {
                List<Var> results = equation.results().stream().map(result -> new Var(result.spec())).toList();
                for (int i = 0; i < results.size(); i++) {
                    names.put(equation.results().get(i), results.get(i));
                }
                equations.add(new Eqn(results, equation.primitive(), operands));
            }
        }
        return renamed(graph.outputs(), names);
    }

    private static List<Atom> renamed(List<Atom> atoms, Map<Var, Atom> names) {
        return atoms.stream().map(atom -> switch (atom) {
            case Const constant -> constant;
            case Var variable -> names.getOrDefault(variable, variable);
        }).toList();
    }
}
