package org.dovetail.haiku.internal;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.dovetail.core.Tensor;

/** Names and shapes as Python's {@code pprint} prints them, 80 characters wide. */
public final class PrettyPrint {
    private static final int WIDTH = 80;

    private final StringBuilder text = new StringBuilder();

    private PrettyPrint() {}

    /** The shapes of a collection: module path, name, shape. */
    public static String shapes(SortedMap<String, ? extends SortedMap<String, Tensor>> modules) {
        PrettyPrint print = new PrettyPrint();
        print.dict(modules, 0, 0);
        return print.text.toString();
    }

    private void value(Object value, int indent, int allowance) {
        String whole = repr(value);
        if (whole.length() <= WIDTH - indent - allowance) {
            text.append(whole);
            return;
        }
        switch (value) {
            case Map<?, ?> map -> dict(map, indent, allowance);
            case Tensor tensor -> tuple(tensor.shape().extents(), indent, allowance);
            default -> text.append(whole);
        }
    }

    private void dict(Map<?, ?> map, int indent, int allowance) {
        String whole = repr(map);
        if (whole.length() <= WIDTH - indent - allowance) {
            text.append(whole);
            return;
        }
        text.append('{');
        int left = map.size();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            left--;
            String key = quoted(entry.getKey().toString());
            text.append(key).append(": ");
            value(entry.getValue(), indent + 1 + key.length() + 2, left == 0 ? allowance + 1 : 1);
            if (left > 0) {
                text.append(",\n").repeat(" ", indent + 1);
            }
        }
        text.append('}');
    }

    private void tuple(List<Integer> extents, int indent, int allowance) {
        String end = extents.size() == 1 ? ",)" : ")";
        text.append('(');
        for (int i = 0; i < extents.size(); i++) {
            boolean last = i == extents.size() - 1;
            value(extents.get(i), indent + 1, last ? allowance + end.length() : 1);
            if (!last) {
                text.append(",\n").repeat(" ", indent + 1);
            }
        }
        text.append(end);
    }

    private static String repr(Object value) {
        return switch (value) {
            case Map<?, ?> map -> map.entrySet().stream()
                    .map(entry -> quoted(entry.getKey().toString()) + ": " + repr(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
            case Tensor tensor -> {
                List<Integer> extents = tensor.shape().extents();
                yield extents.stream().map(String::valueOf)
                        .collect(Collectors.joining(", ", "(", extents.size() == 1 ? ",)" : ")"));
            }
            default -> value.toString();
        };
    }

    private static String quoted(String name) {
        char quote = name.contains("'") && !name.contains("\"") ? '"' : '\'';
        String escaped = name.replace("\\", "\\\\").replace("\n", "\\n");
        return quote + (quote == '\'' ? escaped.replace("'", "\\'") : escaped) + quote;
    }
}
