package org.dovetail.core.internal.backend;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.dovetail.core.Array;
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
    private sealed interface Segment {
        List<? extends Atom> operands();

        List<? extends Atom> results();

        /** Equations without a call. */
        record Straight(Graph graph, Executable executable) implements Segment {
            @Override
            public List<? extends Atom> operands() { return graph.inputs(); }

            @Override
            public List<? extends Atom> results() { return graph.outputs(); }
        }

        /** One call. */
        record Calling(Call call, Eqn equation) implements Segment {
            @Override
            public List<? extends Atom> operands() { return equation.operands(); }

            @Override
            public List<? extends Atom> results() { return equation.results(); }
        }
    }

    private final Backend backend;
    private final Graph graph;
    private final List<Segment> segments = new ArrayList<>();
    /** Of each segment, the values that nobody reads after it. */
    private final List<Set<Atom>> dying;

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
        this.dying = dying();
    }

    private List<Set<Atom>> dying() {
        Set<Atom> needed = new HashSet<>(graph.outputs());
        Deque<Set<Atom>> dying = new ArrayDeque<>();
        for (Segment segment : segments.reversed()) {
            Set<Atom> last = new LinkedHashSet<>(segment.results());
            last.addAll(segment.operands());
            last.removeIf(atom -> atom instanceof Const || needed.contains(atom));
            needed.addAll(last);
            dying.addFirst(last);
        }
        return List.copyOf(dying);
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
        Values values = new Values(caller);
        for (int i = 0; i < arguments.size(); i++) {
            values.argument(graph.inputs().get(i), arguments.get(i), donated.get(i));
        }
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            Set<Atom> last = dying.get(i);
            BitSet given = values.given(segment.operands(), last);
            List<Array> operands = values.read(segment.operands());
            values.bind(segment.results(), switch (segment) {
                case Segment.Straight straight -> straight.executable.run(operands, given, caller);
                case Segment.Calling calling -> Loops.run(backend, calling.call, operands, given, caller);
            });
            last.forEach(values::drop);
        }
        BitSet kept = (BitSet) donated.clone();
        donated.stream().filter(i -> arguments.get(i).buffer().donatedTo() != null).forEach(kept::clear);
        return Donations.settled(arguments, kept, caller, values.read(graph.outputs()));
    }
}
