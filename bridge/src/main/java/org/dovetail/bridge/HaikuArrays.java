package org.dovetail.bridge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.dovetail.bridge.format.ArraysInMemory;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.format.KeyScheme;
import org.dovetail.core.Array;
import org.dovetail.core.Tensor;
import org.dovetail.haiku.HkState;
import org.dovetail.haiku.Params;

/** Haiku's two collections as arrays by name, and back. */
final class HaikuArrays {
    private HaikuArrays() {}

    /** The numbers of both collections; {@code collections} tells whether their names stand in front, as in files that hold both. */
    static ArraysInMemory of(String who, Params params, HkState state, boolean collections) {
        SequencedMap<Entry, Array> arrays = new LinkedHashMap<>();
        each(params, state, collections,
                (entry, tensor) -> arrays.put(entry, Numbers.of(who, entry.path().toString(), tensor)));
        return new ArraysInMemory("the Haiku model", KeyScheme.TWO_LEVEL, arrays);
    }

    /** The numbers of a training run. */
    static ArraysInMemory of(String who, Params params, HkState state, Object optState) {
        SequencedMap<Entry, Array> arrays = new LinkedHashMap<>();
        BiConsumer<Entry, Tensor> taker = (entry, tensor) -> arrays.put(entry,
                Numbers.of(who, entry.path().toString(), tensor));
        each(params, state, true, taker);
        OptaxArrays.each(optState, taker);
        return new ArraysInMemory("the Haiku run", KeyScheme.TWO_LEVEL, arrays);
    }

    /** Names, dtypes and shapes of a training run. */
    static List<Entry> entries(Params params, HkState state, Object optState) {
        List<Entry> entries = new ArrayList<>(entries(params, state, true));
        OptaxArrays.each(optState, (entry, _) -> entries.add(entry));
        return entries;
    }

    /** Names, dtypes and shapes of both collections. */
    static List<Entry> entries(Params params, HkState state, boolean collections) {
        List<Entry> entries = new ArrayList<>();
        each(params, state, collections, (entry, _) -> entries.add(entry));
        return entries;
    }

    private static void each(Params params, HkState state, boolean collections, BiConsumer<Entry, Tensor> taker) {
        each(collections ? EntryPath.PARAMS : "", params.modules(), taker);
        each(collections ? EntryPath.STATE : "", state.modules(), taker);
    }

    private static void each(String collection, SortedMap<String, SortedMap<String, Tensor>> modules,
            BiConsumer<Entry, Tensor> taker) {
        modules.forEach((module, tensors) -> tensors.forEach((name, tensor) -> taker.accept(
                new Entry(new EntryPath(collection, Arrays.asList(module.split("/", -1)), name), tensor.spec()),
                tensor)));
    }

    /** The parameters among some arrays: all that are in no other collection. */
    static Params params(SequencedMap<Entry, Array> arrays) {
        return Params.of(modules(arrays, Set.of(EntryPath.PARAMS, "")));
    }

    /** The state among some arrays. */
    static HkState state(SequencedMap<Entry, Array> arrays) {
        return HkState.of(modules(arrays, Set.of(EntryPath.STATE)));
    }

    private static Map<String, Map<String, Tensor>> modules(SequencedMap<Entry, Array> arrays,
            Set<String> collections) {
        Map<String, Map<String, Tensor>> modules = new TreeMap<>();
        arrays.forEach((entry, array) -> {
            EntryPath path = entry.path();
            if (collections.contains(path.collection())) {
                modules.computeIfAbsent(String.join("/", path.scope()), _ -> new TreeMap<>()).put(path.name(), array);
            }
        });
        return modules;
    }
}
