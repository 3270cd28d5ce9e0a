package org.dovetail.bridge.convert;

import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.format.Node;
import org.dovetail.bridge.internal.json.Json;
import org.dovetail.bridge.internal.json.JsonException;
import org.dovetail.bridge.internal.json.JsonFields;
import org.dovetail.bridge.plan.EntryJson;
import org.dovetail.bridge.plan.PlanJson;
import org.dovetail.core.DType;
import org.dovetail.core.TensorSpec;

/** Side data as JSON. */
final class SideDataJson {
    private static final String FORMAT = "dovetail-side-data";

    private SideDataJson() {}

    static Json toJson(SideData data) throws IOException {
        Json.Builder json = Json.object().put("format", FORMAT).put("version", 1);
        if (!data.checksum().isEmpty()) {
            json.put("crc", data.checksum());
        }
        json.put("layers", Json.list(data.layers(), SideDataJson::layer));
        SequencedMap<String, Json> values = new LinkedHashMap<>();
        for (var value : data.values().entrySet()) {
            values.put(value.getKey(), ValueJson.toJson(value.getValue()));
        }
        SequencedMap<String, Json> metadata = new LinkedHashMap<>();
        data.metadata().forEach((key, text) -> metadata.put(key, Json.of(text)));
        SequencedMap<String, Json> dtypes = new LinkedHashMap<>();
        data.dtypes().forEach((key, dtype) -> dtypes.put(key, Json.of(dtype.jaxName())));
        data.frame().ifPresent(frame -> json.put("frame", FrameJson.toJson(frame)));
        return json.put("values", new Json.Obj(values)).put("metadata", new Json.Obj(metadata))
                .put("dtypes", new Json.Obj(dtypes)).put("inverse", PlanJson.toJson(data.inverse())).build();
    }

    private static Json layer(SideData.Layer layer) {
        return Json.object().put("moved", Json.list(layer.moved(), EntryJson::path)).put("crc", layer.checksum())
                .put("items", Json.list(layer.items(), item -> Json.object().put("role", item.role())
                        .put("entry", EntryJson.toJson(item.entry())).put("bits", item.bits()).build()))
                .build();
    }

    static SideData fromJson(Json value) throws JsonException {
        JsonFields fields = JsonFields.of("", value);
        if (!fields.text("format").equals(FORMAT) || !fields.get("version").equals(Json.of(1))) {
            throw fields.error("is no " + FORMAT + " document of version 1");
        }
        SequencedMap<String, Node> values = new LinkedHashMap<>();
        JsonFields texts = fields.object("values");
        for (String key : texts.names()) {
            values.put(key, ValueJson.fromJson(texts.at(key), texts.get(key)));
        }
        SequencedMap<String, String> metadata = new LinkedHashMap<>();
        JsonFields kept = fields.object("metadata");
        for (String key : kept.names()) {
            metadata.put(key, kept.text(key));
        }
        SequencedMap<String, DType> dtypes = new LinkedHashMap<>();
        JsonFields types = fields.object("dtypes");
        for (String key : types.names()) {
            dtypes.put(key, EntryJson.dtype(types.at(key), types.get(key)));
        }
        SideData data = new SideData(fields.find("crc").isPresent() ? fields.text("crc") : "",
                PlanJson.fromJson(fields.at("inverse"), fields.get("inverse")),
                fields.list("layers", SideDataJson::layer), values, metadata, dtypes, fields.find("frame").isPresent()
                        ? Optional.of(FrameJson.fromJson(fields.at("frame"), fields.get("frame")))
                        : Optional.empty());
        fields.end();
        return data;
    }

    private static SideData.Layer layer(String at, Json value) throws JsonException {
        JsonFields fields = JsonFields.of(at, value);
        SideData.Layer layer = new SideData.Layer(fields.list("moved", SideDataJson::path), fields.text("crc"),
                fields.list("items", SideDataJson::item));
        fields.end();
        return layer;
    }

    private static EntryPath path(String at, Json value) throws JsonException {
        JsonFields fields = JsonFields.of(at, value);
        EntryPath path = EntryJson.path(fields);
        fields.end();
        return path;
    }

    private static SideData.Item item(String at, Json value) throws JsonException {
        JsonFields fields = JsonFields.of(at, value);
        Entry entry = EntryJson.fromJson(fields.at("entry"), fields.get("entry"));
        String bits = fields.text("bits");
        bytes(fields.at("bits"), bits, entry.spec());
        SideData.Item item = new SideData.Item(fields.text("role"), entry, bits);
        fields.end();
        return item;
    }

    /** The bytes of an array in Base64. */
    static byte[] bytes(String at, String bits, TensorSpec spec) throws JsonException {
        try {
            byte[] bytes = Base64.getDecoder().decode(bits);
            if (bytes.length != spec.bytes()) {
                throw new JsonException(at,
                        "should be " + spec.bytes() + " bytes in Base64, as " + spec + " has; here are "
                                + bytes.length);
            }
            return bytes;
        } catch (IllegalArgumentException _) {
            throw new JsonException(at, "is no Base64");
        }
    }
}
