package org.dovetail.nnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dovetail.core.Tensor;
import org.dovetail.core.transform.StaticValue;
import org.dovetail.core.tree.Tree;
import org.dovetail.core.tree.TreeDef;
import org.jspecify.annotations.Nullable;

/** The structure of an optimizer's state, and how its tensors lie in Variables under the paths that flax gives them. */
final class OptTree implements StaticValue {
    /**
     * Where a tensor of the state lies.
     *
     * @param keys the keys of the maps on the way to it
     * @param isOfParameter whether it belongs to one parameter
     */
    private record Place(List<Object> keys, boolean isOfParameter) {}

    private final TreeDef structure;
    private final List<Place> places;
    private final int hash;

    /**
     * The structure of a state.
     *
     * @throws IllegalArgumentException if it is a tensor alone, which has no name
     */
    OptTree(TreeDef structure) {
        this.structure = structure;
        this.hash = structure.hashCode();
        List<Place> found = new ArrayList<>();
        find(structure, List.of(), false, found);
        this.places = List.copyOf(found);
        if (structure instanceof TreeDef.Leaf) {
            throw new IllegalArgumentException("Optimizer: a state with a name for each of its tensors is expected; "
                    + "got a tensor alone. Put it in a record");
        }
    }

    private static void find(TreeDef node, List<Object> keys, boolean isOfParameter, List<Place> found) {
        switch (node) {
            case TreeDef.Leaf _ -> found.add(new Place(keys, isOfParameter));
            case TreeDef.Static _ -> {
            }
            case TreeDef.Branch branch -> {
                for (int i = 0; i < branch.parts().size(); i++) {
                    List<Object> further = new ArrayList<>(keys);
                    further.addAll(keys(branch.names().get(i)));
                    find(branch.parts().get(i), further, isOfParameter || branch.isNode(), found);
                }
            }
        }
    }

    /** The keys that a name in a tree stands for: {@code [0]} and {@code layers.0.kernel} are indices and names. */
    private static List<Object> keys(String name) {
        return Arrays.stream(name.split("[.\\[\\]]+", -1)).filter(part -> !part.isEmpty())
                .flatMap(part -> Path.of(part).keys().stream()).toList();
    }

    /** Variables for the tensors of a state, in maps within maps. */
    Map<Object, Object> variables(List<Tensor> leaves) {
        Map<Object, Object> root = new LinkedHashMap<>();
        for (int i = 0; i < leaves.size(); i++) {
            Place place = places.get(i);
            Tensor value = leaves.get(i);
            Map<Object, Object> map = root;
            for (Object key : place.keys.subList(0, place.keys.size() - 1)) {
                map = within(map, key);
            }
            map.put(place.keys.getLast(), place.isOfParameter ? new OptVariable(value) : new OptArray(value));
        }
        return root;
    }

    @SuppressWarnings("unchecked") // the maps within were made here
    private static Map<Object, Object> within(Map<Object, Object> map, Object key) {
        return (Map<Object, Object>) map.computeIfAbsent(key, _ -> new LinkedHashMap<>());
    }

    /** The state that Variables hold. */
    Object state(Map<Object, Object> variables) {
        return structure.unflatten(places.stream().map(place -> at(variables, place).get()).toList());
    }

    /** Gives Variables the tensors of the next state. */
    void write(Map<Object, Object> variables, Object state) {
        List<Tensor> next = new ArrayList<>(places.size());
        if (!structure.collect(state, next)) {
            throw new IllegalStateException("Optimizer: the transformation gave a state of another structure: "
                    + Tree.difference(structure, Tree.of(state).structure()));
        }
        for (int i = 0; i < next.size(); i++) {
            at(variables, places.get(i)).set(next.get(i));
        }
    }

    private static Variable at(Map<Object, Object> variables, Place place) {
        Object found = variables;
        for (Object key : place.keys) {
            found = found instanceof Map<?, ?> map ? map.get(key) : null;
        }
        if (!(found instanceof Variable variable)) {
            throw new IllegalStateException("Optimizer: a Variable is expected at opt_state." + new Path(place.keys)
                    + "; got " + found);
        }
        return variable;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OptTree that && hash == that.hash && structure.equals(that.structure);
    }

    @Override
    public int hashCode() { return hash; }

    @Override
    public String toString() { return "OptTree of " + places.size(); }
}
