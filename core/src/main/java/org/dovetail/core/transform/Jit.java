package org.dovetail.core.transform;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import org.dovetail.core.Array;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.internal.backend.Backends;
import org.dovetail.core.internal.prim.Body;
import org.dovetail.core.internal.prim.Call;
import org.dovetail.core.internal.trace.EvalTrace;
import org.dovetail.core.internal.trace.GraphTrace;
import org.dovetail.core.internal.trace.Trace;
import org.dovetail.core.internal.trace.Tracing;
import org.jspecify.annotations.Nullable;

/**
 * A function that is staged once per kind of arguments and then runs as a graph: what front ends build their {@code jit} on.
 *
 * <p>
 * Functions take and give flat lists of tensors; all else is the front end's. May be called from any number of threads.
 */
public final class Jit {
    private final String name;
    private final JitCache cache;

    /**
     * A jitted function.
     *
     * @param name what graphs and messages call it
     */
    public Jit(String name) {
        this.name = name;
        this.cache = new JitCache(name);
    }

    /**
     * What the function gave when it was staged.
     *
     * @param tensors the results that are computed at each call
     * @param rest what is the same at each call with equal keys
     * @param <T> the type of the rest
     */
    public record Traced<T>(List<Tensor> tensors, T rest) {}

    /**
     * Runs the function.
     *
     * @param key everything besides the tensors that the function depends on, compared by {@code equals}
     * @param arguments the tensors
     * @param donated which arguments the caller gives away
     * @param function the function, which runs when there is no graph yet for such a key and such dtypes and shapes
     * @param <T> the type of what it gives besides tensors
     * @return the results
     */
    public <T> Traced<T> call(Object key, List<Tensor> arguments, BitSet donated,
            Function<List<Tensor>, Traced<T>> function) {
        List<TensorSpec> specs = new ArrayList<>(arguments.size());
        for (Tensor argument : arguments) {
            specs.add(argument.spec());
        }
        JitCache.Key full = new JitCache.Key(key, specs);
        JitCache.Staged entry = cache.get(full);
        if (entry == null) {
            entry = stage(full, function);
        }
        @SuppressWarnings("unchecked") // an entry of this key was made by such a function
        Traced<T> traced = (Traced<T>) entry.traced();
        return new Traced<>(run(entry, arguments, donated), traced.rest);
    }

    private <T> JitCache.Staged stage(JitCache.Key key, Function<List<Tensor>, Traced<T>> function) {
        List<Traced<T>> given = new ArrayList<>(1);
        GraphTrace.Staged staged = GraphTrace.run(arguments -> {
            Traced<T> traced = function.apply(arguments);
            given.add(new Traced<>(List.of(), traced.rest));
            return traced.tensors;
        }, key.specs());
        JitCache.Staged entry = new JitCache.Staged(new Call.Jit(name, new Body(staged.graph())), staged.captured(),
                given.getFirst());
        // A graph over tracers of a surrounding transformation is of use within that one alone.
        if (staged.captured().isEmpty()) {
            cache.put(key, entry);
        }
        return entry;
    }

    private List<Tensor> run(JitCache.Staged entry, List<Tensor> arguments, BitSet donated) {
        Trace current = Tracing.current();
        List<Array> arrays = current == EvalTrace.INSTANCE && entry.captured().isEmpty() ? numbers(arguments) : null;
        if (arrays != null) {
            return List.copyOf(entry.call().body().executable(Backends.compiling()).run(arrays, donated, name));
        }
        List<Tensor> operands = new ArrayList<>(arguments);
        operands.addAll(entry.captured());
        return current.process(entry.call(), operands);
    }

    private static @Nullable List<Array> numbers(List<Tensor> tensors) {
        List<Array> arrays = new ArrayList<>(tensors.size());
        for (Tensor tensor : tensors) {
            if (!(tensor instanceof Array array)) {
                return null;
            }
            arrays.add(array);
        }
        return arrays;
    }

    /**
     * How many graphs are kept.
     *
     * @return a number of at most 64
     */
    public int cached() { return cache.size(); }
}
