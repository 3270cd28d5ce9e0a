package org.dovetail.bridge.convert;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.format.KeyScheme;
import org.dovetail.bridge.format.Node;
import org.dovetail.bridge.plan.Plan;
import org.dovetail.bridge.rules.Style;
import org.dovetail.bridge.rules.Units;
import org.jspecify.annotations.Nullable;

/** Puts the arrays to write into the tree that a container takes. */
final class TargetTree {
    /** A branch that grows, or a leaf. */
    private record Growing(SequencedMap<String, Growing> children, @Nullable Node leaf) {
        static Growing branch() { return new Growing(new LinkedHashMap<>(), null); }
    }

    private final KeyScheme scheme;
    private final Style style;
    private final Set<List<String>> model;
    private final Growing root = Growing.branch();

    /** A tree for the arrays of a plan. */
    TargetTree(Plan plan) {
        this.scheme = plan.toScheme();
        this.style = plan.to();
        this.model = plan.steps().stream().flatMap(step -> step.targets().stream()).map(Entry::path)
                .filter(path -> path.collection().isEmpty() || Units.isModel(path.collection()))
                .map(EntryPath::components).collect(Collectors.toSet());
    }

    /**
     * Adds an array.
     *
     * @throws PlanMismatchException if its place is taken, or the scheme cannot spell its path
     */
    void add(Entry entry, Node.Numbers numbers) {
        List<String> keys;
        try {
            keys = keys(entry.path());
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

    /** Beside the model, only what repeats the model's names is spelled as the model is: {@code opt_state}, {@code 0}, {@code mu}, {@code net/linear}, {@code w}. */
    private List<String> keys(EntryPath path) {
        if (scheme != KeyScheme.TWO_LEVEL || path.collection().isEmpty() || Units.isModel(path.collection())) {
            return scheme.keys(path);
        }
        List<String> components = path.components();
        int mirrored = IntStream.range(0, components.size())
                .filter(i -> model.contains(components.subList(i, components.size()))).findFirst()
                .orElse(components.size() - 1);
        List<String> keys = new ArrayList<>(List.of(path.collection()));
        keys.addAll(components.subList(0, mirrored));
        if (mirrored < components.size() - 1) {
            keys.add(String.join("/", components.subList(mirrored, components.size() - 1)));
        }
        keys.add(path.name());
        return keys;
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

    /**
     * The tree.
     *
     * @param frame what tells lists from dicts and what is empty; plain where nothing does
     * @param classes whether NamedTuples of a class can be written
     */
    Node.Branch build(Frame frame, Predicate<String> classes) { return build(root, frame, classes); }

    private Node.Branch build(Growing branch, Frame frame, Predicate<String> classes) {
        SequencedMap<String, Frame> known = frame instanceof Frame.Group group
                ? group.children()
                : new LinkedHashMap<>();
        boolean ordered = frame instanceof Frame.Group group && group.kind() != Node.Kind.DICT
                && group.kind() != Node.Kind.INT_DICT;
        SequencedMap<String, Node> nodes = new LinkedHashMap<>();
        if (ordered) {
            known.forEach((key, child) -> node(branch.children.get(key), child, classes)
                    .ifPresent(node -> nodes.put(key, node)));
        }
        branch.children.forEach((key, child) -> node(child, known.getOrDefault(key, new Frame.Plain()), classes)
                .ifPresent(node -> nodes.putIfAbsent(key, node)));
        known.forEach((key, child) -> node(branch.children.get(key), child, classes)
                .ifPresent(node -> nodes.putIfAbsent(key, node)));
        Node.Kind kind = kind(nodes, frame, classes);
        return new Node.Branch(kind, nodes,
                kind == Node.Kind.NAMED && frame instanceof Frame.Group group ? group.type() : "");
    }

    /** What stands in a place: an array or a branch of arrays, or what the frame has there that needs none. */
    private Optional<Node> node(@Nullable Growing grown, Frame frame, Predicate<String> classes) {
        if (grown != null) {
            return Optional.of(grown.leaf != null ? grown.leaf : build(grown, frame, classes));
        }
        return switch (frame) {
            case Frame.Plain() -> Optional.empty();
            case Frame.Value(var value) -> Optional.of(new Node.Scalar(value));
            case Frame.Group group -> group.isHollow() || hasValue(group)
                    ? Optional.of(build(Growing.branch(), group, classes))
                    : Optional.empty();
        };
    }

    private static boolean hasValue(Frame.Group group) {
        return group.children().values().stream().anyMatch(child -> switch (child) {
            case Frame.Plain() -> false;
            case Frame.Value _ -> true;
            case Frame.Group inner -> hasValue(inner);
        });
    }

    private Node.Kind kind(SequencedMap<String, Node> nodes, Frame frame, Predicate<String> classes) {
        boolean indices = nodes.keySet().stream().allMatch(EntryPath::isIndex);
        boolean positions = List.copyOf(nodes.keySet())
                .equals(IntStream.range(0, nodes.size()).mapToObj(String::valueOf).toList());
        if (!(frame instanceof Frame.Group(var kind, var type, var children))) {
            return scheme == KeyScheme.NESTED && style == Style.NNX && indices && !nodes.isEmpty()
                    ? Node.Kind.INT_DICT
                    : Node.Kind.DICT;
        }
        return switch (kind) {
            case DICT -> Node.Kind.DICT;
            case INT_DICT -> indices ? Node.Kind.INT_DICT : Node.Kind.DICT;
            case LIST, TUPLE -> positions ? kind : indices ? Node.Kind.INT_DICT : Node.Kind.DICT;
            case NAMED -> List.copyOf(nodes.keySet()).equals(List.copyOf(children.keySet())) && classes.test(type)
                    ? Node.Kind.NAMED
                    : Node.Kind.DICT;
        };
    }
}
