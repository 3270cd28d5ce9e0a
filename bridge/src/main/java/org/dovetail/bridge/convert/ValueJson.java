package org.dovetail.bridge.convert;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.dovetail.bridge.format.Node;
import org.dovetail.bridge.format.Scratch;
import org.dovetail.bridge.internal.json.Json;
import org.dovetail.bridge.internal.json.JsonException;
import org.dovetail.bridge.internal.json.JsonFields;
import org.dovetail.bridge.plan.EntryJson;
import org.dovetail.core.Array;
import org.dovetail.core.TensorSpec;
import org.jspecify.annotations.Nullable;

/**
 * Scalars, texts and configurations beside the arrays as JSON: an object of one key, which tells the type, or a small array with its bits.
 *
 * <p>
 * A branch is {@code {"dict": {...}}}, {@code {"integers": {...}}} where its keys are integers, {@code {"list": [...]}}, {@code {"tuple": [...]}} or
 * {@code {"named": ["module.Class", {...}]}}.
 */
final class ValueJson {
    private static final String NAMED = "named";
    private static final Map<String, Node.Kind> DICTS = Map.of("dict", Node.Kind.DICT, "integers", Node.Kind.INT_DICT);
    private static final Map<String, Node.Kind> LISTS = Map.of("list", Node.Kind.LIST, "tuple", Node.Kind.TUPLE);

    private ValueJson() {}

    static Json toJson(Node value) throws IOException {
        return switch (value) {
            case Node.Scalar(var scalar) -> scalar(scalar);
            case Node.Leaf leaf -> {
                Json.Builder json = Json.object();
                EntryJson.putSpec(json, leaf.spec());
                try (Scratch memory = Scratch.temporary()) {
                    yield json.put("bits", bits(leaf.numbers().read(memory))).build();
                }
            }
            case Node.Branch branch -> branch(branch);
        };
    }

    private static Json branch(Node.Branch branch) throws IOException {
        SequencedMap<String, Json> items = new LinkedHashMap<>();
        for (var child : branch.children().entrySet()) {
            items.put(child.getKey(), toJson(child.getValue()));
        }
        Json.Builder json = Json.object();
        return (switch (branch.kind()) {
            case DICT -> json.put("dict", new Json.Obj(items));
            case INT_DICT -> json.put("integers", new Json.Obj(items));
            case LIST -> json.put("list", new Json.Arr(List.copyOf(items.values())));
            case TUPLE -> json.put("tuple", new Json.Arr(List.copyOf(items.values())));
            case NAMED -> json.put(NAMED, new Json.Arr(List.of(Json.of(branch.type()), new Json.Obj(items))));
        }).build();
    }

    static Json scalar(@Nullable Object value) {
        Json.Builder json = Json.object();
        return (switch (value) {
            case null -> json.put("none", new Json.Null());
            case String text -> json.put("text", text);
            case Boolean truth -> json.put("bool", Json.of(truth));
            case Long integer -> json.put("integer", integer);
            case BigInteger integer -> json.put("integer", integer.toString());
            case Double real -> json.put("float", Double.toHexString(real));
            default -> throw new IllegalArgumentException("no plain value: " + value.getClass());
        }).build();
    }

    /** The bytes of an array in Base64. */
    static String bits(Array array) {
        return Base64.getEncoder().encodeToString(array.data().toArray(ValueLayout.JAVA_BYTE));
    }

    static Node fromJson(String at, Json json) throws JsonException {
        JsonFields fields = JsonFields.of(at, json);
        if (fields.names().contains("bits")) {
            TensorSpec spec = EntryJson.spec(fields);
            byte[] bytes = SideDataJson.bytes(fields.at("bits"), fields.text("bits"), spec);
            fields.end();
            return Node.Leaf.of(Array.of(spec, MemorySegment.ofArray(bytes)));
        }
        String kind = fields.names().size() == 1 ? fields.names().iterator().next() : "";
        Node.Kind dict = DICTS.get(kind);
        if (dict != null) {
            return new Node.Branch(dict, items(fields.at(kind), fields.get(kind)), "");
        }
        Node.Kind list = LISTS.get(kind);
        if (list != null) {
            SequencedMap<String, Node> items = new LinkedHashMap<>();
            for (Node item : fields.list(kind, ValueJson::fromJson)) {
                items.put(String.valueOf(items.size()), item);
            }
            return new Node.Branch(list, items, "");
        }
        return kind.equals(NAMED) ? named(fields) : new Node.Scalar(scalar(fields, kind));
    }

    private static Node named(JsonFields fields) throws JsonException {
        if (fields.get(NAMED) instanceof Json.Arr(var parts) && parts.size() == 2
                && parts.getFirst() instanceof Json.Text(String type)) {
            return new Node.Branch(Node.Kind.NAMED, items(fields.at(NAMED), parts.getLast()), type);
        }
        throw fields.error("should be a class and its fields");
    }

    private static SequencedMap<String, Node> items(String at, Json json) throws JsonException {
        JsonFields fields = JsonFields.of(at, json);
        SequencedMap<String, Node> items = new LinkedHashMap<>();
        for (String key : fields.names()) {
            items.put(key, fromJson(fields.at(key), fields.get(key)));
        }
        return items;
    }

    private static @Nullable Object scalar(JsonFields fields, String kind) throws JsonException {
        try {
            return switch (kind) {
                case "none" -> {
                    fields.get(kind);
                    yield null;
                }
                case "text" -> fields.text(kind);
                case "bool" -> fields.get(kind).equals(Json.of(true));
                case "integer" -> fields.get(kind) instanceof Json.Num(Long number)
                        ? (Object) number
                        : new BigInteger(fields.text(kind));
                case "float" -> Double.parseDouble(fields.text(kind));
                default ->
                    throw fields
                            .error("should be a value: none, text, bool, integer, float, dict, integers, list, tuple,"
                                    + " named, or an array's bits");
            };
        } catch (NumberFormatException _) {
            throw fields.error("is no number");
        }
    }
}
