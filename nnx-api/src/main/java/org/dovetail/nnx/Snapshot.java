package org.dovetail.nnx;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.dovetail.nnx.internal.Attribute;
import org.dovetail.nnx.internal.ModuleLayout;
import org.jspecify.annotations.Nullable;

/** The fields and elements of the nodes of some arguments before a function runs, to tell what it changed, and to undo it. */
final class Snapshot {
    private final List<Node> nodes;

    /** A node as it was. */
    private sealed interface Node {
        record OfFields(Object object, ModuleLayout layout, boolean training, List<@Nullable Object> values)
                implements
                    Node {}

        record OfList(List<?> list, List<@Nullable Object> elements) implements Node {}

        record OfMap(Map<?, ?> map, Map<Object, @Nullable Object> entries) implements Node {}
    }

    Snapshot(List<Object> nodes) { this.nodes = nodes.stream().map(Snapshot::node).toList(); }

    private static Node node(Object node) {
        return switch (node) {
            case Variable variable ->
                fields(variable, Variable.LAYOUTS.get(variable.getClass()), false);
            case Module module ->
                fields(module, Module.LAYOUTS.get(module.getClass()), module.isTraining());
            case List<?> list -> new Node.OfList(list, new ArrayList<>(list));
            case Map<?, ?> map -> new Node.OfMap(map, new LinkedHashMap<>(map));
            default -> throw new IllegalStateException("no node: " + node.getClass());
        };
    }

    private static Node fields(Object object, ModuleLayout layout, boolean training) {
        List<@Nullable Object> values = new ArrayList<>(layout.attributes().size());
        for (Attribute attribute : layout.attributes()) {
            values.add(attribute.get(object));
        }
        return new Node.OfFields(object, layout, training, values);
    }

    /**
     * What has changed since; new values are walked.
     *
     * @param walk meets the new values, in the order in which the changes need them
     * @param paths where each node stands, for refusals
     */
    List<Change> changes(Walk walk, List<Path> paths) {
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            switch (nodes.get(i)) {
                case Node.OfFields before -> addFields(i, before, walk, paths.get(i), changes);
                case Node.OfList(List<?> list, List<@Nullable Object> elements) -> {
                    if (!isSame(list, elements)) {
                        changes.add(repeatable(new Change.Elements(i, list.size()), list, new ArrayList<>(list),
                                paths.get(i)));
                        list.forEach(walk::value);
                    }
                }
                case Node.OfMap(Map<?, ?> map, Map<Object, @Nullable Object> entries) -> {
                    if (!isSame(map, entries)) {
                        changes.add(repeatable(new Change.Entries(i, List.copyOf(map.keySet())), map,
                                new ArrayList<>(map.values()), paths.get(i)));
                        map.values().forEach(walk::value);
                    }
                }
            }
        }
        return changes;
    }

    /** The change, unless a list or map does not let itself be changed: it is given what it has. */
    private static Change repeatable(Change change, Object target, List<? extends @Nullable Object> values, Path path) {
        try {
            change.replay(target, values);
            return change;
        } catch (UnsupportedOperationException e) {
            throw new IllegalStateException("jit: the unmodifiable list or map at " + path
                    + " was changed while the function ran, which calls that use the kept graph cannot do again. "
                    + "Hold an ArrayList or a TreeMap", e);
        }
    }

    private static void addFields(int node, Node.OfFields before, Walk walk, Path path, List<Change> changes) {
        if (before.object instanceof Module module && module.isTraining() != before.training) {
            changes.add(new Change.Training(node, module.isTraining()));
        }
        List<Attribute> attributes = before.layout.attributes();
        for (int i = 0; i < attributes.size(); i++) {
            Attribute attribute = attributes.get(i);
            Object now = attribute.get(before.object);
            if (isSame(now, before.values.get(i))) {
                continue;
            }
            if (attribute.isFinal()) {
                throw new IllegalStateException("jit: the final field " + path.with(attribute.name())
                        + " was changed while the function ran, which calls that use the kept graph cannot do again. "
                        + "Make the field not final");
            }
            changes.add(new Change.Field(node, attribute));
            walk.value(attribute.name(), now);
        }
    }

    /** Whether a field or element holds the same node, or an equal value. */
    @SuppressWarnings("ReferenceEquality") // nodes are told apart by identity
    private static boolean isSame(@Nullable Object now, @Nullable Object before) {
        boolean isNode = now instanceof Module || now instanceof Variable || now instanceof List<?>
                || now instanceof Map<?, ?>;
        return isNode ? now == before : Objects.equals(now, before);
    }

    private static boolean isSame(List<?> now, List<@Nullable Object> before) {
        if (now.size() != before.size()) {
            return false;
        }
        for (int i = 0; i < now.size(); i++) {
            if (!isSame(now.get(i), before.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSame(Map<?, ?> now, Map<Object, @Nullable Object> before) {
        return isSame(List.copyOf(now.keySet()), new ArrayList<>(before.keySet()))
                && isSame(new ArrayList<>(now.values()), new ArrayList<>(before.values()));
    }

    /** Runs some code, and makes everything as it was if that fails. */
    <R extends @Nullable Object> R guard(Supplier<R> code) {
        boolean done = false;
        try {
            R result = code.get();
            done = true;
            return result;
        } finally {
            if (!done) {
                restore();
            }
        }
    }

    /** Makes everything as it was; lists and maps that do not let themselves be changed stay. */
    void restore() {
        for (Node node : nodes) {
            try {
                restore(node);
            } catch (UnsupportedOperationException _) {
                // A view, whose backing may be restored; its change was refused if it counts.
            }
        }
    }

    private static void restore(Node node) {
        switch (node) {
            case Node.OfFields before -> {
                if (before.object instanceof Module module) {
                    module.setTraining(before.training);
                }
                List<Attribute> attributes = before.layout.attributes();
                for (int i = 0; i < attributes.size(); i++) {
                    if (!isSame(attributes.get(i).get(before.object), before.values.get(i))) {
                        attributes.get(i).set(before.object, before.values.get(i));
                    }
                }
            }
            case Node.OfList(List<?> list, List<@Nullable Object> elements) -> {
                if (!isSame(list, elements)) {
                    new Change.Elements(0, elements.size()).replay(list, elements);
                }
            }
            case Node.OfMap(Map<?, ?> map, Map<Object, @Nullable Object> entries) -> {
                if (!isSame(map, entries)) {
                    new Change.Entries(0, new ArrayList<>(entries.keySet())).replay(map,
                            new ArrayList<>(entries.values()));
                }
            }
        }
    }
}
