package org.dovetail.haiku;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.dovetail.core.Tensor;
import org.jspecify.annotations.Nullable;

/** Two-level maps as both collections hold them: module path, name, tensor. */
final class Bundles {
    private Bundles() {}

    /** A sorted copy that never changes. */
    static SortedMap<String, SortedMap<String, Tensor>> copy(
            Map<String, ? extends Map<String, ? extends Tensor>> given) {
        SortedMap<String, SortedMap<String, Tensor>> modules = new TreeMap<>();
        given.forEach((path, entries) -> modules.put(path,
                Collections.unmodifiableSortedMap(new TreeMap<String, Tensor>(entries))));
        return Collections.unmodifiableSortedMap(modules);
    }

    static SortedMap<String, SortedMap<String, Tensor>> with(SortedMap<String, SortedMap<String, Tensor>> modules,
            String path, String name, Tensor tensor) {
        SortedMap<String, SortedMap<String, Tensor>> changed = new TreeMap<>(modules);
        SortedMap<String, Tensor> entries = new TreeMap<>(modules.getOrDefault(path, Collections.emptySortedMap()));
        entries.put(name, tensor);
        changed.put(path, entries);
        return copy(changed);
    }

    static Tensor get(String what, SortedMap<String, SortedMap<String, Tensor>> modules, String path, String name) {
        SortedMap<String, Tensor> entries = modules.get(path);
        Tensor tensor = entries == null ? null : entries.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException(missing(what, modules, path, name));
        }
        return tensor;
    }

    static String missing(String what, SortedMap<String, SortedMap<String, Tensor>> modules, String path, String name) {
        SortedMap<String, Tensor> entries = modules.get(path);
        return "there is no " + what + " '" + name + "' of module '" + path + "'; " + (entries != null
                ? "this module has " + entries.keySet()
                : "the modules are " + modules.keySet());
    }

    /** The bundles of new children of a tree, in the order of the paths. */
    static SortedMap<String, SortedMap<String, Tensor>> of(Iterable<String> paths,
            List<? extends @Nullable Object> children) {
        SortedMap<String, SortedMap<String, Tensor>> modules = new TreeMap<>();
        int i = 0;
        for (String path : paths) {
            @SuppressWarnings("unchecked") // a child is a map of tensors, taken apart and built again
            SortedMap<String, Tensor> entries = (SortedMap<String, Tensor>) children.get(i++);
            if (entries == null) {
                throw new IllegalArgumentException("the entries of module '" + path + "' are missing");
            }
            modules.put(path, entries);
        }
        return Collections.unmodifiableSortedMap(modules);
    }

    static List<String> names(SortedMap<String, SortedMap<String, Tensor>> modules) {
        return new ArrayList<>(modules.keySet());
    }
}
