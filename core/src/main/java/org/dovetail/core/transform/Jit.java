package org.dovetail.core.transform;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.dovetail.core.Array;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.internal.backend.Backends;
import org.dovetail.core.internal.prim.Body;
import org.dovetail.core.internal.prim.Call;
import org.dovetail.core.internal.trace.GraphTrace;
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
    /** The last call's graph, since most calls are of the same kind. */
    private volatile @Nullable Last last;

    private record Last(JitCache.Key key, Prepared<?> prepared) {
        @SuppressWarnings("ReferenceEquality") // the same object is found without a look into it
        private boolean isFor(Object structure, List<Tensor> arguments) {
            List<TensorSpec> specs = key.specs();
            if (key.structure() != structure || specs.size() != arguments.size()
                    || !key.axes().equals(Tracing.axes())) {
                return false;
            }
            for (int i = 0; i < specs.size(); i++) {
                if (!specs.get(i).equals(arguments.get(i).spec())) {
                    return false;
                }
            }
            return true;
        }
    }

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

    /** A key that knows the static values within, so that the log of retraces can tell what changed. */
    public interface Key {
        /**
         * Visits the static values.
         *
         * @param visitor takes the path and the value of each
         */
        void statics(BiConsumer<String, @Nullable Object> visitor);
    }

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
        Prepared<T> prepared = prepare(key, arguments, function);
        return new Traced<>(prepared.run(arguments, donated), prepared.rest());
    }

    /**
     * The graph of the function for some arguments; what is done between this and running it needs no tracing.
     *
     * @param key everything besides the tensors that the function depends on, compared by {@code equals}
     * @param arguments the tensors, of which dtypes and shapes count
     * @param function the function, which runs when there is no graph yet for such a key and such dtypes and shapes
     * @param <T> the type of what it gives besides tensors
     * @return the graph
     */
    @SuppressWarnings("unchecked") // an entry of this key was made by such a function
    public <T> Prepared<T> prepare(Object key, List<Tensor> arguments, Function<List<Tensor>, Traced<T>> function) {
        Last recent = last;
        if (recent != null && recent.isFor(key, arguments)) {
            return (Prepared<T>) recent.prepared;
        }
        List<TensorSpec> specs = new ArrayList<>(arguments.size());
        for (Tensor argument : arguments) {
            specs.add(argument.spec());
        }
        JitCache.Key full = new JitCache.Key(key, specs, Tracing.axes());
        Prepared<?> known = cache.get(full);
        if (known == null) {
            return stage(full, function);
        }
        last = new Last(full, known);
        return (Prepared<T>) known;
    }

    private <T> Prepared<T> stage(JitCache.Key key, Function<List<Tensor>, Traced<T>> function) {
        List<T> rest = new ArrayList<>(1);
        GraphTrace.Staged staged = GraphTrace.run(arguments -> {
            Traced<T> traced = function.apply(arguments);
            rest.add(traced.rest);
            return traced.tensors;
        }, key.specs());
        Prepared<T> entry = new Prepared<>(new Call.Jit(name, new Body(staged.graph())), staged.captured(),
                rest.getFirst());
        // A graph over tracers of a surrounding transformation is of use within that one alone.
        if (staged.captured().isEmpty()) {
            cache.put(key, entry);
        }
        return entry;
    }

    /**
     * A function that was staged for some kind of arguments.
     *
     * @param <T> the type of what it gives besides tensors
     */
    public static final class Prepared<T> {
        private static final int FEW = 512;

        private final Call.Jit call;
        private final List<Tensor> captured;
        private final T rest;

        private Prepared(Call.Jit call, List<Tensor> captured, T rest) {
            this.call = call;
            this.captured = captured;
            this.rest = rest;
        }

        /**
         * What the function gave besides tensors when it was staged.
         *
         * @return the rest
         */
        public T rest() { return rest; }

        /**
         * Runs the graph.
         *
         * @param arguments tensors of the dtypes and shapes that it was prepared for
         * @param donated which arguments the caller gives away
         * @return the results; outside of transformations those that somebody else may know are marked as shared
         */
        public List<Tensor> run(List<Tensor> arguments, BitSet donated) {
            List<Array> arrays = Ambient.isEager() && captured.isEmpty() ? numbers(arguments) : null;
            if (arrays == null) {
                List<Tensor> operands = new ArrayList<>(arguments);
                operands.addAll(captured);
                return Tracing.current().process(call, operands);
            }
            List<Array> results = call.body().executable(Backends.compiling()).run(arrays, donated, call.name());
            shareWhatOthersKnow(arrays, donated, results);
            return List.copyOf(results);
        }

        /** A result may be an argument as it was, or another result. */
        private static void shareWhatOthersKnow(List<Array> arguments, BitSet donated, List<Array> results) {
            if (results.size() * (arguments.size() + results.size()) > FEW) {
                Set<Object> known = Collections.newSetFromMap(new IdentityHashMap<>());
                for (int i = 0; i < arguments.size(); i++) {
                    if (!donated.get(i)) {
                        known.add(arguments.get(i).buffer());
                    }
                }
                results.stream().filter(result -> !known.add(result.buffer())).forEach(Ownership::share);
                return;
            }
            for (int i = 0; i < results.size(); i++) {
                if (isKnown(results.get(i), arguments, donated) || isEarlier(i, results)) {
                    Ownership.share(results.get(i));
                }
            }
        }

        private static boolean isKnown(Array result, List<Array> arguments, BitSet donated) {
            for (int i = 0; i < arguments.size(); i++) {
                if (arguments.get(i).buffer() == result.buffer() && !donated.get(i)) {
                    return true;
                }
            }
            return false;
        }

        private static boolean isEarlier(int index, List<Array> results) {
            for (int i = 0; i < index; i++) {
                if (results.get(i).buffer() == results.get(index).buffer()) {
                    return true;
                }
            }
            return false;
        }
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
