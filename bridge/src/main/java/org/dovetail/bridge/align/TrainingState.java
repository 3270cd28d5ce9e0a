package org.dovetail.bridge.align;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.rules.Units;

/**
 * The arrays of a training checkpoint, told apart.
 *
 * @param model those of the model
 * @param mirrors the trees beside it that repeat its names
 * @param loose what is beside it and repeats nothing: counts, hyperparameters, keys
 */
record TrainingState(List<Entry> model, List<Mirror> mirrors, List<Entry> loose) {
    private static final String OPTIMIZER_VARIABLES = "Opt";
    private static final List<String> WHOLE_MODEL = List.of(EntryPath.MODEL);

    TrainingState {
        model = List.copyOf(model);
        mirrors = List.copyOf(mirrors);
        loose = List.copyOf(loose);
    }

    static TrainingState of(List<Entry> entries) {
        List<Entry> beside = entries.stream().filter(TrainingState::isBeside)
                .sorted(Entry::inOrder).toList();
        List<Entry> model = entries.stream().filter(entry -> !isBeside(entry)).toList();
        Search search = new Search(model);
        search.descend(beside, 0);
        return new TrainingState(model, search.mirrors, search.loose);
    }

    /** Whether an array is no part of the model: of another collection, or what an NNX optimizer keeps. */
    private static boolean isBeside(Entry entry) {
        return !Units.unconvertible(List.of(entry)).isEmpty() || entry.variable().startsWith(OPTIMIZER_VARIABLES)
                || !entry.path().scope().isEmpty() && entry.path().scope().getFirst().equals(EntryPath.OPTIMIZER_STATE);
    }

    /** The collection and the components of a path. */
    static List<String> whole(EntryPath path) {
        return path.collection().isEmpty()
                ? path.components()
                : Stream.concat(Stream.of(path.collection()), path.components().stream()).toList();
    }

    /** Where the trees and the other arrays beside the model stand. */
    List<List<String>> besides() {
        return Stream.concat(mirrors.stream().map(Mirror::place), loose.stream().map(entry -> whole(entry.path())))
                .toList();
    }

    boolean isModelAlone() { return mirrors.isEmpty() && loose.isEmpty(); }

    /** Looks for mirrors from the outside in: the first tree that repeats names of the model is one. */
    private static final class Search {
        /** Deeper than any optimizer's state. */
        private static final int MAX_DEPTH = 100;
        /** How many components at most name the part of a model, with the collection. */
        private static final int MAX_ROOT = 5;

        private final Map<List<String>, Entry> model = new HashMap<>();
        private final List<Mirror> mirrors = new ArrayList<>();
        private final List<Entry> loose = new ArrayList<>();

        Search(List<Entry> entries) {
            entries.stream().sorted((a, b) -> a.path().collection().compareTo(b.path().collection()))
                    .forEach(entry -> model.putIfAbsent(entry.path().components(), entry));
        }

        private void descend(List<Entry> entries, int depth) {
            Map<String, List<Entry>> children = new TreeMap<>();
            for (Entry entry : entries) {
                List<String> place = whole(entry.path());
                if (place.size() == depth + 1 || depth > MAX_DEPTH) {
                    loose.add(entry);
                } else {
                    children.computeIfAbsent(place.get(depth), _ -> new ArrayList<>()).add(entry);
                }
            }
            children.values().forEach(child -> mirror(child, depth + 1)
                    .ifPresentOrElse(mirrors::add, () -> descend(child, depth + 1)));
        }

        private Optional<Mirror> mirror(List<Entry> entries, int depth) {
            List<String> place = whole(entries.getFirst().path()).subList(0, depth);
            List<List<String>> roots = roots(place)
                    .filter(root -> entries.stream().allMatch(entry -> counterpart(root, entry, depth).isPresent()))
                    .toList();
            if (roots.isEmpty() || roots.size() > 1 && !roots.contains(List.<String>of())) {
                return Optional.empty();
            }
            List<String> root = roots.size() == 1 ? roots.getFirst() : List.of();
            SequencedMap<EntryPath, Entry> arrays = new LinkedHashMap<>();
            entries.forEach(entry -> counterpart(root, entry, depth)
                    .ifPresent(array -> arrays.put(array.path(), entry)));
            return Optional.of(new Mirror(place, root, arrays));
        }

        /** The scopes of the model that a tree may mirror: all of it, or the part that is named behind the collection. */
        private static Stream<List<String>> roots(List<String> place) {
            return Stream.concat(Stream.of(List.<String>of(), WHOLE_MODEL),
                    IntStream.rangeClosed(2, Math.min(place.size(), MAX_ROOT)).mapToObj(end -> place.subList(1, end)))
                    .distinct();
        }

        /** The array of the model that an entry belongs to. A part of a model is mirrored in its shapes only. */
        private Optional<Entry> counterpart(List<String> root, Entry entry, int depth) {
            return Optional.ofNullable(
                    model.get(Stream.concat(root.stream(), inside(entry, depth).stream()).toList()))
                    .filter(array -> root.isEmpty() || array.spec().shape().equals(entry.spec().shape()));
        }

        private static List<String> inside(Entry entry, int depth) {
            List<String> place = whole(entry.path());
            return place.subList(depth, place.size());
        }
    }
}
