package org.dovetail.bridge.convert;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.format.NamedArrays;
import org.dovetail.bridge.format.Node;
import org.dovetail.bridge.format.Scratch;
import org.dovetail.bridge.plan.Move;
import org.dovetail.bridge.plan.Plan;
import org.dovetail.bridge.plan.Step;
import org.dovetail.core.Array;

/** The arrays of a source, for any thread. One that several targets are taken from is read once and kept: reading it again may mean to decompress it again. */
final class SourceArrays implements AutoCloseable {
    private final NamedArrays source;
    private final Set<EntryPath> shared;
    private final Scratch memory;
    private final Map<EntryPath, Array> kept = new HashMap<>();

    private SourceArrays(NamedArrays source, Set<EntryPath> shared, Scratch memory) {
        this.source = source;
        this.shared = shared;
        this.memory = memory;
    }

    /** The arrays of a source; those that are kept may lie in a file in {@code folder}. */
    static SourceArrays of(NamedArrays source, Plan plan, Path folder) {
        Set<EntryPath> shared = new HashSet<>();
        for (Step step : plan.steps()) {
            for (Move move : step.moves()) {
                if (move.from().size() == 1 && move.to().size() > 1) {
                    shared.add(move.from().getFirst().path());
                }
            }
        }
        return new SourceArrays(source, shared, Scratch.shared(folder));
    }

    /** The numbers of an array. */
    Node.Numbers numbers(EntryPath path) {
        return shared.contains(path) ? _ -> kept(path) : source.numbers(path);
    }

    private synchronized Array kept(EntryPath path) throws IOException {
        Array array = kept.get(path);
        if (array == null) {
            array = source.read(path, memory);
            kept.put(path, array);
        }
        return array;
    }

    @Override
    public void close() { memory.close(); }
}
