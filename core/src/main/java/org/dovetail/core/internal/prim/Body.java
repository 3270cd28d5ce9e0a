package org.dovetail.core.internal.prim;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.graph.Atom;
import org.dovetail.core.graph.Eqn;
import org.dovetail.core.graph.Graph;
import org.dovetail.core.graph.Var;
import org.dovetail.core.internal.backend.Backend;
import org.dovetail.core.internal.backend.Executable;
import org.dovetail.core.internal.trace.BatchTrace;
import org.dovetail.core.internal.trace.EvalTrace;
import org.dovetail.core.internal.trace.GraphTrace;
import org.dovetail.core.internal.trace.JvpTrace;
import org.dovetail.core.internal.trace.Tracing;
import org.dovetail.core.internal.trace.Transposition;
import org.jspecify.annotations.Nullable;

/** The graph of a call, with what was derived from it: each derivative, batching, half and executable is made once. */
public final class Body {
    private final Graph graph;
    private final Map<Object, Derived> derived = new ConcurrentHashMap<>();
    private final Map<List<Boolean>, Halves> halves = new ConcurrentHashMap<>();
    private final Map<Backend, Executable> executables = new ConcurrentHashMap<>();

    /**
     * A body.
     *
     * @param graph closed over numbers alone
     */
    public Body(Graph graph) { this.graph = graph; }

    /** The graph. */
    public Graph graph() { return graph; }

    /** The graph as a backend runs it. */
    public Executable executable(Backend backend) {
        Executable known = executables.get(backend);
        return known != null ? known : executables.computeIfAbsent(backend, b -> b.compile(graph));
    }

    /**
     * Another body made of this one.
     *
     * @param present which results it has; the others are zero
     */
    private record Derived(Body body, BitSet present) {}

    /**
     * Two halves of a body.
     *
     * @param now takes the known inputs; gives the known outputs, then the residuals
     * @param later takes the residuals, then the unknown inputs; gives the other outputs
     * @param knownResults which outputs the first half gives
     */
    record Halves(Body now, Body later, List<Boolean> knownResults) {}

    private record JvpOf(BitSet tangents) {}

    private record BatchOf(int size, List<Boolean> batched) {}

    private record TransposeOf(BitSet linear, BitSet cotangents) {}

    private static BitSet present(List<? extends @Nullable Object> values) {
        BitSet present = new BitSet();
        for (int i = 0; i < values.size(); i++) {
            present.set(i, values.get(i) != null);
        }
        return present;
    }

    private static List<Tensor> nonNull(List<? extends @Nullable Tensor> values) {
        List<Tensor> all = new ArrayList<>();
        for (Tensor value : values) {
            if (value != null) {
                all.add(value);
            }
        }
        return all;
    }

    /** The values at the places of a set, null at the others. */
    private static List<@Nullable Tensor> spread(List<Tensor> values, BitSet places, int size) {
        List<@Nullable Tensor> all = new ArrayList<>(size);
        int next = 0;
        for (int i = 0; i < size; i++) {
            all.add(places.get(i) ? values.get(next++) : null);
        }
        return all;
    }

    private List<TensorSpec> inputSpecs() { return graph.inputs().stream().map(Var::spec).toList(); }

    /** Stages a function of tensors that may give zeros, outside of all transformations. */
    private static Derived derive(List<TensorSpec> inputs, Function<List<Tensor>, List<@Nullable Tensor>> function) {
        BitSet present = new BitSet();
        GraphTrace.Staged staged = Tracing.with(EvalTrace.INSTANCE, () -> GraphTrace.run(arguments -> {
            List<@Nullable Tensor> results = function.apply(arguments);
            present.or(present(results));
            return nonNull(results);
        }, inputs));
        return new Derived(new Body(staged.graph()), present);
    }

    private Derived derived(Object key, List<TensorSpec> inputs,
            Function<List<Tensor>, List<@Nullable Tensor>> function) {
        Derived known = derived.get(key);
        if (known == null) {
            known = derive(inputs, function);
            derived.put(key, known);
        }
        return known;
    }

