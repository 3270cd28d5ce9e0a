package org.dovetail.bridge.align;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an item stands, as the laws see it: its path with numbers told apart from names.
 *
 * @param components the path as written, without {@code ~}
 * @param parts the path with list positions and numbers taken from the names
 * @param given whether the author chose the item's own name
 */
record Place(List<String> components, List<Part> parts, boolean given) {
    /**
     * One step of a path.
     *
     * @param name the name; of numbered siblings, what they have in common
     * @param number its number among them; -1 when it is not numbered
     * @param inList whether the number is a position in a list
     * @param ordinal the ordinal that the author wrote, or null
     */
    record Part(String name, int number, boolean inList, @Nullable Ordinal ordinal) {
        boolean isNumbered() { return number >= 0; }

        String pattern() { return isNumbered() ? name + "#" : name; }
    }

    Place {
        components = List.copyOf(components);
        parts = List.copyOf(parts);
    }

    Part own() { return parts.getLast(); }

    List<Part> enclosing() { return parts.subList(0, parts.size() - 1); }

    /** The enclosing scopes with {@code #} for numbers: equal for all blocks of a kind. */
    String pattern() {
        return String.join("/", enclosing().stream().map(Part::pattern).toList());
    }

    /** The enclosing scopes up to the n-th numbered one, that one included, with {@code #} for numbers. */
    String pattern(int level) {
        List<String> names = new ArrayList<>();
        int seen = -1;
        for (Part part : enclosing()) {
            names.add(part.pattern());
            if (part.isNumbered() && ++seen == level) {
                break;
            }
        }
        return String.join("/", names);
    }

    /** What follows the n-th numbered scope: the attribute within a block. */
    String rest(int level) {
        int seen = -1;
        for (int i = 0; i < parts.size() - 1; i++) {
            if (parts.get(i).isNumbered() && ++seen == level) {
                return text(parts.subList(i + 1, parts.size()));
            }
        }
        return text(parts);
    }

    /** The numbers of the enclosing numbered scopes, from the outside in. */
    int[] numbers() {
        return enclosing().stream().filter(Part::isNumbered).mapToInt(Part::number).toArray();
    }

    /** The enclosing scopes, numbers included. */
    String parent() { return text(enclosing()); }

    private static String text(List<Part> parts) {
        return String.join("/", parts.stream()
                .map(part -> part.isNumbered() ? part.name() + "#" + part.number() : part.name()).toList());
    }
}
