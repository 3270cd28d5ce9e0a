package org.dovetail.bridge.plan;

import java.util.List;
import org.dovetail.bridge.internal.json.Json;
import org.dovetail.bridge.internal.json.JsonException;
import org.dovetail.bridge.internal.json.JsonFields;
import org.dovetail.bridge.rules.LossyOp;
import org.dovetail.bridge.rules.PieceOp;
import org.dovetail.bridge.rules.TensorOp;
import org.dovetail.core.Shape;

/** Operations as JSON: objects of one key, which names the operation. */
final class OpJson {
    private static final String KNOWN = "{\"reshape\": {\"from\": SHAPE, \"to\": SHAPE}}, {\"permute\": AXES}, "
            + "{\"flip\": AXES}, {\"cast\": {\"from\": DTYPE, \"to\": DTYPE}}, {\"unstack\": N}, {\"stack\": N}, "
            + "{\"blocks\": {\"axis\": N, \"order\": BLOCKS}}, {\"split\": {\"axis\": N, \"sizes\": EXTENTS}}, "
            + "{\"join\": {\"axis\": N, \"sizes\": EXTENTS}}, "
            + "{\"shift\": {\"block\": N, \"blocks\": N, \"by\": NUMBER}}, {\"sum\": N}, {\"spread\": N}";

    /** More layers, terms or blocks than any network has; every one costs memory before a file is looked at. */
    private static final int MOST = 1 << 16;

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
            case PieceOp.Blocks(int axis, var order) -> one("blocks",
                    Json.object().put("axis", axis).put("order", Json.list(order, Json::of)).build());
            case PieceOp.Split(int axis, var sizes) -> one("split", parts(axis, sizes));
            case PieceOp.Join(int axis, var sizes) -> one("join", parts(axis, sizes));
            case LossyOp.Shift(int block, int blocks, double by) -> one("shift",
                    Json.object().put("block", block).put("blocks", blocks).put("by", Json.of(by)).build());
            case LossyOp.Sum(int terms) -> one("sum", Json.of(terms));
            case LossyOp.Spread(int terms) -> one("spread", Json.of(terms));
        };
    }

    private static Json parts(int axis, List<Integer> sizes) {
        return Json.object().put("axis", axis).put("sizes", Json.list(sizes, Json::of)).build();
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
                case "unstack" -> new TensorOp.Unstack(count(fields, name, "layers"));
                case "stack" -> new TensorOp.Stack(count(fields, name, "layers"));
                case "blocks" -> blocks(fields.object(name));
                case "split" -> split(fields.object(name));
                case "join" -> split(fields.object(name)).inverse();
                case "shift" -> shift(fields.object(name));
                case "sum" -> new LossyOp.Sum(count(fields, name, "terms"));
                case "spread" -> new LossyOp.Spread(count(fields, name, "terms"));
                default -> throw fields.error("should be one of " + KNOWN);
            };
        } catch (IllegalArgumentException e) {
            throw fields.error(String.valueOf(e.getMessage()));
        }
    }

    private static int count(JsonFields fields, String name, String what) throws JsonException {
        int count = JsonFields.index(fields.at(name), fields.get(name));
        if (count == 0 || count > MOST) {
            throw fields.error(name + " takes 1 to " + MOST + " " + what + ", here are " + count);
        }
        return count;
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

    private static TensorOp blocks(JsonFields fields) throws JsonException {
        TensorOp blocks = new PieceOp.Blocks(index(fields, "axis"), fields.list("order", JsonFields::index));
        fields.end();
        return blocks;
    }

    private static TensorOp split(JsonFields fields) throws JsonException {
        TensorOp split = new PieceOp.Split(index(fields, "axis"), fields.list("sizes", JsonFields::index));
        fields.end();
        return split;
    }

    private static TensorOp shift(JsonFields fields) throws JsonException {
        int block = index(fields, "block");
        TensorOp shift = new LossyOp.Shift(block, count(fields, "blocks", "blocks"), number(fields, "by"));
        fields.end();
        return shift;
    }

    private static int index(JsonFields fields, String name) throws JsonException {
        return JsonFields.index(fields.at(name), fields.get(name));
    }

    private static double number(JsonFields fields, String name) throws JsonException {
        if (fields.get(name) instanceof Json.Num(Number number)) {
            return number.doubleValue();
        }
        throw new JsonException(fields.at(name), "should be a number");
    }

    private static TensorOp cast(JsonFields dtypes) throws JsonException {
        TensorOp cast = new TensorOp.Cast(EntryJson.dtype(dtypes.at("from"), dtypes.get("from")),
                EntryJson.dtype(dtypes.at("to"), dtypes.get("to")));
        dtypes.end();
        return cast;
    }
}
