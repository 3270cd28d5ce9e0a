package org.dovetail.core.internal.backend;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dovetail.core.Array;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.Tracer;
import org.dovetail.core.graph.Atom;
import org.dovetail.core.graph.Const;
import org.dovetail.core.graph.Eqn;
import org.dovetail.core.graph.Graph;
import org.dovetail.core.graph.Var;
import org.dovetail.core.internal.memory.Buffer;
import org.dovetail.core.internal.prim.Inlining;
import org.dovetail.core.internal.prim.Simple;

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
            if (!(equation.primitive() instanceof Simple simple)) {
                throw new IllegalStateException(equation.primitive() + " was not inlined");
            }
            TensorSpec result = equation.results().getFirst().spec();
            values.put(equation.results().getFirst(), backend.run(simple, read(values, equation.operands()), result));
        }
        List<Array> results = new ArrayList<>(read(values, graph.outputs()));
        for (int i : donated.stream().toArray()) {
            Buffer given = arguments.get(i).buffer();
            given.donate(caller);
            // A result in that buffer, as of a reshape, keeps its memory; of two neither may be overwritten.
            Buffer heir = given.heir();
            if (results.stream().filter(result -> result.buffer() == given).count() > 1) {
                heir.share();
            }
            results.replaceAll(result -> result.buffer() == given ? Array.of(result.spec(), heir) : result);
        }
        return results;
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
