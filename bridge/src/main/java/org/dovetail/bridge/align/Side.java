package org.dovetail.bridge.align;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.rules.Kinds;
import org.dovetail.bridge.rules.Style;
import org.dovetail.bridge.rules.Units;

/**
 * One side of an alignment: its items, where they stand, and how the user's lines name them.
 *
 * @param what how messages call it
 * @param style its library
 * @param items what is matched
 * @param places where the items stand
 */
record Side(String what, Style style, List<Item> items, List<Place> places) {
    private static final Pattern SLICE = Pattern.compile("(.*)\\[(\\d{1,6})]");

    static Side of(String what, Style style, List<Item> items, Kinds kinds) {
        return new Side(what, style, items, Places.of(style, items, kinds));
    }

    int size() { return items.size(); }

    /**
     * The items that a path in a line of the user's names: a layer, one of a stack's layers, or every layer in a scope.
     *
     * @param path the path as typed
     * @return their indices; empty when nothing is called so
     */
    List<Integer> named(String path) {
        Matcher slice = SLICE.matcher(path);
        boolean indexed = slice.matches();
        List<String> typed = components(indexed ? slice.group(1) : path);
        List<Integer> exact = IntStream.range(0, size()).filter(i -> isCalled(i, typed)).boxed().toList();
        if (indexed) {
            return exact.stream().filter(i -> items.get(i).slice() == Integer.parseInt(slice.group(2))).toList();
        }
        if (!exact.isEmpty()) {
            return exact;
        }
        return IntStream.range(0, size()).filter(
                i -> startsWith(places.get(i).components(), typed) || startsWith(items.get(i).unit().path(), typed))
                .boxed().toList();
    }

    /** A path without the number of a stack's layer behind it. */
    static String withoutSlice(String path) {
        Matcher slice = SLICE.matcher(path);
        return slice.matches() ? slice.group(1) : path;
    }

    /** The scope around an item, so many names deep, as users write it. */
    String scope(int item, int depth) {
        return String.join(style == Style.HAIKU ? "/" : ".", places.get(item).components().subList(0, depth));
    }

    /** The array that a path names. */
    Optional<EntryPath> entry(String path) {
        List<String> typed = components(path);
        return items.stream().flatMap(item -> item.unit().members().values().stream()).map(entry -> entry.path())
                .filter(entry -> entry.components().equals(typed) || withoutTilde(entry.components()).equals(typed))
                .findFirst();
    }

    /** Names to offer when a line names nothing: those that end alike, else the first few. */
    String suggestions(String path) {
        List<String> typed = components(path);
        List<String> names = items.stream().map(item -> item.unit().name()).distinct().toList();
        List<String> alike = names.stream().filter(name -> last(components(name)).equals(last(typed))).toList();
        List<String> shown = (alike.isEmpty() ? names : alike).stream().limit(4).toList();
        return String.join(", ", shown) + (shown.size() < names.size() ? ", …" : "");
    }

    private boolean isCalled(int item, List<String> typed) {
        return items.get(item).unit().path().equals(typed) || places.get(item).components().equals(typed);
    }

    private List<String> components(String path) {
        List<String> all = new ArrayList<>(
                Arrays.asList(path.split(style == Style.HAIKU || path.contains("/") ? "/+" : "\\.")));
        if (all.size() > 1 && Units.isModel(all.getFirst())
                && items.stream().noneMatch(item -> startsWith(item.unit().path(), List.of(all.getFirst())))) {
            all.removeFirst();
        }
        return all;
    }

    private static List<String> withoutTilde(List<String> components) {
        return components.stream().filter(component -> !component.equals("~")).toList();
    }

    private static String last(List<String> components) { return components.isEmpty() ? "" : components.getLast(); }

    private static boolean startsWith(List<String> path, List<String> scope) {
        return path.size() > scope.size() && path.subList(0, scope.size()).equals(scope);
    }
}
