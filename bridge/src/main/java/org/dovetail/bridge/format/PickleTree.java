package org.dovetail.bridge.format;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.dovetail.bridge.format.pickle.Budget;
import org.dovetail.bridge.format.pickle.Global;
import org.dovetail.bridge.format.pickle.PickleException;
import org.dovetail.bridge.format.pickle.PyArray;
import org.dovetail.bridge.format.pickle.PyBytes;
import org.dovetail.bridge.format.pickle.PyDType;
import org.dovetail.bridge.format.pickle.PyDict;
import org.dovetail.bridge.format.pickle.PyObject;
import org.dovetail.bridge.format.pickle.PySequence;
import org.dovetail.bridge.format.pickle.PyText;
import org.dovetail.bridge.format.pickle.PyValue;

/**
 * Python values as a tree.
 *
 * <p>
 * A value may be in several places, or in itself, and a tree has every place by itself: so its depth, the number of its nodes and the characters of its paths are bounded.
 */
final class PickleTree {
    /** Deeper than any network, and shallow enough for a recursive descent. */
    static final int MAX_DEPTH = 100;

    static final int MAX_NODES = 1 << 20;
    private static final long MAX_CHARACTERS = 1 << 25;
    private static final List<String> MAPPING = List.of("_mapping");
    private static final List<String> PATHS = List.of("_keys");
    private static final List<String> VALUES = List.of("_values");

    private final Budget nodes = new Budget("values", MAX_NODES);
    private final Budget characters = new Budget("characters of text", MAX_CHARACTERS);
    private final PickleArrays arrays;
    private final Optional<NpySequence> leaves;
    private Place place;

    private PickleTree(Place file, ReadOptions options, Optional<NpySequence> leaves) {
        this.place = file;
        this.arrays = new PickleArrays(options, nodes, characters);
        this.leaves = leaves;
    }

    /** The tree of a pickle's value; an array by itself is the one entry of a dict. */
    static Node.Branch of(Path file, ReadOptions options, PyValue value) throws CheckpointException {
        return of(value, new PickleTree(Place.of(file), options, Optional.empty()));
    }

    /** The tree of a pickle whose values are placeholders: JAX takes the leaves, in the order in which it flattens the tree. */
    static Node.Branch of(Path file, NpySequence leaves, PyValue value) throws CheckpointException {
        return of(value, new PickleTree(Place.of(file), ReadOptions.DEFAULT, Optional.of(leaves)));
    }

    private static Node.Branch of(PyValue value, PickleTree tree) throws CheckpointException {
        try {
            return switch (tree.node(value, "", "", 0)) {
                case Node.Branch branch -> branch;
                case Node.Leaf leaf -> {
                    SequencedMap<String, Node> children = new LinkedHashMap<>();
                    children.put(NpyFormat.NAME, leaf);
                    yield Node.Branch.dict(children);
                }
                case Node.Scalar scalar -> throw tree.place.error("holds nothing but the value "
                        + Place.quoted(scalar.toString()) + "; a checkpoint holds arrays");
            };
        } catch (PickleException e) {
            throw tree.place.error(String.valueOf(e.getMessage()), e);
        }
    }

    private Node node(PyValue value, String path, String variable, int depth)
            throws PickleException, CheckpointException {
        place = place.in(path);
        nodes.use(1);
        characters.use(path.length());
        if (depth > MAX_DEPTH) {
            throw place.error("lies deeper than " + MAX_DEPTH + " levels, or a container holds itself");
        }
        if (leaves.isPresent() && isPlaceholder(value)) {
            return leaves.get().next(place.entry());
        }
        return switch (value) {
            case PyValue.Constant constant -> new Node.Scalar(switch (constant) {
                case NONE -> null;
                case TRUE -> true;
                case FALSE -> false;
            });
            case PyValue.Int(long number) -> new Node.Scalar(number);
            case PyValue.BigInt(var number) -> new Node.Scalar(number);
            case PyValue.Real(double number) -> new Node.Scalar(number);
            case PyText text -> new Node.Scalar(text.string(characters));
            case PyBytes bytes -> new Node.Scalar(literal(bytes));
            case PyDType dtype -> new Node.Scalar(dtype.typeName().orElseGet(dtype::descriptor));
            case PySequence(var kind, var items) -> list(kind == PySequence.Kind.TUPLE
                    ? Node.Kind.TUPLE
                    : Node.Kind.LIST, items, path, variable, depth);
            case PyDict dict -> {
                Level level = levels(dict.keysAndValues());
                yield branch(leaves.isPresent() && !dict.isOrdered() ? level.sorted() : level, path, variable, depth);
            }
            case PyArray array -> array.dtype().isObjects()
                    ? objects(array.objects(), arrays.objectShape(place, array), path, variable, depth)
                    : arrays.read(place, array, variable);
            case PyObject object -> object(object, path, variable, depth);
            case Global global -> throw place.error("is " + global + ", a class or function and no data; leave it out"
                    + " of what is pickled");
        };
    }

