package org.dovetail.bridge.internal.json;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** Reads JSON by Jackson's stream of tokens: strict UTF-8, no key twice in an object, bounded depth. */
public final class JsonReading {
    private static final int MAX_DEPTH = 64;
    /** Some hundred thousand arrays; more would fill the memory of a small machine. */
    private static final long MAX_TOKENS = 5_000_000;
    private static final long MAX_BYTES = 1L << 30;
    /** What a document takes at most of the memory there is: its text needs the double, its values as much again. */
    private static final long MEMORY_SHARE = 6;

    /** Texts may be as long as the document; their bytes are there, so nothing is allocated on a claim. */
    private static final JsonFactory FACTORY = StrictJson.factory(StreamReadConstraints.builder()
            .maxNestingDepth(MAX_DEPTH).maxTokenCount(MAX_TOKENS).maxStringLength(Integer.MAX_VALUE));

    private JsonReading() {}

    /**
     * Reads a file.
     *
     * @param file the file
     * @return the value
     * @throws JsonException if it is no JSON
     * @throws IOException if it cannot be read
     */
    public static Json read(Path file) throws JsonException, IOException {
        long limit = Math.min(MAX_BYTES, Runtime.getRuntime().maxMemory() / MEMORY_SHARE);
        if (Files.size(file) > limit) {
            throw new JsonException("",
                    "has " + Files.size(file) + " bytes; plans and side data are read up to " + limit);
        }
        byte[] bytes = Files.readAllBytes(file);
        try {
            return read(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException _) {
            throw new JsonException("", "is not UTF-8, so it is no JSON");
        }
    }

    /**
     * Reads a text.
     *
     * @param json the text
     * @return the value
     * @throws JsonException if it is no JSON
     */
    public static Json read(String json) throws JsonException {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new JsonException("", "is empty, so it is no JSON");
            }
            Json value = value(parser, first);
            if (parser.nextToken() != null) {
                throw new JsonException("", "something follows the JSON value");
            }
            return value;
        } catch (JacksonException e) {
            throw new JsonException("", "is no proper JSON: " + problem(e));
        }
    }

    private static Json value(JsonParser parser, JsonToken token) throws JsonException {
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> list(parser);
            case VALUE_STRING -> new Json.Text(parser.getString());
            case VALUE_TRUE -> new Json.Bool(true);
            case VALUE_FALSE -> new Json.Bool(false);
            case VALUE_NULL -> new Json.Null();
            case VALUE_NUMBER_INT -> {
                BigInteger value = new BigInteger(parser.getString());
                yield new Json.Num(value.bitLength() < Long.SIZE ? (Number) value.longValue() : value);
            }
            case VALUE_NUMBER_FLOAT -> {
                double value = Double.parseDouble(parser.getString());
                if (Double.isInfinite(value)) {
                    throw new JsonException("", "the number " + parser.getString() + " is beyond a double");
                }
                yield new Json.Num(value);
            }
            case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw new JsonException("", "is no proper JSON: unexpected " + token);
        };
    }

    private static Json object(JsonParser parser) throws JsonException {
        SequencedMap<String, Json> fields = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            fields.put(name, value(parser, parser.nextToken()));
        }
        return new Json.Obj(fields);
    }

    private static Json list(JsonParser parser) throws JsonException {
        List<Json> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(value(parser, token));
        }
        return new Json.Arr(items);
    }

    /** Jackson's message on one line of bounded length, with the place. */
    private static String problem(JacksonException e) {
        String message = String.valueOf(e.getOriginalMessage()).replaceAll("[\\p{Cntrl}\\s]+", " ");
        String shown = message.length() > 160 ? message.substring(0, 160) + "..." : message;
        TokenStreamLocation at = e.getLocation();
        return at == null ? shown : shown + " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    }
}
