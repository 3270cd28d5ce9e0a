package org.dovetail.bridge.format;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SequencedMap;
import org.dovetail.bridge.internal.json.StrictJson;
import org.dovetail.core.TensorSpec;
import org.jspecify.annotations.Nullable;

/** Writes the documents that {@link JsonFormat} describes, one array a line. */
final class JsonWriter {
    private static final int BUFFER = 1 << 16;
    /** The levels of JSON that one level of a tree takes at most. */
    private static final int LEVELS = 3;

    private final FileSink sink;
    private final Place place;
    private final boolean values;
    private final StringBuilder json = new StringBuilder();

    private JsonWriter(FileSink sink, Place place, boolean values) {
        this.sink = sink;
        this.place = place;
        this.values = values;
    }

    static void write(FileSink sink, Place place, boolean values, Contents contents, @Nullable String style)
            throws IOException {
        JsonWriter writer = new JsonWriter(sink, place, values);
        writer.document(contents, style);
        sink.write(writer.json.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void document(Contents contents, @Nullable String style) throws IOException {
        json.append("{\n  \"format\": \"").append(values ? JsonFormat.VALUES : JsonFormat.STRUCTURE)
                .append("\",\n  \"version\": 1,\n");
        if (style != null) {
            json.append("  \"").append(JsonFormat.STYLE).append("\": ").append(JsonText.quote(place, style))
                    .append(",\n");
        }
        KeyScheme scheme = contents.scheme();
        if (scheme != null) {
            json.append("  \"scheme\": ").append(JsonText.quote(place, scheme.label())).append(",\n");
        }
        if (!contents.metadata().isEmpty()) {
            json.append("  \"metadata\": {");
            String separator = "\n    ";
            for (var text : contents.metadata().entrySet()) {
                json.append(separator).append(JsonText.quote(place, text.getKey())).append(": ")
                        .append(JsonText.quote(place, text.getValue()));
                separator = ",\n    ";
            }
            json.append("\n  },\n");
        }
        json.append("  \"entries\": ");
        node(place, contents.root(), 1);
        json.append("\n}\n");
    }

    private void node(Place at, Node node, int depth) throws IOException {
        if (depth > JsonText.MAX_DEPTH / LEVELS) {
            throw at.error("is nested deeper than JSON documents may be");
        }
        switch (node) {
            case Node.Leaf leaf -> leaf(leaf);
            case Node.Scalar(var value) -> scalar(at, value);
            case Node.Branch(var kind, var children, String type) -> {
                switch (kind) {
                    case DICT -> dict(at, children, depth);
                    case INT_DICT -> {
                        json.append("{\"integers\": [");
                        dict(at, children, depth);
                        json.append("]}");
                    }
                    case LIST, TUPLE -> {
                        json.append(kind == Node.Kind.LIST ? "{\"list\": [" : "{\"tuple\": [");
                        items(at, children, depth, false);
                        json.append("]}");
                    }
                    case NAMED -> {
                        json.append("{\"named\": [").append(JsonText.quote(place, type)).append(", ");
                        dict(at, children, depth);
                        json.append("]}");
                    }
                }
            }
        }
    }

    private void dict(Place at, SequencedMap<String, Node> children, int depth) throws IOException {
        json.append("{");
        items(at, children, depth, true);
        json.append("}");
    }

    private void items(Place at, SequencedMap<String, Node> children, int depth, boolean named) throws IOException {
        String indent = "\n" + "  ".repeat(depth + 1);
        String separator = indent;
        for (Map.Entry<String, Node> child : children.entrySet()) {
            json.append(separator);
            if (named) {
                json.append(JsonText.quote(place, child.getKey())).append(": ");
            }
            String path = at.entry().isEmpty() ? child.getKey() : at.entry() + "/" + child.getKey();
            node(at.in(path), child.getValue(), depth + 1);
            separator = "," + indent;
            if (json.length() > BUFFER) {
                sink.write(json.toString().getBytes(StandardCharsets.UTF_8));
                json.setLength(0);
            }
        }
        json.append(children.isEmpty() ? "" : "\n" + "  ".repeat(depth));
    }

    private void leaf(Node.Leaf leaf) throws IOException {
        TensorSpec spec = leaf.spec();
        json.append("{\"dtype\": \"").append(spec.dtype().jaxName()).append("\", \"shape\": ").append(spec.shape());
        if (!leaf.variable().isEmpty()) {
            json.append(", \"variable\": ").append(JsonText.quote(place, leaf.variable()));
        }
        if (values) {
            try (Scratch memory = Scratch.temporary()) {
                json.append(", \"values\": ").append(JsonNumbers.write(leaf.numbers().read(memory)));
            }
        }
        json.append("}");
    }

    private void scalar(Place at, @Nullable Object value) throws CheckpointException {
        json.append(switch (value) {
            case null -> "{\"none\": null}";
            case String text -> "{\"text\": " + JsonText.quote(place, text) + "}";
            case Boolean truth -> "{\"bool\": " + truth + "}";
            case Long integer -> "{\"integer\": " + integer + "}";
            case BigInteger integer when integer.bitLength() < StrictJson.MAX_NUMBER ->
                "{\"integer\": " + integer + "}";
            case Double real when Double.isFinite(real) -> "{\"float\": " + real + "}";
            case Double real -> "{\"float\": \"0x" + String.format("%016x", Double.doubleToRawLongBits(real)) + "\"}";
            default -> throw at.error("the value " + Place.quoted(value.toString()) + " cannot be written as JSON");
        });
    }
}
