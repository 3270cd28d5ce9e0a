package org.dovetail.core.transform;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.dovetail.core.TensorSpec;
import org.jspecify.annotations.Nullable;

/** The graphs of one jitted function; the least recently used goes when there are too many. */
final class JitCache {
    private static final int CAPACITY = 64;

    /**
     * What a graph was staged for.
     *
     * @param structure everything but the tensors
     * @param specs dtype and shape of each tensor
     * @param axes the named axes around the call, on which collectives within depend
     */
    record Key(Object structure, List<TensorSpec> specs, Map<String, Integer> axes) {}

    private final RetraceLog log;
    private final SequencedMap<Key, Jit.Prepared<?>> entries = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Jit.Prepared<?>> eldest) { return size() > CAPACITY; }
    };

    JitCache(String name) { this.log = new RetraceLog(name); }

    synchronized Jit.@Nullable Prepared<?> get(Key key) { return entries.get(key); }

    synchronized void put(Key key, Jit.Prepared<?> entry) {
        log.staged(key);
        entries.put(key, entry);
    }

    synchronized int size() { return entries.size(); }
}
