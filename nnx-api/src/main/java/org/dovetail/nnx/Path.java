package org.dovetail.nnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where a Variable stands in a model: the names of fields, the keys of maps and the indices of lists on the way to it.
 *
 * @param keys a String or an Integer for each step
 */
public record Path(List<Object> keys) implements Comparable<Path> {
    private static final Path ROOT = new Path(List.of());

    /** Copies the keys. */
    public Path {
        keys = List.copyOf(keys);
    }

    /**
     * The path of the root.
     *
     * @return the path without keys
     */
    public static Path root() { return ROOT; }

    /**
     * The path that a text names.
     *
     * @param text keys joined by points, as {@code blocks.0.kernel}; digits alone are an index
     * @return the path
     */
    public static Path of(String text) {
        return text.isEmpty() ? ROOT : new Path(Arrays.stream(text.split("\\.", -1)).map(Path::key).toList());
    }

    private static Object key(String text) {
        return text.length() < 10 && text.matches("0|[1-9][0-9]*") ? Integer.valueOf(text) : text;
    }

    /**
     * One step further.
     *
     * @param key a name or an index
     * @return the path
     */
    public Path with(Object key) {
        List<Object> all = new ArrayList<>(keys);
        all.add(key);
        return new Path(all);
    }

    /**
     * The path without its first keys.
     *
     * @param count how many
     * @return the path
     */
    public Path without(int count) { return new Path(keys.subList(count, keys.size())); }

    /**
     * The order of Python's State: key by key, indices as numbers, and before names.
     *
     * @param other another path
     * @return negative when this comes first
     */
    @Override
    public int compareTo(Path other) {
        for (int i = 0; i < Math.min(keys.size(), other.keys.size()); i++) {
            int order = compare(keys.get(i), other.keys.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(keys.size(), other.keys.size());
    }

    static int compare(Object a, Object b) {
        if (a instanceof Integer x && b instanceof Integer y) {
            return x.compareTo(y);
        }
        if (a instanceof Integer || b instanceof Integer) {
            return a instanceof Integer ? -1 : 1;
        }
        return a.toString().compareTo(b.toString());
    }

    @Override
    public String toString() { return keys.stream().map(Object::toString).collect(Collectors.joining(".")); }
}
