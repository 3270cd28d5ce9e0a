package org.dovetail.core.internal.trace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.dovetail.core.LeakedTracerException;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.Tracer;
import org.dovetail.core.graph.Atom;
import org.dovetail.core.graph.Const;
import org.dovetail.core.graph.Eqn;
import org.dovetail.core.graph.Graph;
import org.dovetail.core.graph.Var;
import org.dovetail.core.internal.prim.Primitive;

/** Staging: primitives are noted down as the equations of a graph. */
public final class GraphTrace implements Trace {
    private final Trace parent;
    private final List<Eqn> equations = new ArrayList<>();

    private GraphTrace(Trace parent) { this.parent = parent; }

    private static final class GraphTracer extends Tracer {
        private final Var variable;

        GraphTracer(GraphTrace trace, Var variable) {
            super(trace);
            this.variable = variable;
        }

        @Override
        public TensorSpec spec() { return variable.spec(); }
    }

    /**
     * A staged function.
     *
     * @param graph its graph; inputs are the function's, then one for each captured value
     * @param captured tracers of surrounding transformations that the function read
     */
    public record Staged(Graph graph, List<Tensor> captured) {}

    /**
     * Stages a function.
     *
     * @param function from tensors to tensors
     * @param arguments dtype and shape of each argument
     */
    public static Staged run(Function<List<Tensor>, List<Tensor>> function, List<TensorSpec> arguments) {
        GraphTrace trace = new GraphTrace(Tracing.current());
        List<Var> inputs = arguments.stream().map(Var::new).toList();
        List<Tensor> tracers = inputs.stream().<Tensor>map(input -> new GraphTracer(trace, input)).toList();
        List<Tensor> results = Tracing.with(trace, () -> function.apply(tracers));
        return trace.close(inputs,
                results.stream().map(result -> trace.atom("the function's result", result)).toList());
    }

    /** Makes inputs of the captured tracers; numbers stay constants. */
    private Staged close(List<Var> inputs, List<Atom> outputs) {
        Map<Tensor, Var> captured = new LinkedHashMap<>();
        Function<Atom, Atom> closed = atom -> atom instanceof Const(Tensor value) && value instanceof Tracer
                ? captured.computeIfAbsent(value, tracer -> new Var(tracer.spec()))
                : atom;
        List<Eqn> all = equations.stream()
                .map(e -> new Eqn(e.results(), e.primitive(), e.operands().stream().map(closed).toList())).toList();
        List<Atom> results = outputs.stream().map(closed).toList();
        List<Var> allInputs = new ArrayList<>(inputs);
        allInputs.addAll(captured.values());
        return new Staged(new Graph(allInputs, all, results), List.copyOf(captured.keySet()));
    }

    private Atom atom(Object reader, Tensor tensor) {
        return tensor instanceof GraphTracer tracer && tracer.trace() == this
                ? tracer.variable
                : new Const(live(this, reader, tensor));
    }

    /** The tensor, unless it is a tracer of a transformation that has ended. */
    static Tensor live(Trace trace, Object reader, Tensor tensor) {
        if (tensor instanceof Tracer tracer && !trace.isWithin(tracer.trace())) {
            throw new LeakedTracerException(reader.toString(), tracer);
        }
        return tensor;
    }

    @Override
    public List<Tensor> process(Primitive primitive, List<Tensor> operands) {
        List<Atom> atoms = operands.stream().map(operand -> atom(primitive, operand)).toList();
        List<Var> results = primitive.infer(atoms.stream().map(Atom::spec).toList()).stream().map(Var::new).toList();
        equations.add(new Eqn(results, primitive, atoms));
        return results.stream().<Tensor>map(result -> new GraphTracer(this, result)).toList();
    }

    @Override
    public Trace parent() { return parent; }
}
