package org.dovetail.bridge.convert;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;
import org.dovetail.bridge.format.Node;
import org.dovetail.bridge.internal.json.Json;
import org.dovetail.bridge.internal.json.JsonException;
import org.dovetail.bridge.internal.json.JsonFields;

/** Frames as JSON: {@code {"kind": "named", "type": "optax._src.base.EmptyState", "in": {}}}, and null for what is plain. */
final class FrameJson {
    private FrameJson() {}

    static Json toJson(Frame frame) {
        return switch (frame) {
            case Frame.Plain() -> new Json.Null();
            case Frame.Value(var value) -> Json.object().put("value", ValueJson.scalar(value)).build();
            case Frame.Group(var kind, String type, var children) -> {
                Json.Builder json = Json.object().put("kind", kind.name().toLowerCase(Locale.ROOT));
                if (!type.isEmpty()) {
                    json.put("type", type);
                }
                SequencedMap<String, Json> inside = new LinkedHashMap<>();
                children.forEach((key, child) -> inside.put(key, toJson(child)));
                yield json.put("in", new Json.Obj(inside)).build();
            }
        };
    }

    static Frame fromJson(String at, Json json) throws JsonException {
        if (json instanceof Json.Null) {
            return new Frame.Plain();
        }
        JsonFields fields = JsonFields.of(at, json);
        Frame frame = fields.find("value").isPresent() ? value(fields) : group(fields);
        fields.end();
        return frame;
    }

    private static Frame value(JsonFields fields) throws JsonException {
        Node node = ValueJson.fromJson(fields.at("value"), fields.get("value"));
        if (node instanceof Node.Scalar(var value)) {
            return new Frame.Value(value);
        }
        throw fields.error("should be a plain value, and no array");
    }

    private static Frame group(JsonFields fields) throws JsonException {
        String name = fields.text("kind");
        Node.Kind kind = Arrays.stream(Node.Kind.values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(name)).findFirst()
                .orElseThrow(() -> fields.error("there is no kind \"" + name + "\""));
        SequencedMap<String, Frame> children = new LinkedHashMap<>();
        JsonFields inside = fields.object("in");
        for (String key : inside.names()) {
            children.put(key, fromJson(inside.at(key), inside.get(key)));
        }
        return new Frame.Group(kind, fields.find("type").isPresent() ? fields.text("type") : "", children);
    }
}
