package org.dovetail.bridge.format;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.dovetail.bridge.format.ocdbt.OcdbtValue;
import org.dovetail.bridge.format.ocdbt.OcdbtWriter;
import org.dovetail.bridge.internal.json.Json;
import org.dovetail.bridge.internal.json.JsonPrinter;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;
import org.jspecify.annotations.Nullable;

/** Writes the arrays of a tree into an OCDBT database, each as one chunk of zarr 2 as it stands in memory, and gathers what is told of them beside it. */
final class OrbaxWriter {
    private static final int SEQUENCE = 1;
    private static final int DICT = 2;

    private final Place place;
    private final FileSink data;
    private final String dataFile;
    private final NnxLayout layout;
    private final PrngKeys known;
    private final OrbaxKeys randomKeys = new OrbaxKeys();
    private final OcdbtWriter database;
    private final Json.Builder tree = Json.object();
    private final Json.Builder texts = Json.object();
    private final Set<String> names = new HashSet<>();

    /** A key and whether it is a position in a list. */
    private record Key(String text, int type) {}

    OrbaxWriter(Place place, FileSink data, String dataFile, NnxLayout layout, PrngKeys known) {
        this.layout = layout;
        this.known = known;
        this.place = place;
        this.data = data;
        this.dataFile = dataFile;
        this.database = new OcdbtWriter(dataFile);
    }

    void write(Node.Branch root) throws IOException { branch(List.of(), root); }

    OcdbtWriter database() { return database; }

    /** What {@code _METADATA} tell of the tree. */
    Json.Obj tree() { return tree.build(); }

    /** The texts by their names. */
    Json.Obj texts() { return texts.build(); }

    /** Which of the arrays are random keys. */
    OrbaxKeys randomKeys() { return randomKeys; }

    private void branch(List<Key> keys, Node.Branch branch) throws IOException {
        boolean sequence = branch.kind() == Node.Kind.LIST || branch.kind() == Node.Kind.TUPLE;
        for (var child : branch.children().entrySet()) {
            node(with(keys, new Key(child.getKey(), sequence ? SEQUENCE : DICT)), child.getValue());
        }
    }

    private void node(List<Key> keys, Node node) throws IOException {
        switch (node) {
            case Node.Leaf leaf -> leaf(keys, leaf);
            case Node.Scalar(var value) -> scalar(keys, value);
            case Node.Branch branch when branch.children().isEmpty() -> tell(keys, switch (branch.kind()) {
                case DICT, INT_DICT, NAMED -> "Dict";
                case LIST -> "List";
                case TUPLE -> "Tuple";
            }, true);
            case Node.Branch branch -> branch(keys, branch);
        }
    }

    private static List<Key> with(List<Key> keys, Key last) {
        List<Key> all = new ArrayList<>(keys);
        all.add(last);
        return all;
    }

    private void leaf(List<Key> path, Node.Leaf leaf) throws IOException {
        List<Key> all = switch (layout) {
            case PURE -> path;
            case STATE -> with(path, new Key(OrbaxTree.VALUE, DICT));
        };
        String name = name(all);
        array(name, leaf);
        String place = path.stream().map(Key::text).collect(Collectors.joining("/"));
        Optional<String> implementation = known.implementation(place, leaf);
        implementation.ifPresent(text -> randomKeys.add(place, name, leaf, text));
        tell(all, implementation.isPresent() ? "jax.Array" : "np.ndarray", false);
    }

    private void scalar(List<Key> keys, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> tell(keys, "None", true);
            case String text -> {
                String name = name(keys);
                Claims.checkUtf8(place.in(name), text);
                texts.put(name, text);
                tell(keys, "string", false);
            }
            case Boolean truth -> number(keys, Array.ofLongs(TensorSpec.of(DType.BOOL), _ -> truth ? 1 : 0));
            case Long number -> number(keys, Array.ofLongs(TensorSpec.of(DType.INT64), _ -> number));
            case Double number -> number(keys, Array.scalar(DType.FLOAT64, number));
            case BigInteger number -> throw place.in(name(keys))
                    .error("Orbax cannot hold the integer " + number + ", which has more than 64 bits");
            default -> throw new IllegalArgumentException("no plain value: " + value.getClass());
        }
    }

    private void number(List<Key> keys, Array number) throws IOException {
        array(name(keys), Node.Leaf.of(number));
        tell(keys, "scalar", false);
    }

    /** The name in the store, which no other array may have: keys with dots in them can give one twice. */
    private String name(List<Key> keys) throws CheckpointException {
        String name = keys.stream().map(Key::text).collect(Collectors.joining("."));
        Claims.checkUtf8(place, name);
        if (!names.add(name)) {
            throw place.in(name).error("two entries have this name when their keys are joined with '.', as Orbax does;"
                    + " rename one");
        }
        return name;
    }

    private void tell(List<Key> keys, String type, boolean skipped) throws CheckpointException {
        for (Key key : keys) {
            Claims.checkUtf8(place, key.text);
        }
        Json path = Json.list(keys, key -> Json.object().put("key", key.text).put("key_type", key.type).build());
        Json value = Json.object().put("value_type", type).put("skip_deserialize", Json.of(skipped)).build();
        tree.put(python(keys), Json.object().put("key_metadata", path).put("value_metadata", value).build());
    }

    /** The keys as Python prints a tuple of texts. */
    private static String python(List<Key> keys) {
        return keys.stream().map(key -> python(key.text))
                .collect(Collectors.joining(", ", "(", keys.size() == 1 ? ",)" : ")"));
    }

    private static String python(String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        StringBuilder printed = new StringBuilder().append(quote);
        text.chars().forEach(c -> {
            if (c == quote || c == '\\') {
                printed.append('\\').append((char) c);
            } else if (c < ' ' || c == 0x7f) {
                printed.append(String.format("\\x%02x", c));
            } else {
                printed.append((char) c);
            }
        });
        return printed.append(quote).toString();
    }

    private void array(String name, Node.Leaf leaf) throws IOException {
        Shape shape = leaf.spec().shape();
        Json.Obj metadata = Json.object()
                .put("chunks", Json.list(shape.extents(), extent -> Json.of(Math.max(1, extent))))
                .put("compressor", new Json.Null()).put("dimension_separator", ".")
                .put("dtype", ZarrType.v2Name(leaf.spec().dtype())).put("fill_value", new Json.Null())
                .put("filters", new Json.Null()).put("order", "C").put("shape", Json.list(shape.extents(), Json::of))
                .put("zarr_format", 2).build();
        byte[] described = JsonPrinter.compact(metadata).getBytes(StandardCharsets.UTF_8);
        put(name + "/.zarray", described.length, (_, receiver) -> receiver.accept(MemorySegment.ofArray(described)));
        if (shape.size() > 0) {
            put(name + "/" + (shape.rank() == 0 ? "0" : "0.".repeat(shape.rank() - 1) + "0"), leaf.spec().bytes(),
                    leaf.numbers()::each);
        }
    }

    private void put(String key, long bytes, PiecedNumbers.Pieces pieces) throws IOException {
        if (bytes > OcdbtWriter.MAX_INLINE) {
            database.put(key, new OcdbtValue.Stored(dataFile, data.position(), bytes));
            data.write(bytes, FileSink.Writing.of(pieces));
            return;
        }
        MemorySegment inline = MemorySegment.ofArray(new byte[(int) bytes]);
        try (Scratch memory = data.memory()) {
            pieces.each(memory, new Filling(inline));
        }
        database.put(key, new OcdbtValue.Inline(inline));
    }
}
