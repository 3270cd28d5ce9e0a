package org.dovetail.core.internal.backend.compiled;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dovetail.core.Array;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.graph.Eqn;
import org.dovetail.core.graph.Graph;
import org.dovetail.core.graph.Var;
import org.dovetail.core.internal.backend.Backend;
import org.dovetail.core.internal.backend.Executable;
import org.dovetail.core.internal.backend.Segments;
import org.dovetail.core.internal.prim.Inlining;
import org.dovetail.core.internal.prim.Primitive;
import org.dovetail.core.internal.prim.Several;
import org.dovetail.core.internal.prim.Simple;

/** Runs graphs from planned memory, and single primitives as graphs of one equation. */
public final class CompiledBackend implements Backend {
    private static final int CAPACITY = 512;
    private static final BitSet NONE = new BitSet();

    private record Single(Primitive primitive, List<TensorSpec> operands) {}

    private final Map<Single, Executable> singles = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Single, Executable> eldest) { return size() > CAPACITY; }
    };

    /** The backend, for the service loader. */
    public CompiledBackend() {}

    @Override
    public String name() { return "compiled"; }

    @Override
    public Array run(Simple primitive, List<Array> operands, TensorSpec result) {
        Single single = new Single(primitive, operands.stream().map(Array::spec).toList());
        return executable(single, List.of(result)).run(operands, NONE, primitive.toString()).getFirst();
    }

    @Override
    public List<Array> run(Several primitive, List<Array> operands, List<TensorSpec> results) {
        Single single = new Single(primitive, operands.stream().map(Array::spec).toList());
        return executable(single, results).run(operands, NONE, primitive.toString());
    }

    private Executable executable(Single single, List<TensorSpec> results) {
        synchronized (singles) {
            return singles.computeIfAbsent(single, _ -> {
                List<Var> inputs = single.operands.stream().map(Var::new).toList();
                List<Var> outputs = results.stream().map(Var::new).toList();
                Eqn equation = new Eqn(outputs, single.primitive, List.copyOf(inputs));
                return planned(new Graph(inputs, List.of(equation), List.copyOf(outputs)));
            });
        }
    }

    @Override
    public Executable compile(Graph graph) {
        Graph flat = Inlining.of(graph);
        return Segments.areIn(flat) ? new Segments(this, Pruning.of(flat), this::optimised) : optimised(flat);
    }

    private Executable optimised(Graph graph) {
        return planned(Pruning.of(Swapping.of(Sharing.of(Folding.of(graph, this)))));
    }

    private static Executable planned(Graph graph) {
        return new PlannedExecutable(Lowering.of(graph), Interpreter.SINGLES);
    }
}
