package org.dovetail.bridge.convert;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.format.KeyScheme;
import org.dovetail.bridge.format.Node;
import org.dovetail.bridge.rules.Style;
import org.jspecify.annotations.Nullable;

/** Puts the arrays to write into the tree that a container takes. */
final class TargetTree {
    /** A branch that grows, or a leaf. */
    private record Growing(SequencedMap<String, Growing> children, @Nullable Node leaf) {
        static Growing branch() { return new Growing(new LinkedHashMap<>(), null); }
    }

    private final KeyScheme scheme;
    private final Style style;
    private final Growing root = Growing.branch();

    TargetTree(KeyScheme scheme, Style style) {
        this.scheme = scheme;
        this.style = style;
    }

    /**
     * Adds an array.
     *
     * @throws PlanMismatchException if its place is taken, or the scheme cannot spell its path
     */
    void add(Entry entry, Node.Numbers numbers) {
        List<String> keys;
        try {
            keys = scheme.keys(entry.path());
        } catch (IllegalArgumentException e) {
            throw new PlanMismatchException(String.valueOf(e.getMessage()));
        }
        Growing at = root;
        for (String key : keys.subList(0, keys.size() - 1)) {
            at = at.children.computeIfAbsent(key, _ -> Growing.branch());
            if (at.leaf != null) {
                throw taken(entry.path());
            }
        }
        if (at.children.put(keys.getLast(),
                new Growing(new LinkedHashMap<>(), new Node.Leaf(entry.spec(), numbers, entry.variable()))) != null) {
            throw taken(entry.path());
        }
    }

    private static PlanMismatchException taken(EntryPath path) {
        return new PlanMismatchException(path + " stands where another array stands; rename one with --map");
    }

    /** Adds a value at the root, if no array or branch is there; GraphCast's keys spell a branch as a key for each of its values. */
    boolean addValue(String key, Node value) {
        if (scheme == KeyScheme.COLON && value instanceof Node.Branch branch) {
            return branch.children().entrySet().stream()
                    .allMatch(child -> addValue(key + ":" + child.getKey(), child.getValue()));
        }
        return root.children.putIfAbsent(key, new Growing(new LinkedHashMap<>(), value)) == null;
    }

    /** The tree, with branches of the kinds that the like file has. */
    Node.Branch build(Optional<Node.Branch> like) {
        return build(root, like.orElse(null));
    }

    private Node.Branch build(Growing branch, @Nullable Node like) {
        SequencedMap<String, Node> nodes = new LinkedHashMap<>();
        branch.children.forEach((key, child) -> nodes.put(key, child.leaf != null
                ? child.leaf
                : build(child, like instanceof Node.Branch known ? known.children().get(key) : null)));
        return new Node.Branch(kind(nodes, like), nodes, "");
    }

    private Node.Kind kind(SequencedMap<String, Node> nodes, @Nullable Node like) {
        boolean indices = !nodes.isEmpty() && nodes.keySet().stream().allMatch(EntryPath::isIndex);
        if (scheme != KeyScheme.NESTED || !indices) {
            return Node.Kind.DICT;
        }
        if (!(like instanceof Node.Branch known)) {
            return style == Style.NNX ? Node.Kind.INT_DICT : Node.Kind.DICT;
        }
        boolean positions = new ArrayList<>(nodes.keySet()).equals(
                IntStream.range(0, nodes.size()).mapToObj(String::valueOf).toList());
        return switch (known.kind()) {
            case DICT, INT_DICT -> known.kind();
            case LIST, TUPLE -> positions ? known.kind() : Node.Kind.INT_DICT;
            case NAMED -> Node.Kind.DICT;
        };
    }
}
