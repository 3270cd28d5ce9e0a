package org.dovetail.bridge.format;

import java.lang.foreign.SegmentAllocator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.dovetail.core.Array;

/** Arrays that are in memory already, as those of a model. */
public final class ArraysInMemory implements NamedArrays {
    private final String label;
    private final KeyScheme scheme;
    private final List<Entry> entries;
    private final Map<EntryPath, Array> numbers = new HashMap<>();

    /**
     * Arrays by name.
     *
     * @param label what messages call them
     * @param scheme how the library that holds them spells their keys
     * @param arrays the arrays, each of the dtype and shape of its entry
     */
    public ArraysInMemory(String label, KeyScheme scheme, SequencedMap<Entry, Array> arrays) {
        this.label = label;
        this.scheme = scheme;
        this.entries = List.copyOf(arrays.sequencedKeySet());
        arrays.forEach((entry, array) -> numbers.put(entry.path(), array));
    }

    @Override
    public String label() { return label; }

    @Override
    public KeyScheme scheme() { return scheme; }

    /** Never: there are numbers. */
    @Override
    public boolean isStructure() { return false; }

    @Override
    public List<Entry> entries() { return entries; }

    @Override
    public Node.Numbers numbers(EntryPath path) {
        Array array = array(path);
        return _ -> array;
    }

    @Override
    public Array read(EntryPath path, SegmentAllocator memory) { return array(path); }

    private Array array(EntryPath path) {
        Array array = numbers.get(path);
        if (array == null) {
            throw new IllegalArgumentException(label + ": there is no entry " + path);
        }
        return array;
    }
}
