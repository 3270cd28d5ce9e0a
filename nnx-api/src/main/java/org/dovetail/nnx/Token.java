package org.dovetail.nnx;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the front end notes down of a walk besides layouts and static values, which stand for themselves.
 *
 * <p>
 * A module is its layout, whether it trains, and its attributes; a Variable its layout and its metadata; lists and maps their token and their elements.
 */
sealed interface Token {
    /** No value. */
    record Null() implements Token {}

    /** A tensor among the arguments. */
    record Leaf() implements Token {}

    /** A module or Variable within a tree of tensors, in whose structure this stands. */
    record Node() implements Token {}

    /**
     * A node that was met before.
     *
     * @param node its number
     */
    record Ref(int node) implements Token {
        private static final List<Ref> FIRST = IntStream.range(0, 256).mapToObj(Ref::new).toList();

        static Ref of(int node) { return node < FIRST.size() ? FIRST.get(node) : new Ref(node); }
    }

    /**
     * An object that a class captured, as the instance around it: the same when it is the same object.
     *
     * @param object the object
     */
    record Captured(Object object) implements Token {
        @Override
        @SuppressWarnings("ReferenceEquality") // nothing is known of its equals
        public boolean equals(Object other) { return other instanceof Captured(Object that) && that == object; }

        @Override
        public int hashCode() { return System.identityHashCode(object); }
    }

    /**
     * A list; its elements follow.
     *
     * @param size how many
     * @param kind how to build it
     */
    record OfList(int size, ListKind kind) implements Token {}

    /**
     * A map; its values follow, by keys in the order of State.
     *
     * @param keys the keys in the map's own order
     * @param kind how to build it
     */
    record OfMap(List<Object> keys, MapKind kind) implements Token {
        List<Object> sorted() {
            List<Object> sorted = new ArrayList<>(keys);
            sorted.sort(Path::compare);
            return sorted;
        }
    }

    /** What class a list is built as. */
    enum ListKind {
        GROWING, FIXED;

        static ListKind of(List<?> list) { return list instanceof ArrayList ? GROWING : FIXED; }

        /** A list over elements that are still to come. */
        List<@Nullable Object> over(List<@Nullable Object> elements) {
            return this == GROWING ? elements : Collections.unmodifiableList(elements);
        }
    }

    /** What class a map is built as. */
    enum MapKind {
        TREE, LINKED, HASH, FIXED;

        static MapKind of(Map<?, ?> map) {
            return switch (map) {
                case TreeMap<?, ?> _ -> TREE;
                case LinkedHashMap<?, ?> _ -> LINKED;
                case HashMap<?, ?> _ -> HASH;
                default -> FIXED;
            };
        }

        /** An empty map to fill. */
        Map<Object, @Nullable Object> backing() {
            return switch (this) {
                case TREE -> new TreeMap<>();
                case HASH -> new HashMap<>();
                case LINKED, FIXED -> new LinkedHashMap<>();
            };
        }

        /** The map over one that is still to fill. */
        Map<Object, @Nullable Object> over(Map<Object, @Nullable Object> backing) {
            return this == FIXED ? Collections.unmodifiableMap(backing) : backing;
        }
    }

    /** The token of no value. */
    Null NULL = new Null();

    /** The token of a tensor. */
    Leaf LEAF = new Leaf();

    /** The token of a node within a tree. */
    Node NODE = new Node();

    /**
     * The streams of {@link Rngs}; one follows for each name.
     *
     * @param names the names, sorted
     */
    record OfStreams(List<String> names) implements Token {
        static OfStreams of(Collection<String> names) { return new OfStreams(List.copyOf(names)); }
    }
}
