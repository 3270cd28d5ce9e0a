package org.dovetail.bridge.format;

import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.TensorSpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads the documents that {@link JsonFormat} describes. */
final class JsonReader {
    private static final Pattern SPEC = Pattern.compile("([a-z0-9_]{1,30})\\[([0-9, ]{0,1000})]");
    private static final String EXPECTED = "should be an object: an array with its dtype and shape, or a branch";
    private static final String PREFIX = "dovetail-";

    private final Place place;
    private final JsonParser parser;
    /** Whether the document says what it is; others are taken as shorthand. */
    private boolean marked;
    private boolean structure = true;
    private long elements;

    private JsonReader(Place place, JsonParser parser) {
        this.place = place;
        this.parser = parser;
    }

    static Contents read(Place place, MemorySegment json) throws CheckpointException {
        try (JsonParser parser = JsonText.parser(json)) {
            return new JsonReader(place, parser).document();
        } catch (JacksonException e) {
            throw place.error("is no proper JSON: " + JsonText.problem(e), e);
        }
    }

    private Contents document() throws CheckpointException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw place.error("should be a JSON object");
        }
        JsonToken first = parser.nextToken();
        if (first == JsonToken.PROPERTY_NAME && parser.currentName().equals("format")) {
            parser.nextToken();
            if (parser.currentToken() == JsonToken.VALUE_STRING && parser.getString().startsWith(PREFIX)) {
                marked = true;
                return marked(parser.getString());
            }
            SequencedMap<String, Node> children = new LinkedHashMap<>();
            children.put("format", node(place.in("format")));
            parser.nextToken();
            return shorthand(children);
        }
        return shorthand(new LinkedHashMap<>());
    }

    private Contents marked(String format) throws CheckpointException {
        structure = switch (format) {
            case JsonFormat.STRUCTURE -> true;
            case JsonFormat.VALUES -> false;
            default -> throw place.error("is a " + Place.quoted(format) + " document, which is no checkpoint");
        };
        KeyScheme scheme = null;
        Node.Branch root = null;
        SequencedMap<String, String> metadata = new LinkedHashMap<>();
        List<DescribedModule> modules = List.of();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = parser.currentName();
            parser.nextToken();
            switch (key) {
                case "version" -> {
                    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT || !parser.getString().equals("1")) {
                        throw place.error("is not of version 1, the only one that is known");
                    }
                }
                case JsonFormat.STYLE -> metadata.put(key, text(place, key));
                case "scheme" -> scheme = KeyScheme.labelled(text(place, key))
                        .orElseThrow(() -> place.error("there is no key scheme " + Place.quoted(parser.getString())));
                case "metadata" -> metadata(metadata);
                case "modules" -> modules = modules();
                case "entries" -> {
                    if (!(node(place) instanceof Node.Branch branch)) {
                        throw place.error("entries should be an object of arrays");
                    }
                    root = branch;
                }
                default -> throw place.error("the key " + Place.quoted(key) + " is not known in " + format);
            }
        }
        end();
        if (root == null) {
            throw place.error("has no entries");
        }
        boolean flat = scheme == null ? isFlat(root) : !scheme.nests();
        return new Contents(root, flat, structure, metadata, () -> {}, scheme, modules);
    }

    /** The rest of a document that is an object of arrays itself; the parser stands at a name or the end. */
    private Contents shorthand(SequencedMap<String, Node> children) throws CheckpointException {
        children(place, children);
        end();
        Node.Branch root = Node.Branch.dict(children);
        return new Contents(root, isFlat(root), true, new LinkedHashMap<>(), () -> {});
    }

    private void end() throws CheckpointException {
        if (parser.nextToken() != null) {
            throw place.error("something follows the JSON object");
        }
    }

    private static boolean isFlat(Node.Branch root) {
        return root.kind() == Node.Kind.DICT
                && root.children().values().stream().noneMatch(Node.Branch.class::isInstance);
    }

    private List<DescribedModule> modules() throws CheckpointException {
        if (!structure) {
            throw place.error("has modules, which only a structure can have; call its format " + JsonFormat.STRUCTURE);
        }
        return new JsonModules(place, parser).read();
    }

    private void metadata(SequencedMap<String, String> metadata) throws CheckpointException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw place.error("metadata should be an object of texts");
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = parser.currentName();
            parser.nextToken();
            metadata.put(key, text(place, "metadata"));
        }
    }

    private String text(Place at, String what) throws CheckpointException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw at.error(what + " should be a text");
        }
        return parser.getString();
    }

    /** The node whose first token is the current one. */
    private Node node(Place at) throws CheckpointException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.END_OBJECT) {
                return Node.Branch.dict(new LinkedHashMap<>());
            }
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            boolean leaf = name.equals("dtype") && value == JsonToken.VALUE_STRING
                    || name.equals("shape") && value == JsonToken.START_ARRAY
                    || name.equals("variable") && value == JsonToken.VALUE_STRING;
            if (leaf) {
                return leaf(at, name);
            }
            if (marked && value != JsonToken.START_OBJECT) {
                return special(at, name);
            }
            SequencedMap<String, Node> children = new LinkedHashMap<>();
            children.put(name, node(child(at, name)));
            parser.nextToken();
            children(at, children);
            return Node.Branch.dict(children);
        }
        if (!marked && token == JsonToken.VALUE_STRING) {
            return spec(at, parser.getString());
        }
        if (!marked && token == JsonToken.START_ARRAY) {
            return listOrShape(at);
        }
        throw at.error(marked
                ? EXPECTED
                : "should be a shape like [784,256], or a text like \"f32[784,256]\", or an object");
    }

    /** Reads children until the object ends; the parser stands at a name or the end. */
    private void children(Place at, SequencedMap<String, Node> children) throws CheckpointException {
        while (parser.currentToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            children.put(name, node(child(at, name)));
            parser.nextToken();
        }
    }

    /** What only documents that say what they are can hold. */
    private Node special(Place at, String name) throws CheckpointException {
        Node node = switch (name) {
            case "text" -> new Node.Scalar(text(at, name));
            case "integer" -> new Node.Scalar(integer(at));
            case "float" -> new Node.Scalar(real(at));
            case "bool" -> new Node.Scalar(truth(at));
            case "none" -> new Node.Scalar(null);
            case "list" -> new Node.Branch(Node.Kind.LIST, items(at), "");
            case "tuple" -> new Node.Branch(Node.Kind.TUPLE, items(at), "");
            case "integers" -> new Node.Branch(Node.Kind.INT_DICT, dict(at), "");
            case "named" -> named(at);
            default -> throw child(at, name).error(EXPECTED);
        };
        if (parser.nextToken() != JsonToken.END_OBJECT) {
            throw at.error("something follows " + Place.quoted(name));
        }
        return node;
    }

    private static Place child(Place at, String name) {
        return at.in(at.entry().isEmpty() ? name : at.entry() + "/" + name);
    }

    private SequencedMap<String, Node> items(Place at) throws CheckpointException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw at.error("should be a list");
        }
        SequencedMap<String, Node> items = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            String index = String.valueOf(items.size());
            items.put(index, node(child(at, index)));
        }
        return items;
    }

    /** The children of an object that stands in a list by itself. */
    private SequencedMap<String, Node> dict(Place at) throws CheckpointException {
        if (items(at).get("0") instanceof Node.Branch(var kind, var children, _) && kind == Node.Kind.DICT) {
            return children;
        }
        throw at.error("should be a list of one object");
    }

    private Node named(Place at) throws CheckpointException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw at.error("should be a list of a class and its fields");
        }
        parser.nextToken();
        String type = text(at, "the class");
        parser.nextToken();
        if (!(node(at) instanceof Node.Branch(var kind, var children, _)) || kind != Node.Kind.DICT
                || parser.nextToken() != JsonToken.END_ARRAY) {
            throw at.error("should be a list of a class and its fields");
        }
        return new Node.Branch(Node.Kind.NAMED, children, type);
    }

    private Object integer(Place at) throws CheckpointException {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw at.error("should be an integer");
        }
        BigInteger value = new BigInteger(parser.getString());
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }

    private Double real(Place at) throws CheckpointException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_STRING && parser.getString().matches("0x[0-9a-f]{16}")) {
            return Double.longBitsToDouble(Long.parseUnsignedLong(parser.getString().substring(2), 16));
        }
        if (token != JsonToken.VALUE_NUMBER_FLOAT && token != JsonToken.VALUE_NUMBER_INT) {
            throw at.error("should be a number");
        }
        return Double.parseDouble(parser.getString());
    }

    private Boolean truth(Place at) throws CheckpointException {
        if (parser.currentToken() != JsonToken.VALUE_TRUE && parser.currentToken() != JsonToken.VALUE_FALSE) {
            throw at.error("should be true or false");
        }
        return parser.currentToken() == JsonToken.VALUE_TRUE;
    }

    /** The array whose first field is named; the parser stands at that field's value. */
    private Node leaf(Place at, String first) throws CheckpointException {
        DType dtype = marked ? null : DType.FLOAT32;
        List<Long> shape = null;
        String variable = "";
        Array values = null;
        String field = first;
        while (true) {
            switch (field) {
                case "dtype" -> dtype = dtype(at, text(at, field));
                case "shape" -> shape = shape(at);
                case "variable" -> variable = text(at, field);
                case "values" -> values = values(at, dtype, shape);
                default -> throw at.error("the key " + Place.quoted(field)
                        + " is not known beside dtype, shape, variable and values");
            }
            if (parser.nextToken() == JsonToken.END_OBJECT) {
                break;
            }
            field = parser.currentName();
            parser.nextToken();
        }
        if (dtype == null || shape == null) {
            throw at.error("should have a dtype and a shape");
        }
        if (structure) {
            return bare(at, Claims.spec(at, dtype, shape), variable);
        }
        if (values == null) {
            throw at.error("has no values, though the document says it has");
        }
        Array array = values;
        return new Node.Leaf(array.spec(), _ -> array, variable);
    }

    private Array values(Place at, @Nullable DType dtype, @Nullable List<Long> shape) throws CheckpointException {
        if (structure) {
            throw at.error("has values, though the document is a structure; call its format " + JsonFormat.VALUES);
        }
        if (dtype == null || shape == null) {
            throw at.error("values should follow dtype and shape");
        }
        TensorSpec spec = Claims.spec(at, dtype, shape);
        long remaining = JsonFormat.MAX_ELEMENTS - elements;
        if (spec.shape().size() > remaining) {
            throw at.error(spec + ": a JSON document holds at most " + JsonFormat.MAX_ELEMENTS + " numbers");
        }
        elements += spec.shape().size();
        return JsonNumbers.read(at, spec, parser);
    }

    private static Node bare(Place at, TensorSpec spec, String variable) {
        return new Node.Leaf(spec, _ -> {
            throw at.error("the file is a structure: it holds names and shapes without numbers");
        }, variable);
    }

    private static DType dtype(Place at, String name) throws CheckpointException {
        return DType.named(name).orElseThrow(() -> at.error("there is no dtype " + Place.quoted(name)));
    }

    private List<Long> shape(Place at) throws CheckpointException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw at.error("shape should be a list of integers");
        }
        parser.nextToken();
        return extents(at);
    }

    /** The integers from the current token to the end of the list. */
    private List<Long> extents(Place at) throws CheckpointException {
        List<Long> extents = new ArrayList<>();
        for (; parser.currentToken() != JsonToken.END_ARRAY; parser.nextToken()) {
            boolean integer = parser.currentToken() == JsonToken.VALUE_NUMBER_INT;
            if (!integer || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                    || extents.size() == Claims.MAX_RANK) {
                throw at.error("a shape should be a list of at most " + Claims.MAX_RANK + " integers below 2^63");
            }
            extents.add(parser.getLongValue());
        }
        return extents;
    }

    private Node listOrShape(Place at) throws CheckpointException {
        JsonToken first = parser.nextToken();
        if (first == JsonToken.VALUE_NUMBER_INT || first == JsonToken.END_ARRAY) {
            return bare(at, Claims.spec(at, DType.FLOAT32, extents(at)), "");
        }
        SequencedMap<String, Node> items = new LinkedHashMap<>();
        for (; parser.currentToken() != JsonToken.END_ARRAY; parser.nextToken()) {
            String index = String.valueOf(items.size());
            items.put(index, node(child(at, index)));
        }
        return new Node.Branch(Node.Kind.LIST, items, "");
    }

    private static Node spec(Place at, String text) throws CheckpointException {
        Matcher parts = SPEC.matcher(text);
        if (!parts.matches()) {
            throw at.error("the text " + Place.quoted(text) + " should be a dtype and a shape, like f32[784,256]");
        }
        List<Long> extents = new ArrayList<>();
        for (String extent : parts.group(2).isBlank() ? new String[0] : parts.group(2).split(",", -1)) {
            String digits = extent.strip();
            if (digits.isEmpty() || digits.length() > 18 || digits.contains(" ")) {
                throw at.error("the text " + Place.quoted(text) + " should be a dtype and a shape, like f32[784,256]");
            }
            extents.add(Long.parseLong(digits));
        }
        return bare(at, Claims.spec(at, dtype(at, parts.group(1)), extents), "");
    }
}
