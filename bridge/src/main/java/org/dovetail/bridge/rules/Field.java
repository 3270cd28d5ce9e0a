package org.dovetail.bridge.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dovetail.core.TensorSpec;

/** An array that a layer has in both libraries. */
record Field(String haiku, String nnx, boolean required, Layout layout) {
    String role(Style style) { return style == Style.HAIKU ? haiku : nnx; }

    static Field required(String haiku, String nnx, Layout layout) { return new Field(haiku, nnx, true, layout); }

    static Field optional(String haiku, String nnx, Layout layout) { return new Field(haiku, nnx, false, layout); }

    /** The roles of some fields in a library. */
    static Roles roles(List<Field> fields, Style style) {
        return new Roles(fields.stream().filter(Field::required).map(field -> field.role(style)).toList(),
                fields.stream().filter(field -> !field.required()).map(field -> field.role(style)).toList());
    }

    /** The roles of some fields in a library, in the order of the fields. */
    static List<String> inOrder(List<Field> fields, Style style) {
        return fields.stream().map(field -> field.role(style)).toList();
    }

    /** The fit of a layer whose arrays are these fields and nothing else; empty when a side is not the rule's. */
    static Optional<Fit> fit(LayerRule rule, List<Field> fields, Map<String, TensorSpec> haiku,
            Map<String, TensorSpec> nnx) {
        return rule.accepts(Style.HAIKU, haiku) && rule.accepts(Style.NNX, nnx)
                ? link(fields, haiku, nnx).map(links -> new Fit(rule.kind(), links, Map.of(), Map.of()))
                : Optional.empty();
    }

    /** The links of the fields that are there; empty when one is there on one side alone, or a shape does not fit. */
    static Optional<List<Link>> link(List<Field> fields, Map<String, TensorSpec> haiku, Map<String, TensorSpec> nnx) {
        List<Link> links = new ArrayList<>();
        for (Field field : fields) {
            TensorSpec left = haiku.get(field.haiku);
            TensorSpec right = nnx.get(field.nnx);
            if (left != null && right != null) {
                Optional<List<TensorOp>> ops = field.layout.toNnx(left.shape(), right.shape());
                if (ops.isEmpty()) {
                    return Optional.empty();
                }
                links.add(new Link(List.of(field.haiku), List.of(field.nnx), ops.get()));
            } else if (left != null || right != null) {
                return Optional.empty();
            }
        }
        return Optional.of(links);
    }

    /** The arrays of some fields as the other library has them. */
    static Map<String, TensorSpec> counterparts(List<Field> fields, Style from, Map<String, TensorSpec> specs) {
        Map<String, TensorSpec> other = new HashMap<>();
        for (Field field : fields) {
            TensorSpec spec = specs.get(field.role(from));
            if (spec != null) {
                other.put(field.role(from.other()), spec.withShape(
                        from == Style.HAIKU ? field.layout.nnx(spec.shape()) : field.layout.haiku(spec.shape())));
            }
        }
        return other;
    }
}
