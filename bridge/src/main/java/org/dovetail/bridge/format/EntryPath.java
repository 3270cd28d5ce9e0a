package org.dovetail.bridge.format;

import java.util.ArrayList;
import java.util.List;

/**
 * Where an array stands in a checkpoint, apart from how a file spells it.
 *
 * <p>
 * Haiku's {@code params["model/~/linear"]["w"]} is {@code (params, [model, ~, linear], w)}; NNX's {@code blocks[0].linear.kernel} is {@code ("", [blocks, 0, linear], kernel)}.
 *
 * @param collection the first component of files that hold several collections, as {@code params} or {@code state}; empty for bare ones
 * @param scope the modules from the outside in
 * @param name the array's own name
 */
public record EntryPath(String collection, List<String> scope, String name) implements Comparable<EntryPath> {
    /** The collection of parameters. */
    public static final String PARAMS = "params";
    /** The collection of an NNX model in a file that has an optimizer's state beside it. */
    public static final String MODEL = "model";
    /** The collection of what an optimizer keeps. */
    public static final String OPTIMIZER_STATE = "opt_state";
    /** The number of steps that an optimizer has taken, beside its model. */
    public static final String STEP = "step";
    /** The collection of non-parameter state. */
    public static final String STATE = "state";

    /** Copies the scope. */
    public EntryPath {
        scope = List.copyOf(scope);
    }

    /**
     * A path in a bare file.
     *
     * @param components the scope and, last, the name
     * @return the path
     */
    public static EntryPath of(String... components) {
        List<String> all = List.of(components);
        return new EntryPath("", all.subList(0, all.size() - 1), all.getLast());
    }

    /**
     * The scope and the name.
     *
     * @return all components but the collection
     */
    public List<String> components() {
        List<String> all = new ArrayList<>(scope);
        all.add(name);
        return all;
    }

    /**
     * The same place in another collection.
     *
     * @param other the collection, or empty
     * @return the path
     */
    public EntryPath in(String other) { return new EntryPath(other, scope, name); }

    /** Orders by scope, then name: positions by value, as {@code flax.nnx.State} does, and before names; then collection. */
    @Override
    public int compareTo(EntryPath other) {
        int scopes = compareComponents(scope, other.scope);
        int names = scopes != 0 ? scopes : compareComponent(name, other.name);
        return names != 0 ? names : collection.compareTo(other.collection);
    }

    /**
     * Compares two scopes component by component.
     *
     * @param a a scope
     * @param b a scope
     * @return as {@link java.util.Comparator#compare}
     */
    public static int compareComponents(List<String> a, List<String> b) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int order = compareComponent(a.get(i), b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.size(), b.size());
    }

    private static int compareComponent(String a, String b) {
        if (isIndex(a) != isIndex(b)) {
            return isIndex(a) ? -1 : 1;
        }
        int order = isIndex(a) ? Integer.compare(a.length(), b.length()) : 0;
        return order != 0 ? order : a.compareTo(b);
    }

    /**
     * Whether a component is a position in a list: decimal digits without leading zeros, at most nine.
     *
     * @param component the component
     * @return true when it is
     */
    public static boolean isIndex(String component) {
        return !component.isEmpty() && component.length() <= 9 && component.chars().allMatch(c -> c >= '0' && c <= '9')
                && (component.length() == 1 || component.charAt(0) != '0');
    }

    /** The path as messages print it: {@code params/model/~/linear/w}. */
    @Override
    public String toString() {
        String inside = String.join("/", components());
        return collection.isEmpty() ? inside : collection + "/" + inside;
    }
}
