package org.dovetail.core.tree;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.dovetail.core.Tensor;
import org.jspecify.annotations.Nullable;

/** What a branch of a tree is, and how to build one. */
sealed interface Kind {
    /** The branch with some parts. */
    Object build(List<@Nullable Object> parts);

    /** Takes the parts of a branch apart if it is of this kind. */
    boolean collect(@Nullable Object tree, List<TreeDef> parts, List<? super Tensor> leaves);

    /** Whether something has no tensors within, by its class. */
    static boolean isStatic(@Nullable Object tree) {
        return !(tree instanceof Tensor || tree instanceof List || tree instanceof Map || tree instanceof TreeNode
                || tree instanceof Record);
    }

    private static boolean collectAll(List<? extends @Nullable Object> trees, List<TreeDef> parts,
            List<? super Tensor> leaves) {
        if (trees.size() != parts.size()) {
            return false;
        }
        for (int i = 0; i < parts.size(); i++) {
            if (!parts.get(i).collect(trees.get(i), leaves)) {
                return false;
            }
        }
        return true;
    }

    /** A list. */
    record OfList() implements Kind {
        @Override
        public boolean collect(@Nullable Object tree, List<TreeDef> parts, List<? super Tensor> leaves) {
            return tree instanceof List<?> list && collectAll(list, parts, leaves);
        }

        @Override
        public Object build(List<@Nullable Object> parts) {
            return Collections.unmodifiableList(new ArrayList<>(parts));
        }
    }

    /** A map; its keys are sorted. */
    record OfMap(List<Object> keys) implements Kind {
        @Override
        public boolean collect(@Nullable Object tree, List<TreeDef> parts, List<? super Tensor> leaves) {
            if (tree instanceof List || !(tree instanceof Map<?, ?> map) || map.size() != keys.size()) {
                return false;
            }
            return map instanceof SortedMap
                    ? collectSorted(map, parts, leaves)
                    : collectUnsorted(map, parts, leaves);
        }

        /** Goes through the entries, since a sorted map may not be asked for keys of another type. */
        private boolean collectSorted(Map<?, ?> map, List<TreeDef> parts, List<? super Tensor> leaves) {
            int next = 0;
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                if (!keys.get(next).equals(entry.getKey()) || !parts.get(next).collect(entry.getValue(), leaves)) {
                    return false;
                }
                next++;
            }
            return true;
        }

        private boolean collectUnsorted(Map<?, ?> map, List<TreeDef> parts, List<? super Tensor> leaves) {
            for (int i = 0; i < keys.size(); i++) {
                Object part = map.get(keys.get(i));
                if (part == null && !map.containsKey(keys.get(i)) || !parts.get(i).collect(part, leaves)) {
                    return false;
                }
            }
            return true;
        }

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
        public boolean collect(@Nullable Object tree, List<TreeDef> parts, List<? super Tensor> leaves) {
            return tree instanceof Record instance && tree.getClass() == type && !(tree instanceof TreeNode)
                    && collectAll(RecordCodec.of(type).parts(instance), parts, leaves);
        }

        @Override
        public Object build(List<@Nullable Object> parts) { return RecordCodec.of(type).build(parts); }
    }

    /** A node of a class that tells its parts itself. */
    record OfNode(Class<?> type, TreeNode.Structure structure) implements Kind {
        @Override
        public boolean collect(@Nullable Object tree, List<TreeDef> parts, List<? super Tensor> leaves) {
            return tree instanceof TreeNode node && node.getClass() == type && !(tree instanceof List)
                    && !(tree instanceof Map) && structure.equals(node.structure())
                    && collectAll(node.children(), parts, leaves);
        }

        @Override
        public Object build(List<@Nullable Object> parts) { return structure.build(parts); }

        @Override
        public String toString() { return type.getSimpleName(); }
    }
}
