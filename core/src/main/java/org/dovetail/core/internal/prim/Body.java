package org.dovetail.core.internal.prim;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.graph.Graph;
import org.dovetail.core.graph.Var;
import org.dovetail.core.internal.backend.Backend;
import org.dovetail.core.internal.backend.Executable;

/** The graph of a call, with what was made of it: each derivative, batching, half and executable is made once. */
public final class Body {
    private final Graph graph;
    private final Map<Object, Object> made = new ConcurrentHashMap<>();
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

    /** Dtype and shape of each input. */
    public List<TensorSpec> inputs() {
        return graph.inputs().stream().map(Var::spec).toList();
    }

    /** Dtype and shape of each output. */
    public List<TensorSpec> outputs() { return graph.outputSpecs(); }

    private record AxesOf() {}

    /** The names of the axes over which it has collectives. */
    Set<String> axisNames() {
        return once(new AxesOf(), () -> graph.equations().stream()
                .flatMap(equation -> equation.primitive().axisNames().stream())
                .collect(Collectors.toUnmodifiableSet()));
    }

    /**
     * Something that depends on this body and a key alone; two threads may make it at once.
     *
     * @param key tells what it is; of a class that nothing else uses
     * @param make makes it
     */
    @SuppressWarnings("unchecked") // keys of one class stand for values of one class
    <T> T once(Object key, Supplier<T> make) {
        T known = (T) made.get(key);
        if (known == null) {
            known = make.get();
            made.put(key, known);
        }
        return known;
    }
}
