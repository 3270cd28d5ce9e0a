package org.dovetail.nnx;

import java.util.List;
import java.util.Map;
import org.dovetail.nnx.internal.Attribute;
import org.jspecify.annotations.Nullable;

/** What a function did to the structure of its arguments: done again, at each cached call, to that call's arguments. The values come from the walk after it, in order. */
sealed interface Change {
    /** The number of the node that changed. */
    int node();

    /**
     * A module trains, or no longer does.
     *
     * @param node the module
     * @param training whether it trains
     */
    record Training(int node, boolean training) implements Change {}

    /**
     * A field has another value.
     *
     * @param node the module or Variable
     * @param attribute the field
     */
    record Field(int node, Attribute attribute) implements Change {}

    /**
     * A list has other elements.
     *
     * @param node the list
     * @param size how many
     */
    record Elements(int node, int size) implements Change {}

    /**
     * A map has other entries.
     *
     * @param node the map
     * @param keys its keys
     */
    record Entries(int node, List<Object> keys) implements Change {}

    /**
     * Does it again.
     *
     * @param target the node of this call
     * @param values the new values, as many as {@link #values()} says
     */
    @SuppressWarnings("unchecked") // a node keeps its kind, and the elements were its own
    default void replay(Object target, List<? extends @Nullable Object> values) {
        switch (this) {
            case Training(_, boolean training) -> ((Module) target).setTraining(training);
            case Field(_, Attribute attribute) -> attribute.set(target, values.getFirst());
            case Elements _ -> {
                List<@Nullable Object> list = (List<@Nullable Object>) target;
                list.clear();
                list.addAll(values);
            }
            case Entries(_, List<Object> keys) -> {
                Map<Object, @Nullable Object> map = (Map<Object, @Nullable Object>) target;
                map.clear();
                for (int i = 0; i < keys.size(); i++) {
                    map.put(keys.get(i), values.get(i));
                }
            }
        }
    }

    /** How many values it needs. */
    default int values() {
        return switch (this) {
            case Training _ -> 0;
            case Field _ -> 1;
            case Elements(_, int size) -> size;
            case Entries(_, List<Object> keys) -> keys.size();
        };
    }
}
