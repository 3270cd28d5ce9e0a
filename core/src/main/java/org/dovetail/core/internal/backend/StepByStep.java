package org.dovetail.core.internal.backend;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dovetail.core.Array;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tracer;
import org.dovetail.core.graph.Atom;
import org.dovetail.core.graph.Const;
import org.dovetail.core.graph.Eqn;
import org.dovetail.core.graph.Graph;
import org.dovetail.core.graph.Var;
import org.dovetail.core.internal.prim.Call;
import org.dovetail.core.internal.prim.Inlining;
import org.dovetail.core.internal.prim.Several;
import org.dovetail.core.internal.prim.Simple;
import org.dovetail.core.internal.prim.Symbolic;

/** A graph whose equations a backend runs one after the other. */
final class StepByStep implements Executable {
    private final Backend backend;
    private final Graph graph;

    StepByStep(Backend backend, Graph graph) {
        this.backend = backend;
        this.graph = Inlining.of(graph);
    }

    @Override
    public List<Array> run(List<Array> arguments, BitSet donated, String caller) {
        Map<Var, Array> values = new HashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            values.put(graph.inputs().get(i), arguments.get(i));
        }
        for (Eqn equation : graph.equations()) {
            List<Array> operands = read(values, equation.operands());
            List<Array> made = switch (equation.primitive()) {
                case Simple simple -> List.of(backend.run(simple, operands, equation.results().getFirst().spec()));
                case Several several -> backend.run(several, operands,
                        equation.results().stream().map(Var::spec).toList());
                case Call call -> Loops.run(backend, call, operands);
                case Symbolic symbolic -> throw symbolic.unresolved();
            };
            for (int i = 0; i < made.size(); i++) {
                values.put(equation.results().get(i), made.get(i));
            }
        }
        return Donations.settled(arguments, donated, caller, read(values, graph.outputs()));
    }

    private static List<Array> read(Map<Var, Array> values, List<Atom> atoms) {
        List<Array> read = new ArrayList<>(atoms.size());
        for (Atom atom : atoms) {
            read.add(switch (atom) {
                case Var variable -> values.get(variable);
                case Const(Tensor value) -> switch (value) {
                    case Array array -> array;
                    case Tracer tracer ->
                        throw new IllegalStateException("the graph is not closed: it holds " + tracer);
                };
            });
        }
        return read;
    }
}
