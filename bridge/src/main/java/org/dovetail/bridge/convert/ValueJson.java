package org.dovetail.bridge.convert;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.util.Base64;
import org.dovetail.bridge.format.Node;
import org.dovetail.bridge.internal.json.Json;
import org.dovetail.bridge.internal.json.JsonException;
import org.dovetail.bridge.internal.json.JsonFields;
import org.dovetail.bridge.plan.EntryJson;
import org.dovetail.core.Array;
import org.dovetail.core.TensorSpec;
import org.jspecify.annotations.Nullable;

/** Scalars and texts beside the arrays as JSON: an object of one key, which tells the type, or a small array with its bits. */
final class ValueJson {
    private ValueJson() {}

    static Json toJson(Node value) throws IOException {
        return switch (value) {
            case Node.Scalar(var scalar) -> scalar(scalar);
            case Node.Leaf leaf -> {
                Json.Builder json = Json.object();
                EntryJson.putSpec(json, leaf.spec());
                try (Arena arena = Arena.ofConfined()) {
                    yield json.put("bits", bits(leaf.numbers().read(arena))).build();
                }
            }
            case Node.Branch _ -> throw new IllegalArgumentException("a branch is no value");
        };
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
        return new Node.Scalar(scalar(fields, kind));
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
                    throw fields.error("should be a value: none, text, bool, integer, float, or an array's bits");
            };
        } catch (NumberFormatException _) {
            throw fields.error("is no number");
        }
    }
}
