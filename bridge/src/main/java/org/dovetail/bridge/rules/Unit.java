package org.dovetail.bridge.rules;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.core.TensorSpec;

/**
 * A layer of a checkpoint: the arrays that belong together, by role.
 *
 * @param style the library
 * @param path the layer's place: its scope, or for an array of its own the scope and the name
 * @param members the arrays by role; the only role is empty for an array of its own
 * @param layers how many layers the arrays hold along their first axis; 0 when they hold one, without such an axis
 */
public record Unit(Style style, List<String> path, SequencedMap<String, Entry> members, int layers) {
    /** The role of an array that is a unit by itself. */
    public static final String SELF = "";

    /** Copies the collections. */
    public Unit {
        path = List.copyOf(path);
        members = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(members));
    }

    /**
     * Whether this is an array that no rule knows more about.
     *
     * @return true for a unit by itself
     */
    public boolean isRaw() { return members.size() == 1 && members.containsKey(SELF); }

    /**
     * Compares two layers of one checkpoint by their places, then by their first arrays.
     *
     * @param a a layer
     * @param b a layer
     * @return as {@link java.util.Comparator#compare}
     */
    public static int inOrder(Unit a, Unit b) {
        int places = EntryPath.compareComponents(a.path, b.path);
        return places != 0 ? places : a.first().compareTo(b.first());
    }

    /**
     * Where its first array stands.
     *
     * @return the path
     */
    public EntryPath first() { return members.firstEntry().getValue().path(); }

    /**
     * Dtypes and shapes of one layer.
     *
     * @return the specs by role, without the axis of the layers
     */
    public Map<String, TensorSpec> specs() {
        return members.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> {
            TensorSpec spec = e.getValue().spec();
            return layers == 0 ? spec : spec.withShape(spec.shape().withoutFirst());
        }));
    }

    /**
     * Dtypes and shapes of the arrays as they are.
     *
     * @return the specs by role, those of a stack with the axis of its layers
     */
    public Map<String, TensorSpec> wholeSpecs() {
        return members.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().spec()));
    }

    /**
     * The same arrays seen as several layers along their first axis, as {@code nnx.vmap} makes them.
     *
     * @param count how many layers
     * @return the unit, or empty when an array has no first axis of that extent
     */
    public Optional<Unit> withLayers(int count) {
        return members.values().stream().map(Entry::spec)
                .allMatch(spec -> spec.shape().rank() > 0 && spec.shape().extent(0) == count)
                        ? Optional.of(new Unit(style, path, members, count))
                        : Optional.empty();
    }

    /**
     * The place as a user writes it: slashes in Haiku, dots in NNX, and one dot for the root.
     *
     * @return the path
     */
    public String name() { return path.isEmpty() ? "." : String.join(separator(), path); }

    private String separator() { return style == Style.HAIKU ? "/" : "."; }

    /** The layer as messages print it: {@code critic/linear_2/{w f32[64,1], b f32[1]}}. */
    @Override
    public String toString() {
        if (isRaw()) {
            return name() + " " + members.firstEntry().getValue().spec();
        }
        List<String> parts = new ArrayList<>();
        members.forEach((role, entry) -> parts.add(role + " " + entry.spec()));
        return (path.isEmpty() ? "" : name() + separator()) + "{" + String.join(", ", parts) + "}";
    }
}
