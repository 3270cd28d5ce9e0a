package org.dovetail.bridge.convert;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SegmentAllocator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.format.NamedArrays;
import org.dovetail.bridge.plan.Move;
import org.dovetail.bridge.plan.Plan;
import org.dovetail.bridge.plan.Step;
import org.dovetail.core.Array;

/**
 * Reads the arrays of a source. One that several targets are taken from is kept for a while if reading it again would mean to decompress it again.
 *
 * <p>
 * For one thread. An array lives until the next one is read.
 */
final class SourceArrays implements AutoCloseable {
    /** What is kept at most, unless a single array is larger. */
    private static final long BUDGET = 256L << 20;

    private record Kept(Array array, Arena arena) {}

    private final NamedArrays source;
    private final Set<EntryPath> shared;
    private final SequencedMap<EntryPath, Kept> kept = new LinkedHashMap<>();
    private long bytes;

    private SourceArrays(NamedArrays source, Set<EntryPath> shared) {
        this.source = source;
        this.shared = shared;
    }

    static SourceArrays of(NamedArrays source, Plan plan) {
        Set<EntryPath> shared = new HashSet<>();
        for (Step step : plan.steps()) {
            for (Move move : step.moves()) {
                if (move.from().size() == 1 && move.to().size() > 1) {
                    shared.add(move.from().getFirst().path());
                }
            }
        }
        return new SourceArrays(source, shared);
    }

    /** Reads an array. */
    @SuppressWarnings("MustBeClosedChecker")
    Array read(EntryPath path, SegmentAllocator memory) throws IOException {
        if (!shared.contains(path)) {
            return source.read(path, memory);
        }
        Kept known = kept.remove(path);
        if (known != null) {
            kept.putLast(path, known);
            return known.array();
        }
        Arena arena = Arena.ofConfined();
        boolean keep = false;
        try {
            Array array = source.read(path, arena);
            keep = array.data().scope().equals(arena.scope());
            if (keep) {
                kept.putLast(path, new Kept(array, arena));
                bytes += array.spec().bytes();
                shrink();
            } else {
                shared.remove(path);
            }
            return array;
        } finally {
            if (!keep) {
                arena.close();
            }
        }
    }

    private void shrink() {
        Iterator<Map.Entry<EntryPath, Kept>> oldest = kept.entrySet().iterator();
        while (bytes > BUDGET && kept.size() > 1) {
            Kept out = oldest.next().getValue();
            bytes -= out.array().spec().bytes();
            oldest.remove();
            out.arena().close();
        }
    }

    @Override
    public void close() {
        kept.values().forEach(one -> one.arena().close());
        kept.clear();
    }
}
