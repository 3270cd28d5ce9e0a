package org.dovetail.core.optim;

import java.util.Map;
import java.util.TreeMap;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.tree.Tree;
import org.dovetail.core.tree.TreeDef;

/**
 * Something for each tensor of a tree: a mask gives truth values, {@link MultiTransform} takes labels.
 *
 * @param <T> what is given
 */
@FunctionalInterface
public interface PerLeaf<T> {
    /**
     * What is given for a tensor.
     *
     * @param path where it stands, as {@code policy.layers[3].w}
     * @param spec its dtype and shape
     * @return the value
     */
    T at(String path, TensorSpec spec);

    /**
     * The same for all.
     *
     * @param value the value
     * @param <T> its type
     * @return the choice
     */
    static <T> PerLeaf<T> all(T value) { return (_, _) -> value; }

    /**
     * What a tree of values has: a value stands for all tensors below its place, so that the tree may be a prefix, as in Python.
     *
     * @param type the class of the values
     * @param values a tree of values
     * @param <T> their type
     * @return the choice, which refuses tensors that no value stands for
     * @throws IllegalArgumentException if there is something else in the tree
     */
    static <T> PerLeaf<T> tree(Class<T> type, Object values) {
        Map<String, T> byPath = new TreeMap<>();
        Tree.of(values).structure().walk("", (path, node) -> {
            if (!(node instanceof TreeDef.Static(Object value) && type.isInstance(value))) {
                throw new IllegalArgumentException("PerLeaf: a tree of " + type.getSimpleName()
                        + " is expected; at " + path + " stands " + node);
            }
            byPath.put(path, type.cast(value));
        });
        return (path, spec) -> above(byPath, path, spec);
    }

    private static <T> T above(Map<String, T> byPath, String path, TensorSpec spec) {
        String prefix = path;
        T found = byPath.get(prefix);
        while (found == null && !prefix.isEmpty()) {
            prefix = prefix.substring(0, Math.max(0, Math.max(prefix.lastIndexOf('.'), prefix.lastIndexOf('['))));
            found = byPath.get(prefix);
        }
        if (found == null) {
            throw new IllegalArgumentException("PerLeaf: nothing is given for " + path + " " + spec
                    + "; the tree has values at " + byPath.keySet());
        }
        return found;
    }
}
