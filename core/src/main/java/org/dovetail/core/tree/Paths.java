package org.dovetail.core.tree;

/** Where things stand in a tree, for messages. */
final class Paths {
    private Paths() {}

    /** The path of a part of what has a path, as in {@code policy.layers[3].w}; the root's is empty. */
    static String part(String path, String name) {
        return path.isEmpty() || name.startsWith("[") ? path + name : path + "." + name;
    }
}