    Jvp jvp(List<Tensor> primals, List<@Nullable Tensor> tangents, Function<Body, Call> call) {
        BitSet nonzero = present(tangents);
        List<TensorSpec> inputs = new ArrayList<>(inputSpecs());
        nonzero.stream().forEach(i -> inputs.add(graph.inputs().get(i).spec()));
        int results = graph.outputs().size();
        Derived jvp = derived(new JvpOf(nonzero), inputs, arguments -> {
            List<Tensor> given = arguments.subList(primals.size(), arguments.size());
            Jvp both = JvpTrace.run(graph::evaluate, arguments.subList(0, primals.size()),
                    spread(given, nonzero, primals.size()));
            List<@Nullable Tensor> all = new ArrayList<>(both.primals());
            all.addAll(both.tangents());
            return all;
        });
        List<Tensor> operands = new ArrayList<>(primals);
        operands.addAll(nonNull(tangents));
        List<@Nullable Tensor> all = spread(Tracing.bind(call.apply(jvp.body), operands), jvp.present, 2 * results);
        return new Jvp(nonNull(all.subList(0, results)), all.subList(results, 2 * results));
    }

    List<Tensor> batch(int size, List<Tensor> operands, List<Boolean> batched, Function<Body, Call> call) {
        List<TensorSpec> inputs = operands.stream().map(Tensor::spec).toList();
        Derived all = derived(new BatchOf(size, batched), inputs,
                arguments -> new ArrayList<>(BatchTrace.run(size, graph::evaluate, arguments, batched)));
        return Tracing.bind(call.apply(all.body), operands);
    }

    List<@Nullable Tensor> transpose(List<@Nullable Tensor> cotangents, List<Operand> operands,
            Function<Body, Call> call) {
        BitSet linear = new BitSet();
        List<Tensor> known = new ArrayList<>();
        for (int i = 0; i < operands.size(); i++) {
            linear.set(i, operands.get(i).isLinear());
            if (!linear.get(i)) {
                known.add(operands.get(i).value());
            }
        }
        BitSet nonzero = present(cotangents);
        List<TensorSpec> inputs = new ArrayList<>(known.stream().map(Tensor::spec).toList());
        nonzero.stream().forEach(i -> inputs.add(graph.outputs().get(i).spec()));
        Derived transposed = derived(new TransposeOf(linear, nonzero), inputs, arguments -> {
            Map<Var, Operand> values = new HashMap<>();
            int next = 0;
            for (int i = 0; i < graph.inputs().size(); i++) {
                Var input = graph.inputs().get(i);
                values.put(input, linear.get(i)
                        ? new Operand.Linear(input.spec())
                        : new Operand.Known(arguments.get(next++)));
            }
            List<@Nullable Tensor> given = spread(arguments.subList(next, arguments.size()), nonzero,
                    graph.outputs().size());
            return Transposition.run(graph.inputs(), graph.equations(), graph.outputs(), values, given);
        });
        known.addAll(nonNull(cotangents));
        return spread(Tracing.bind(call.apply(transposed.body), known), transposed.present, operands.size());
    }

    /** Parts the graph: what depends on unknown inputs goes into the second half, with what it reads of the first as residuals. */
    Halves halves(List<Boolean> known) {
        return halves.computeIfAbsent(known, this::parted);
    }

    private Halves parted(List<Boolean> known) {
        Graph flat = Inlining.of(graph);
        Set<Var> unknown = new HashSet<>();
        List<Var> knownInputs = new ArrayList<>();
        List<Var> unknownInputs = new ArrayList<>();
        for (int i = 0; i < known.size(); i++) {
            (known.get(i) ? knownInputs : unknownInputs).add(flat.inputs().get(i));
        }
        unknown.addAll(unknownInputs);
        List<Eqn> now = new ArrayList<>();
        List<Eqn> later = new ArrayList<>();
        Set<Var> residuals = new LinkedHashSet<>();
        for (Eqn equation : flat.equations()) {
            boolean waits = equation.operands().stream().anyMatch(unknown::contains);
            (waits ? later : now).add(equation);
            if (waits) {
                unknown.addAll(equation.results());
                for (Atom operand : equation.operands()) {
                    if (operand instanceof Var variable && !unknown.contains(variable)) {
                        residuals.add(variable);
                    }
                }
            }
        }
        List<Boolean> knownResults = flat.outputs().stream().map(output -> !unknown.contains(output)).toList();
        List<Atom> firstOutputs = new ArrayList<>(
                flat.outputs().stream().filter(output -> !unknown.contains(output)).toList());
        firstOutputs.addAll(residuals);
        List<Var> secondInputs = new ArrayList<>(residuals);
        secondInputs.addAll(unknownInputs);
        return new Halves(new Body(new Graph(knownInputs, now, firstOutputs)),
                new Body(new Graph(secondInputs, later, flat.outputs().stream().filter(unknown::contains).toList())),
                knownResults);
    }
}
