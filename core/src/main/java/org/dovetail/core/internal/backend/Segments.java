package org.dovetail.core.internal.backend;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.dovetail.core.Array;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tracer;
import org.dovetail.core.graph.Atom;
import org.dovetail.core.graph.Const;
import org.dovetail.core.graph.Eqn;
import org.dovetail.core.graph.Graph;
import org.dovetail.core.graph.Var;
import org.dovetail.core.internal.prim.Call;
import org.dovetail.core.internal.prim.Several;
import org.dovetail.core.internal.prim.Simple;
import org.dovetail.core.internal.prim.Symbolic;

/** A graph with calls in it: what stands between two calls is one executable, and the calls run by {@link Loops}. */
public final class Segments implements Executable {
    private static final BitSet NONE = new BitSet();

    private sealed interface Segment {
        /** Equations without a call. */
        record Straight(Graph graph, Executable executable) implements Segment {}

        /** One call. */
        record Calling(Call call, Eqn equation) implements Segment {}
    }

    private final Backend backend;
    private final Graph graph;
    private final List<Segment> segments = new ArrayList<>();

    /**
     * A graph in segments.
     *
     * @param backend runs the calls' graphs
     * @param graph the graph
     * @param straight makes an executable of equations without calls
     */
    public Segments(Backend backend, Graph graph, Function<Graph, Executable> straight) {
        this.backend = backend;
        this.graph = graph;
        Map<Var, Integer> lastReads = lastReads();
        List<Eqn> pending = new ArrayList<>();
        for (int i = 0; i < graph.equations().size(); i++) {
            Eqn equation = graph.equations().get(i);
            switch (equation.primitive()) {
                case Simple _,Several _ -> pending.add(equation);
                case Symbolic symbolic -> throw symbolic.unresolved();
                case Call call -> {
                    close(pending, i, lastReads, straight);
                    segments.add(new Segment.Calling(call, equation));
                }
            }
        }
        close(pending, graph.equations().size(), lastReads, straight);
    }

    /** Whether a graph has calls in it. */
    public static boolean areIn(Graph graph) {
        return graph.equations().stream().anyMatch(equation -> switch (equation.primitive()) {
            case Simple _,Several _ -> false;
            case Call _,Symbolic _ -> true;
        });
    }

    private Map<Var, Integer> lastReads() {
        Map<Var, Integer> last = new HashMap<>();
        for (int i = 0; i < graph.equations().size(); i++) {
            for (Atom operand : graph.equations().get(i).operands()) {
                if (operand instanceof Var variable) {
                    last.put(variable, i);
                }
            }
        }
        graph.outputs().forEach(output -> {
            if (output instanceof Var variable) {
                last.put(variable, graph.equations().size());
            }
        });
        return last;
    }

    private void close(List<Eqn> pending, int at, Map<Var, Integer> lastReads, Function<Graph, Executable> straight) {
        if (pending.isEmpty()) {
            return;
        }
        Set<Var> bound = new HashSet<>();
        Set<Var> inputs = new LinkedHashSet<>();
        List<Atom> outputs = new ArrayList<>();
        for (Eqn equation : pending) {
            for (Atom operand : equation.operands()) {
                if (operand instanceof Var variable && !bound.contains(variable)) {
                    inputs.add(variable);
                }
            }
            bound.addAll(equation.results());
            equation.results().stream().filter(result -> lastReads.getOrDefault(result, -1) >= at)
                    .forEach(outputs::add);
        }
        Graph segment = new Graph(List.copyOf(inputs), pending, outputs);
        segments.add(new Segment.Straight(segment, straight.apply(segment)));
        pending.clear();
    }

    @Override
    public List<Array> run(List<Array> arguments, BitSet donated, String caller) {
        Map<Atom, Array> values = new HashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            values.put(graph.inputs().get(i), arguments.get(i));
        }
        for (Segment segment : segments) {
            switch (segment) {
                case Segment.Straight(Graph part, Executable executable) ->
                    bind(values, part.outputs(), executable.run(read(values, part.inputs()), NONE, caller));
                case Segment.Calling(Call call, Eqn equation) ->
                    bind(values, equation.results(), Loops.run(backend, call, read(values, equation.operands())));
            }
        }
        return Donations.settled(arguments, donated, caller, read(values, graph.outputs()));
    }

    private static void bind(Map<Atom, Array> values, List<? extends Atom> atoms, List<Array> arrays) {
        for (int i = 0; i < arrays.size(); i++) {
            values.put(atoms.get(i), arrays.get(i));
        }
    }

    private static List<Array> read(Map<Atom, Array> values, List<? extends Atom> atoms) {
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
