package org.dovetail.bridge.format;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.dovetail.bridge.internal.json.Json;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.jspecify.annotations.Nullable;

/**
 * The tree of an Orbax item: its {@code _METADATA} tell the keys of each array, and the keys the array's name in the store.
 *
 * @param place the item
 * @param store its values
 * @param texts its texts, by name
 */
record OrbaxTree(Place place, OrbaxStore store, Map<String, Json> texts) {
    static final String TREE = "tree_metadata";
    /** The last key of every array of an {@code nnx.State}. */
    static final String VALUE = "value";
    private static final String PLACEHOLDER = "PLACEHOLDER://";
    private static final int SEQUENCE = 1;
    private static final int MAX_DEPTH = 100;

    /** A branch that grows, or a leaf. */
    private static final class Growing {
        private final SequencedMap<String, Growing> children = new LinkedHashMap<>();
        private boolean sequence = true;
        private @Nullable Node leaf;
    }

    /** Reads the tree that the metadata describe. */
    Node.Branch read(ZarrJson metadata) throws IOException {
        Growing root = new Growing();
        for (Json entry : metadata.object(TREE).object().fields().values()) {
            if (!(entry instanceof Json.Obj object)) {
                throw place.error("an entry of its " + TREE + " is no object");
            }
            add(root, new ZarrJson(place, object));
        }
        return withoutValues(branch(root));
    }

    private void add(Growing root, ZarrJson entry) throws IOException {
        List<String> keys = new ArrayList<>();
        Growing at = root;
        for (ZarrJson key : entry.objects("key_metadata")) {
            String text = key.text("key");
            keys.add(text);
            if (keys.size() > MAX_DEPTH || at.leaf != null) {
                throw place.in(String.join(".", keys)).error(at.leaf != null
                        ? "stands below an array"
                        : "stands more than " + MAX_DEPTH + " keys deep");
            }
            at.sequence &= key.get("key_type") instanceof Json.Num(Number type) && type.longValue() == SEQUENCE;
            at = at.children.computeIfAbsent(text, _ -> new Growing());
        }
        if (at == root || at.leaf != null || !at.children.isEmpty()) {
            throw place.in(String.join(".", keys)).error("has no place of its own in the tree");
        }
        at.leaf = node(String.join(".", keys), entry.object("value_metadata"));
    }

    private Node node(String name, ZarrJson value) throws IOException {
        Place at = place.in(name);
        String type = value.text("value_type");
        boolean skipped = value.get("skip_deserialize") instanceof Json.Bool(boolean skip) && skip;
        if (skipped) {
            return switch (type) {
                case "Dict" -> Node.Branch.dict(new LinkedHashMap<>());
                case "List" -> new Node.Branch(Node.Kind.LIST, new LinkedHashMap<>(), "");
                case "Tuple" -> new Node.Branch(Node.Kind.TUPLE, new LinkedHashMap<>(), "");
                default -> new Node.Scalar(null);
            };
        }
        if (type.equals("string")) {
            if (texts.get(name) instanceof Json.Text(String text)) {
                return new Node.Scalar(text);
            }
            throw at.error("is a text that is not in " + OrbaxFormat.STRINGS);
        }
        Node.Leaf leaf = array(at, name);
        return type.equals("scalar") && leaf.spec().shape().rank() == 0 ? scalar(leaf) : leaf;
    }

    private Node.Leaf array(Place at, String name) throws IOException {
        return ZarrArray.leaf(at, store, name)
                .orElseThrow(() -> at.error("is in the metadata, but not among the arrays"));
    }

    /** A number of Python's, which is written as an array of its widest type; other scalars are NumPy's. */
    private static Node scalar(Node.Leaf leaf) throws IOException {
        DType dtype = leaf.spec().dtype();
        if (dtype != DType.BOOL && dtype != DType.INT64 && dtype != DType.FLOAT64) {
            return leaf;
        }
        try (Arena arena = Arena.ofConfined()) {
            Array number = leaf.numbers().read(arena);
            return new Node.Scalar(switch (dtype) {
                case BOOL -> (Object) (number.longAt(0) != 0);
                case INT64 -> number.longAt(0);
                default -> number.doubleAt(0);
            });
        }
    }

    private static Node.Branch branch(Growing growing) {
        SequencedMap<String, Node> children = new LinkedHashMap<>();
        List<String> positions = IntStream.range(0, growing.children.size()).mapToObj(String::valueOf).toList();
        boolean list = growing.sequence && !positions.isEmpty() && growing.children.keySet().containsAll(positions);
        for (String key : list ? positions : List.copyOf(growing.children.keySet())) {
            Growing child = Objects.requireNonNull(growing.children.get(key));
            children.put(key, child.leaf != null ? child.leaf : branch(child));
        }
        return new Node.Branch(list ? Node.Kind.LIST : Node.Kind.DICT, children, "");
    }

    /** A state saved as such has each array one key deeper than the pure dict; it is read as if it had been that. */
    private static Node.Branch withoutValues(Node.Branch root) {
        Predicate<Node> isValue = node -> node instanceof Node.Branch branch && branch.kind() == Node.Kind.DICT
                && branch.children().size() == 1 && branch.children().get(VALUE) instanceof Node.Leaf;
        return hasArray(root) && allArrays(root, isValue) && stripped(root, isValue) instanceof Node.Branch branch
                ? branch
                : root;
    }

    private static boolean hasArray(Node node) {
        return switch (node) {
            case Node.Leaf _ -> true;
            case Node.Scalar _ -> false;
            case Node.Branch branch -> branch.children().values().stream().anyMatch(OrbaxTree::hasArray);
        };
    }

    private static boolean allArrays(Node.Branch branch, Predicate<Node> isValue) {
        return branch.children().values().stream().allMatch(child -> switch (child) {
            case Node.Leaf _ -> false;
            case Node.Scalar _ -> true;
            case Node.Branch inner -> isValue.test(inner) || allArrays(inner, isValue);
        });
    }

    private static Node stripped(Node node, Predicate<Node> isValue) {
        if (!(node instanceof Node.Branch branch)) {
            return node;
        }
        if (isValue.test(node)) {
            return branch.children().firstEntry().getValue();
        }
        SequencedMap<String, Node> children = new LinkedHashMap<>();
        branch.children().forEach((key, child) -> children.put(key, stripped(child, isValue)));
        return new Node.Branch(branch.kind(), children, branch.type());
    }

    /** The tree of an old checkpoint's one file of msgpack, in which some arrays are named that stand in the store. */
    Node resolved(Node node) throws IOException {
        return switch (node) {
            case Node.Leaf leaf -> leaf;
            case Node.Scalar(String text) when text.startsWith(PLACEHOLDER) -> {
                String name = text.substring(PLACEHOLDER.length());
                yield array(place.in(name), name);
            }
            case Node.Scalar scalar -> scalar;
            case Node.Branch branch -> {
                SequencedMap<String, Node> children = new LinkedHashMap<>();
                for (var child : branch.children().entrySet()) {
                    children.put(child.getKey(), resolved(child.getValue()));
                }
                yield new Node.Branch(branch.kind(), children, branch.type());
            }
        };
    }
}
