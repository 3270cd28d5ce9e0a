package org.dovetail.bridge.plan;

import org.dovetail.bridge.internal.json.Json;
import org.dovetail.bridge.internal.json.JsonException;
import org.dovetail.bridge.internal.json.JsonFields;
import org.dovetail.bridge.rules.TensorOp;
import org.dovetail.core.Shape;

/** Operations as JSON: objects of one key, which names the operation. */
final class OpJson {
    private static final String KNOWN = "{\"reshape\": {\"from\": SHAPE, \"to\": SHAPE}}, {\"permute\": AXES}, "
            + "{\"flip\": AXES}, {\"cast\": {\"from\": DTYPE, \"to\": DTYPE}}, {\"unstack\": N}, {\"stack\": N}";

    /** More layers than any network has; every one costs memory before a file is looked at. */
    private static final int MAX_LAYERS = 1 << 16;

    private OpJson() {}

    static Json toJson(TensorOp op) {
        return switch (op) {
            case TensorOp.Reshape(Shape from, Shape to) ->
                one("reshape", Json.object().put("from", Json.list(from.extents(), Json::of))
                        .put("to", Json.list(to.extents(), Json::of)).build());
            case TensorOp.Permute(var axes) -> one("permute", Json.list(axes, Json::of));
            case TensorOp.Flip(var axes) -> one("flip", Json.list(axes, Json::of));
            case TensorOp.Cast(var from, var to) ->
                one("cast", Json.object().put("from", from.jaxName()).put("to", to.jaxName()).build());
            case TensorOp.Unstack(int layers) -> one("unstack", Json.of(layers));
            case TensorOp.Stack(int layers) -> one("stack", Json.of(layers));
        };
    }

    private static Json one(String name, Json value) { return Json.object().put(name, value).build(); }

    static TensorOp fromJson(String at, Json value) throws JsonException {
        JsonFields fields = JsonFields.of(at, value);
        String name = fields.names().size() == 1 ? fields.names().iterator().next() : "";
        try {
            return switch (name) {
                case "reshape" -> reshape(fields.object(name));
                case "permute" -> new TensorOp.Permute(fields.list(name, JsonFields::index));
                case "flip" -> new TensorOp.Flip(fields.list(name, JsonFields::index));
                case "cast" -> cast(fields.object(name));
                case "unstack" -> new TensorOp.Unstack(layers(fields, name));
                case "stack" -> new TensorOp.Stack(layers(fields, name));
                default -> throw fields.error("should be one of " + KNOWN);
            };
        } catch (IllegalArgumentException e) {
            throw fields.error(String.valueOf(e.getMessage()));
        }
    }

    private static int layers(JsonFields fields, String name) throws JsonException {
        int layers = JsonFields.index(fields.at(name), fields.get(name));
        if (layers == 0 || layers > MAX_LAYERS) {
            throw fields.error(name + " takes 1 to " + MAX_LAYERS + " layers, here are " + layers);
        }
        return layers;
    }

    private static TensorOp reshape(JsonFields shapes) throws JsonException {
        Shape from = EntryJson.shape(shapes.at("from"), shapes.get("from"));
        Shape to = EntryJson.shape(shapes.at("to"), shapes.get("to"));
        shapes.end();
        if (from.size() != to.size()) {
            throw shapes.error("reshape: " + from + " has " + from.size() + " elements, " + to + " has " + to.size());
        }
        return new TensorOp.Reshape(from, to);
    }

    private static TensorOp cast(JsonFields dtypes) throws JsonException {
        TensorOp cast = new TensorOp.Cast(EntryJson.dtype(dtypes.at("from"), dtypes.get("from")),
                EntryJson.dtype(dtypes.at("to"), dtypes.get("to")));
        dtypes.end();
        return cast;
    }
}
