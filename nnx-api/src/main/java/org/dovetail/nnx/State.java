package org.dovetail.nnx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.tree.PrintedTree;
import org.dovetail.core.tree.TreeNode;
import org.jspecify.annotations.Nullable;

/**
 * The values of Variables by path: {@code nnx.State}, but a snapshot that never changes, not an alias of the model. A pytree whose leaves are in the order of their paths.
 *
 * <p>
 * It prints as the nested tree of names and shapes; a random key counts as one element.
 */
public final class State implements TreeNode {
    /**
     * One value.
     *
     * @param path where its Variable stands
     * @param type the Variable's class
     * @param value the value
     */
    public record Entry(Path path, Class<? extends Variable> type, Tensor value) {}

    private record Place(Path path, Class<? extends Variable> type) {}

    private record Places(List<Place> places) implements Structure {
        @Override
        public State build(List<? extends @Nullable Object> parts) {
            List<Entry> entries = new ArrayList<>(places.size());
            for (int i = 0; i < places.size(); i++) {
                Place place = places.get(i);
                if (!(parts.get(i) instanceof Tensor value)) {
                    throw new IllegalArgumentException(
                            "State: a tensor is expected at " + place.path + "; got " + parts.get(i));
                }
                entries.add(new Entry(place.path, place.type, value));
            }
            return new State(List.copyOf(entries));
        }
    }

    private final List<Entry> entries;

    private State(List<Entry> entries) { this.entries = entries; }

    /** A state of some entries, in any order. */
    static State of(List<Entry> entries) {
        List<Entry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparing(Entry::path));
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i).path.equals(sorted.get(i - 1).path)) {
                throw new IllegalArgumentException("State: two values are given for " + sorted.get(i).path
                        + "; merge states of different Variables");
            }
        }
        return new State(List.copyOf(sorted));
    }

    /**
     * A state of plain values, such as a checkpoint gives.
     *
     * @param values tensors by path, as {@code blocks.0.kernel}; digits alone are the index of a list
     * @return the state; its Variables are of no particular class
     */
    public static State of(Map<String, ? extends Tensor> values) {
        List<Entry> entries = new ArrayList<>();
        values.forEach((path, value) -> entries.add(new Entry(Path.of(path), Variable.class, value)));
        return of(entries);
    }

    /**
     * The values in the order of their paths, as {@code state.flat_state()}.
     *
     * @return the entries
     */
    public List<Entry> entries() { return entries; }

    /**
     * The values by path.
     *
     * @return a map in the order of the paths
     */
    public SequencedMap<Path, Tensor> flat() {
        SequencedMap<Path, Tensor> flat = new LinkedHashMap<>();
        entries.forEach(entry -> flat.put(entry.path, entry.value));
        return Collections.unmodifiableSequencedMap(flat);
    }

    /**
     * How many values there are.
     *
     * @return the number
     */
    public int size() { return entries.size(); }

    /**
     * The value at a path.
     *
     * @param path the path, as {@code blocks.0.kernel}
     * @return the value
     * @throws IllegalArgumentException if there is none, naming those that are there
     */
    public Tensor get(String path) {
        Path wanted = Path.of(path);
        return entries.stream().filter(entry -> entry.path.equals(wanted)).findFirst().map(Entry::value)
                .orElseThrow(() -> new IllegalArgumentException("State: there is no value at " + path + "; there are "
                        + entries.stream().map(Entry::path).toList()));
    }

    /**
     * The values that a filter takes.
     *
     * @param filter the filter
     * @return the smaller state
     */
    public State filter(Filter filter) {
        return new State(entries.stream().filter(entry -> filter.matches(entry.path, entry.type)).toList());
    }

    @Override
    public List<Tensor> children() { return entries.stream().map(Entry::value).toList(); }

    @Override
    public Structure structure() {
        return new Places(entries.stream().map(entry -> new Place(entry.path, entry.type)).toList());
    }

    @Override
    public List<String> names() { return entries.stream().map(entry -> entry.path.toString()).toList(); }

    @Override
    public String toString() {
        Map<Object, Object> tree = new TreeMap<>(Path::compare);
        entries.forEach(entry -> put(tree, entry.path.keys(), shape(entry)));
        return PrintedTree.of(tree);
    }

    @SuppressWarnings("unchecked") // the maps within were made here
    private static void put(Map<Object, Object> tree, List<Object> keys, Shape shape) {
        if (keys.size() <= 1) {
            tree.put(keys.isEmpty() ? "" : keys.getFirst(), shape);
            return;
        }
        Object inner = tree.computeIfAbsent(keys.getFirst(), _ -> new TreeMap<>(Path::compare));
        put((Map<Object, Object>) inner, keys.subList(1, keys.size()), shape);
    }

    private static Shape shape(Entry entry) {
        Shape shape = entry.value.shape();
        return entry.type == RngKey.class ? shape.leading(shape.rank() - 1) : shape;
    }
}