    /** Whether JAX takes a value for a leaf. */
    private static boolean isPlaceholder(PyValue value) {
        return switch (value) {
            case PyValue.Constant constant -> constant != PyValue.Constant.NONE;
            case PySequence(var kind, var _) -> kind == PySequence.Kind.SET;
            case PyValue.Int _,PyValue.BigInt _,PyValue.Real _,PyText _,PyBytes _,PyDType _,PyArray _ -> true;
            case PyDict _,PyObject _,Global _ -> false;
        };
    }

    private Node object(PyObject object, String path, String variable, int depth)
            throws PickleException, CheckpointException {
        return switch (object.type().role()) {
            case STATE -> node(attribute(object, MAPPING), path, variable, depth + 1);
            case FLAT_STATE -> {
                if (!(attribute(object, PATHS) instanceof PySequence(var _, var paths))
                        || !(attribute(object, VALUES) instanceof PySequence(var _, var values))) {
                    throw incomplete(object);
                }
                yield branch(levels(paths, values), path, variable, depth);
            }
            case KEY_ARRAY -> arrays.key(place, object, variable);
            default -> {
                if (object.variableValue().isPresent()) {
                    yield node(object.variableValue().get(), path, object.variableType().simpleName(), depth + 1);
                }
                if (object.type().role() != Global.Role.STUB) {
                    throw incomplete(object);
                }
                yield namedTuple(object, path, variable, depth);
            }
        };
    }

    private Node namedTuple(PyObject object, String path, String variable, int depth)
            throws PickleException, CheckpointException {
        List<PyValue> values = object.arguments();
        List<String> fields = object.fields().isEmpty()
                ? OptaxStates.fields(object.type().module(), object.type().name(), values.size())
                : object.fields();
        SequencedMap<String, Node> children = new LinkedHashMap<>();
        for (int i = 0; i < values.size(); i++) {
            String field = fields.isEmpty() ? String.valueOf(i) : fields.get(i);
            children.put(field, node(values.get(i), inside(path, field), variable, depth + 1));
        }
        return new Node.Branch(Node.Kind.NAMED, children, object.type().toString());
    }

    private PyValue attribute(PyObject object, List<String> names) throws CheckpointException {
        return object.attribute(names).orElseThrow(() -> incomplete(object));
    }

    private CheckpointException incomplete(PyObject object) {
        return place.error("the pickle is damaged: it holds a " + object.type() + " that lacks its content");
    }

    private Node list(Node.Kind kind, List<PyValue> items, String path, String variable, int depth)
            throws PickleException, CheckpointException {
        SequencedMap<String, Node> children = new LinkedHashMap<>();
        for (int i = 0; i < items.size(); i++) {
            String key = String.valueOf(i);
            children.put(key, node(items.get(i), inside(path, key), variable, depth + 1));
        }
        return new Node.Branch(kind, children, "");
    }

    /** The items of an object array: the one of an array without axes, else nested lists. */
    private Node objects(List<PyValue> items, List<Integer> shape, String path, String variable, int depth)
            throws PickleException, CheckpointException {
        if (shape.isEmpty()) {
            return node(items.getFirst(), path, variable, depth + 1);
        }
        if (shape.size() == 1) {
            return list(Node.Kind.LIST, items, path, variable, depth);
        }
        int size = shape.getFirst() == 0 ? 0 : items.size() / shape.getFirst();
        SequencedMap<String, Node> children = new LinkedHashMap<>();
        for (int i = 0; i < shape.getFirst(); i++) {
            nodes.use(1);
            String key = String.valueOf(i);
            children.put(key, objects(items.subList(i * size, (i + 1) * size), shape.subList(1, shape.size()),
                    inside(path, key), variable, depth + 1));
        }
        return new Node.Branch(Node.Kind.LIST, children, "");
    }

