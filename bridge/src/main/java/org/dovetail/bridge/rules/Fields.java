package org.dovetail.bridge.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dovetail.core.TensorSpec;

/**
 * The arrays that a layer has in both libraries.
 *
 * @param inOrder the arrays
 * @param haiku what they are called in Haiku
 * @param nnx what they are called in NNX
 */
record Fields(List<Field> inOrder, Roles haiku, Roles nnx) {
    static Fields of(Field... fields) {
        List<Field> inOrder = List.of(fields);
        return new Fields(inOrder, roles(inOrder, Style.HAIKU), roles(inOrder, Style.NNX));
    }

    private static Roles roles(List<Field> fields, Style style) {
        List<String> required = new ArrayList<>();
        List<String> optional = new ArrayList<>();
        fields.forEach(field -> (field.required() ? required : optional).add(field.role(style)));
        return new Roles(required, optional);
    }

    Roles roles(Style style) { return style == Style.HAIKU ? haiku : nnx; }

    /** The roles in a library, in the order of the fields. */
    List<String> names(Style style) {
        return inOrder.stream().map(field -> field.role(style)).toList();
    }

    /** The fit of a layer whose arrays are these fields and nothing else; empty when a side is not the rule's. */
    Optional<Fit> fit(LayerRule rule, Map<String, TensorSpec> haiku, Map<String, TensorSpec> nnx) {
        return rule.accepts(Style.HAIKU, haiku) && rule.accepts(Style.NNX, nnx)
                ? link(haiku, nnx).map(links -> new Fit(rule.kind(), links, Map.of(), Map.of()))
                : Optional.empty();
    }

    /** The links of the fields that are there; empty when one is there on one side alone, or a shape does not fit. */
    Optional<List<Link>> link(Map<String, TensorSpec> haiku, Map<String, TensorSpec> nnx) {
        List<Link> links = new ArrayList<>();
        for (Field field : inOrder) {
            TensorSpec left = haiku.get(field.haiku());
            TensorSpec right = nnx.get(field.nnx());
            if (left != null && right != null) {
                Optional<List<TensorOp>> ops = field.layout().toNnx(left.shape(), right.shape());
                if (ops.isEmpty()) {
                    return Optional.empty();
                }
                links.add(new Link(List.of(field.haiku()), List.of(field.nnx()), ops.get()));
            } else if (left != null || right != null) {
                return Optional.empty();
            }
        }
        return Optional.of(links);
    }

    /** The arrays as the other library has them. */
    Map<String, TensorSpec> counterparts(Style from, Map<String, TensorSpec> specs) {
        Map<String, TensorSpec> other = new HashMap<>();
        for (Field field : inOrder) {
            TensorSpec spec = specs.get(field.role(from));
            if (spec != null) {
                other.put(field.role(from.other()), spec.withShape(from == Style.HAIKU
                        ? field.layout().nnx(spec.shape())
                        : field.layout().haiku(spec.shape())));
            }
        }
        return other;
    }
}
