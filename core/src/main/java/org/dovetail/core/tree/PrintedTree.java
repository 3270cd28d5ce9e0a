package org.dovetail.core.tree;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;

/** Names and shapes of a nested tree, as Python prints a dict of tuples with {@code pprint}: within 80 columns, keys sorted. */
public final class PrintedTree {
    private static final int WIDTH = 80;

    private final StringBuilder text = new StringBuilder();

    private PrintedTree() {}

    /**
     * Prints a tree.
     *
     * @param tree keys are strings or integers, values shapes, tensors or trees of the same kind
     * @return the text, without a newline at its end
     * @throws IllegalArgumentException if there is anything else in it
     */
    public static String of(Map<?, ?> tree) {
        PrintedTree printed = new PrintedTree();
        printed.print(tree, 0, 0);
        return printed.text.toString();
    }

    /**
     * Prints a value, on one line if that fits.
     *
     * @param indent the column at which it begins
     * @param behind how many characters follow its end on the same line
     */
    private void print(Object value, int indent, int behind) {
        String line = inLine(value);
        if (line.length() <= WIDTH - indent - behind) {
            text.append(line);
            return;
        }
        switch (value) {
            case Map<?, ?> map -> dict(map, indent, behind);
            case Tensor tensor -> tuple(tensor.shape().extents(), indent);
            case Shape(List<Integer> extents) -> tuple(extents, indent);
            default -> text.append(line);
        }
    }

    private void dict(Map<?, ?> map, int indent, int behind) {
        text.append('{');
        Iterator<? extends Map.Entry<?, ?>> entries = sorted(map).entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<?, ?> entry = entries.next();
            String key = key(entry.getKey());
            text.append(key).append(": ");
            print(entry.getValue(), indent + 1 + key.length() + 2, entries.hasNext() ? 1 : behind + 1);
            if (entries.hasNext()) {
                text.append(",\n").repeat(" ", indent + 1);
            }
        }
        text.append('}');
    }

    private void tuple(List<Integer> extents, int indent) {
        text.append(
                extents.stream().map(String::valueOf).collect(Collectors.joining(",\n" + " ".repeat(indent + 1), "(",
                        extents.size() == 1 ? ",)" : ")")));
    }

    private static String inLine(Object value) {
        return switch (value) {
            case Map<?, ?> map -> sorted(map).entrySet().stream()
                    .map(entry -> key(entry.getKey()) + ": " + inLine(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
            case Shape(List<Integer> extents) -> extents.size() == 1
                    ? "(" + extents.getFirst() + ",)"
                    : extents.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
            case Tensor tensor -> inLine(tensor.shape());
            default -> throw new IllegalArgumentException("a tree of shapes is expected; got " + value);
        };
    }

    private static SortedMap<Object, Object> sorted(Map<?, ?> map) { return new TreeMap<>(map); }

    private static String key(Object key) {
        if (!(key instanceof String name)) {
            return key.toString();
        }
        char quote = name.contains("'") && !name.contains("\"") ? '"' : '\'';
        String escaped = name.replace("\\", "\\\\").replace("\n", "\\n");
        return quote + (quote == '\'' ? escaped.replace("'", "\\'") : escaped) + quote;
    }
}
