package org.dovetail.core.tree;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a branch of a tree is, and how to build one. */
sealed interface Kind {
    /** The branch with some parts. */
    Object build(List<@Nullable Object> parts);

    /** A list. */
    record OfList() implements Kind {
        @Override
        public Object build(List<@Nullable Object> parts) {
            return Collections.unmodifiableList(new ArrayList<>(parts));
        }
    }

    /** A map; its keys are sorted. */
    record OfMap(List<Object> keys) implements Kind {
        @Override
        public Object build(List<@Nullable Object> parts) {
            SortedMap<Object, @Nullable Object> map = new TreeMap<>();
            for (int i = 0; i < keys.size(); i++) {
                map.put(keys.get(i), parts.get(i));
            }
            return Collections.unmodifiableSortedMap(map);
        }
    }

    /** A record. */
    record OfRecord(Class<?> type) implements Kind {
        @Override
        public Object build(List<@Nullable Object> parts) { return RecordCodec.of(type).build(parts); }
    }

    /** A node of a class that tells its parts itself. */
    final class OfNode implements Kind {
        private final TreeNode prototype;
        private final Object structure;

        OfNode(TreeNode prototype) {
            this.prototype = prototype;
            this.structure = prototype.structure();
        }

        @Override
        public Object build(List<@Nullable Object> parts) { return prototype.withChildren(parts); }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof OfNode node && node.prototype.getClass() == prototype.getClass()
                    && node.structure.equals(structure);
        }

        @Override
        public int hashCode() { return structure.hashCode(); }

        @Override
        public String toString() { return prototype.getClass().getSimpleName(); }
    }
}
