package org.dovetail.core.transform;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.internal.prim.Call;
import org.jspecify.annotations.Nullable;

/** The graphs of one jitted function; the least recently used goes when there are too many. */
final class JitCache {
    private static final int CAPACITY = 64;

    /**
     * What a graph was staged for.
     *
     * @param structure everything but the tensors
     * @param specs dtype and shape of each tensor
     */
    record Key(Object structure, List<TensorSpec> specs) {}

    /**
     * A staged function.
     *
     * @param call its graph
     * @param captured tracers that it was closed over
     * @param traced what the function gave when it was staged
     */
    record Staged(Call.Jit call, List<Tensor> captured, Jit.Traced<?> traced) {}

    private final RetraceLog log;
    private final SequencedMap<Key, Staged> entries = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Staged> eldest) { return size() > CAPACITY; }
    };

    JitCache(String name) { this.log = new RetraceLog(name); }

    synchronized @Nullable Staged get(Key key) { return entries.get(key); }

    synchronized void put(Key key, Staged entry) {
        log.staged(key);
        entries.put(key, entry);
    }

    synchronized int size() { return entries.size(); }
}