    private Node branch(Level level, String path, String variable, int depth)
            throws PickleException, CheckpointException {
        boolean integers = !level.entries.isEmpty() && level.entries.firstEntry().getKey() instanceof Number;
        SequencedMap<String, Node> children = new LinkedHashMap<>();
        for (var entry : level.entries.entrySet()) {
            if (entry.getKey() instanceof Number != integers) {
                throw place.in(path).error("has both texts and integers as keys, which no network's parameters have");
            }
            String key = entry.getKey().toString();
            String inner = inside(path, key);
            children.put(key, switch (entry.getValue()) {
                case Level deeper -> branch(deeper, inner, variable, depth + 1);
                case Value(PyValue value) -> node(value, inner, variable, depth + 1);
            });
        }
        return new Node.Branch(integers ? Node.Kind.INT_DICT : Node.Kind.DICT, children, "");
    }

    private sealed interface Content permits Level, Value {}

    private record Value(PyValue value) implements Content {}

    /** A dict by keys that are Strings, Longs or BigIntegers; keys that are paths have become dicts in dicts. */
    private record Level(SequencedMap<Object, Content> entries) implements Content {
        Level() { this(new LinkedHashMap<>()); }

        /** The same in the order of Python's {@code sorted}; keys of two sorts are refused later. */
        Level sorted() {
            SequencedMap<Object, Content> sorted = new LinkedHashMap<>();
            entries.entrySet().stream().sorted((a, b) -> PickleTree.compare(a.getKey(), b.getKey()))
                    .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
            return new Level(sorted);
        }
    }

    private static int compare(Object a, Object b) {
        if (a instanceof Number && b instanceof Number) {
            return new BigInteger(a.toString()).compareTo(new BigInteger(b.toString()));
        }
        return Arrays.compare(a.toString().codePoints().toArray(), b.toString().codePoints().toArray());
    }

    private Level levels(List<PyValue> keysAndValues) throws PickleException, CheckpointException {
        Level level = new Level();
        for (int i = 0; i < keysAndValues.size(); i += 2) {
            put(level, keysAndValues.get(i), keysAndValues.get(i + 1));
        }
        return level;
    }

    private Level levels(List<PyValue> paths, List<PyValue> values) throws PickleException, CheckpointException {
        if (paths.size() != values.size()) {
            throw place.error("the pickle is damaged: it has " + paths.size() + " paths and " + values.size()
                    + " values");
        }
        Level level = new Level();
        for (int i = 0; i < paths.size(); i++) {
            put(level, paths.get(i), values.get(i));
        }
        return level;
    }

    private void put(Level root, PyValue key, PyValue value) throws PickleException, CheckpointException {
        nodes.use(1);
        List<PyValue> path = key instanceof PySequence(var kind, var items) && kind == PySequence.Kind.TUPLE
                ? items
                : List.of(key);
        if (path.isEmpty() || path.size() > MAX_DEPTH || leaves.isPresent() && path.size() > 1) {
            throw place.error("has a tuple of " + path.size() + " as a key");
        }
        Level level = root;
        for (PyValue component : path.subList(0, path.size() - 1)) {
            nodes.use(1);
            if (!(level.entries.computeIfAbsent(key(component), _ -> new Level()) instanceof Level deeper)) {
                throw twice(component);
            }
            level = deeper;
        }
        if (level.entries.putIfAbsent(key(path.getLast()), new Value(value)) != null) {
            throw twice(path.getLast());
        }
    }

    private CheckpointException twice(PyValue key) throws PickleException, CheckpointException {
        return place.error("has the key " + Place.quoted(key(key).toString()) + " twice");
    }

    private Object key(PyValue key) throws PickleException, CheckpointException {
        return switch (key) {
            case PyText text -> text.string(characters);
            case PyValue.Int(long number) -> number;
            case PyValue.BigInt(var number) -> number;
            default -> throw place.error("has a key that is neither a text nor an integer; rename it before pickling");
        };
    }

    /** As Python prints bytes. */
    private String literal(PyBytes bytes) throws PickleException {
        characters.use(bytes.size());
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment all = bytes.read(arena);
            StringBuilder text = new StringBuilder("b'");
            for (long i = 0; i < all.byteSize(); i++) {
                int b = all.get(ValueLayout.JAVA_BYTE, i) & 0xff;
                if (b == '\\' || b == '\'') {
                    text.append('\\').append((char) b);
                } else if (b >= ' ' && b < 0x7f) {
                    text.append((char) b);
                } else {
                    text.append(String.format("\\x%02x", b));
                }
            }
            return text.append('\'').toString();
        }
    }

    private static String inside(String path, String key) { return path.isEmpty() ? key : path + "/" + key; }
}
