package org.dovetail.bridge.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.internal.json.Json;
import org.dovetail.bridge.internal.json.JsonException;
import org.dovetail.bridge.internal.json.JsonFields;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;

/** Entries as JSON: {@code {"path": "model/linear/w", "in": "params", "dtype": "float32", "shape": [3, 4]}}. */
public final class EntryJson {
    private EntryJson() {}

    /**
     * An entry as JSON.
     *
     * @param entry the entry
     * @return the value
     */
    public static Json toJson(Entry entry) {
        Json.Builder json = Json.object();
        put(json, entry);
        return json.build();
    }

    /**
     * Adds the fields of an entry to an object.
     *
     * @param json the object
     * @param entry the entry
     */
    public static void put(Json.Builder json, Entry entry) {
        putPath(json, entry.path());
        putSpec(json, entry.spec());
        if (!entry.variable().isEmpty()) {
            json.put("variable", entry.variable());
        }
    }

    /**
     * Adds a dtype and a shape to an object.
     *
     * @param json the object
     * @param spec the dtype and the shape
     */
    public static void putSpec(Json.Builder json, TensorSpec spec) {
        json.put("dtype", spec.dtype().jaxName()).put("shape", Json.list(spec.shape().extents(), Json::of));
    }

    /**
     * A path as JSON: {@code {"path": "model/linear/w", "in": "params"}}.
     *
     * @param path the path
     * @return the value
     */
    public static Json path(EntryPath path) {
        Json.Builder json = Json.object();
        putPath(json, path);
        return json.build();
    }

    /** Components joined by slashes; a list of them where one contains a slash itself. */
    private static void putPath(Json.Builder json, EntryPath path) {
        List<String> components = path.components();
        json.put("path", components.stream().anyMatch(component -> component.contains("/"))
                ? Json.list(components, Json::of)
                : Json.of(String.join("/", components)));
        if (!path.collection().isEmpty()) {
            json.put("in", path.collection());
        }
    }

    /**
     * Reads an entry.
     *
     * @param at where it stands
     * @param value the value
     * @return the entry
     * @throws JsonException if it is none
     */
    public static Entry fromJson(String at, Json value) throws JsonException {
        JsonFields fields = JsonFields.of(at, value);
        EntryPath path = path(fields);
        String variable = fields.find("variable").isPresent() ? fields.text("variable") : "";
        Entry entry = new Entry(path, spec(fields), variable);
        fields.end();
        return entry;
    }

    /**
     * Reads a path from the fields of an object.
     *
     * @param fields the fields
     * @return the path
     * @throws JsonException if there is none
     */
    public static EntryPath path(JsonFields fields) throws JsonException {
        List<String> components = fields.get("path") instanceof Json.Text(String joined)
                ? Arrays.asList(joined.split("/", -1))
                : fields.list("path", JsonFields::text);
        if (components.isEmpty()) {
            throw fields.error("its path is empty");
        }
        String collection = fields.find("in").isPresent() ? fields.text("in") : "";
        return new EntryPath(collection, components.subList(0, components.size() - 1), components.getLast());
    }

    /**
     * Reads a dtype and a shape from the fields of an object.
     *
     * @param fields the fields
     * @return the spec
     * @throws JsonException if there is no such dtype, or the shape is none
     */
    public static TensorSpec spec(JsonFields fields) throws JsonException {
        DType dtype = dtype(fields.at("dtype"), fields.get("dtype"));
        Shape shape = shape(fields.at("shape"), fields.get("shape"));
        try {
            return new TensorSpec(dtype, shape);
        } catch (IllegalArgumentException e) {
            throw fields.error(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Reads a dtype.
     *
     * @param at where it stands
     * @param value the value
     * @return the dtype
     * @throws JsonException if there is none of that name
     */
    public static DType dtype(String at, Json value) throws JsonException {
        String name = JsonFields.text(at, value);
        return DType.named(name).orElseThrow(() -> new JsonException(at, "there is no dtype \"" + name + "\""));
    }

    static Shape shape(String at, Json value) throws JsonException {
        try {
            return new Shape(new ArrayList<>(JsonFields.list(at, value, JsonFields::index)));
        } catch (IllegalArgumentException e) {
            throw new JsonException(at, String.valueOf(e.getMessage()));
        }
    }
}
