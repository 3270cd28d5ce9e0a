package org.dovetail.nnx;

import java.util.Arrays;
import java.util.List;

/** Which Variables are meant: the filters of {@code flax.nnx.filterlib}. */
public sealed interface Filter {
    /**
     * Variables of a class or of its subclasses.
     *
     * @param type the class
     */
    record OfType(Class<? extends Variable> type) implements Filter {
        @Override
        public String toString() { return type.getSimpleName(); }
    }

    /** All Variables. */
    record Everything() implements Filter {
        @Override
        public String toString() { return "everything()"; }
    }

    /**
     * Those that another filter leaves out.
     *
     * @param filter the other
     */
    record Not(Filter filter) implements Filter {
        @Override
        public String toString() { return "not(" + filter + ")"; }
    }

    /**
     * Those that at least one of some filters takes.
     *
     * @param filters the filters
     */
    record Any(List<Filter> filters) implements Filter {
        @Override
        public String toString() { return "any" + filters; }
    }

    /**
     * Those that all of some filters take.
     *
     * @param filters the filters
     */
    record All(List<Filter> filters) implements Filter {
        @Override
        public String toString() { return "all" + filters; }
    }

    /**
     * Those with a key in their path.
     *
     * @param key the key
     */
    record PathContains(Object key) implements Filter {
        @Override
        public String toString() { return "path(" + key + ")"; }
    }

    /**
     * Variables of a class or of its subclasses, as a type is a filter in Python.
     *
     * @param type the class
     * @return the filter
     */
    static Filter of(Class<? extends Variable> type) { return new OfType(type); }

    /**
     * All Variables, as {@code ...}.
     *
     * @return the filter
     */
    static Filter everything() { return new Everything(); }

    /**
     * Those that a filter leaves out, as {@code nnx.Not}.
     *
     * @param filter the filter
     * @return the opposite
     */
    static Filter not(Filter filter) { return new Not(filter); }

    /**
     * Those that at least one filter takes, as {@code nnx.Any}.
     *
     * @param filters the filters
     * @return the filter
     */
    static Filter any(Filter... filters) { return new Any(Arrays.asList(filters.clone())); }

    /**
     * Those that all filters take, as {@code nnx.All}.
     *
     * @param filters the filters
     * @return the filter
     */
    static Filter all(Filter... filters) { return new All(Arrays.asList(filters.clone())); }

    /**
     * Those with a key in their path, as {@code nnx.PathContains}.
     *
     * @param key a field's name, a map's key, or an Integer for a list's index
     * @return the filter
     */
    static Filter path(Object key) { return new PathContains(key); }

    /**
     * Whether a Variable is meant.
     *
     * @param path its path
     * @param type its class
     * @return true if it is
     */
    default boolean matches(Path path, Class<? extends Variable> type) {
        return switch (this) {
            case OfType(Class<? extends Variable> wanted) -> wanted.isAssignableFrom(type);
            case Everything _ -> true;
            case Not(Filter filter) -> !filter.matches(path, type);
            case Any(List<Filter> filters) -> filters.stream().anyMatch(filter -> filter.matches(path, type));
            case All(List<Filter> filters) -> filters.stream().allMatch(filter -> filter.matches(path, type));
            case PathContains(Object key) -> path.keys().contains(key);
        };
    }
}
