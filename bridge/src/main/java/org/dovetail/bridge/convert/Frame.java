package org.dovetail.bridge.convert;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.dovetail.bridge.format.Node;
import org.jspecify.annotations.Nullable;

/** A tree without its arrays: which branch is a dict, a tuple or a NamedTuple, and which of them are empty. */
public sealed interface Frame {
    /** An array, or a dict in which nothing but arrays is: names tell all of it. */
    record Plain() implements Frame {}

    /**
     * A plain value.
     *
     * @param value the value, as {@link Node.Scalar} has it
     */
    record Value(@Nullable Object value) implements Frame {}

    /**
     * A branch.
     *
     * @param kind what it is in Python
     * @param type the class of a NamedTuple; else empty
     * @param children what is in it
     */
    record Group(Node.Kind kind, String type, SequencedMap<String, Frame> children) implements Frame {
        /** Copies the children. */
        public Group {
            children = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(children));
        }

        /** Whether nothing is in it, however deep: an {@code optax.EmptyState}, or a {@code MaskedNode} in a dict. */
        boolean isHollow() {
            return children.values().stream().allMatch(child -> child instanceof Group group && group.isHollow());
        }
    }

    /**
     * The frame of a whole tree, with the values in its branches; those at its root stand in files of every kind.
     *
     * @param tree the tree
     * @return its frame
     */
    static Frame of(Node.Branch tree) { return of(tree, true, Node.Kind.DICT, 0); }

    /**
     * The frame of a tree that only serves as a pattern: of its values, the {@code None} of a tuple remains.
     *
     * @param tree the tree
     * @return its frame
     */
    static Frame like(Node.Branch tree) { return of(tree, false, Node.Kind.DICT, 0); }

    private static Frame of(Node node, boolean values, Node.Kind around, int depth) {
        return switch (node) {
            case Node.Leaf _ -> new Plain();
            case Node.Scalar(var value) -> {
                boolean inSequence = switch (around) {
                    case DICT, INT_DICT -> false;
                    case LIST, TUPLE, NAMED -> true;
                };
                yield values && depth > 1 || value == null && inSequence ? new Value(value) : new Plain();
            }
            case Node.Branch branch -> {
                SequencedMap<String, Frame> children = new LinkedHashMap<>();
                branch.children()
                        .forEach((key, child) -> children.put(key, of(child, values, branch.kind(), depth + 1)));
                boolean plain = branch.kind() == Node.Kind.DICT && !children.isEmpty()
                        && children.values().stream().allMatch(Plain.class::isInstance);
                yield plain ? new Plain() : new Group(branch.kind(), branch.type(), children);
            }
        };
    }
}
