package org.dovetail.bridge.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.dovetail.bridge.internal.json.Json;
import org.dovetail.bridge.internal.json.JsonException;
import org.dovetail.bridge.internal.json.JsonPrinter;
import org.dovetail.bridge.internal.json.JsonReading;
import org.jspecify.annotations.Nullable;

/**
 * The index of a model in several safetensors files.
 *
 * @param files the file of each tensor, by the tensor's name; a plain name in the index's folder
 * @param metadata texts beside it
 */
record SafetensorsIndex(SequencedMap<String, String> files, SequencedMap<String, String> metadata) {
    private static final String MAP = "weight_map";
    private static final String METADATA = "metadata";
    private static final String SIZE = "total_size";

    /** The name of a tensor and of its file after the map's key, which no structure has. */
    private static final Pattern BEGINNING = Pattern.compile(
            "\"weight_map\"\\s*+:\\s*+\\{\\s*+\"(?:[^\"\\\\]|\\\\.)*+\"\\s*+:\\s*+\"[^\"]*\\.safetensors\"");
    private static final Pattern PLAIN_NAME = Pattern.compile("[^/\\\\\\x00-\\x1f]+\\.safetensors");

    /** Whether a file begins like an index. */
    static boolean begins(ByteBuffer head) {
        String text = StandardCharsets.ISO_8859_1.decode(head.slice()).toString();
        return text.stripLeading().startsWith("{") && BEGINNING.matcher(text).find();
    }

    static SafetensorsIndex read(Path file) throws IOException {
        Place place = Place.of(file);
        try {
            if (!(JsonReading.read(file) instanceof Json.Obj(var fields))
                    || !(fields.get(MAP) instanceof Json.Obj(var map))) {
                throw place.error("an index of safetensors files should be an object with a " + MAP);
            }
            SequencedMap<String, String> files = new LinkedHashMap<>();
            for (Map.Entry<String, Json> entry : map.entrySet()) {
                files.put(entry.getKey(), fileName(place.in(entry.getKey()), entry.getValue()));
            }
            return new SafetensorsIndex(files, metadata(fields.get(METADATA)));
        } catch (JsonException e) {
            throw place.error(String.valueOf(e.getMessage()), e);
        }
    }

    /** A name that cannot lead out of the folder. */
    private static String fileName(Place place, Json value) throws CheckpointException {
        if (!(value instanceof Json.Text(String name))) {
            throw place.error("the " + MAP + " should give the name of a file");
        }
        if (!PLAIN_NAME.matcher(name).matches()) {
            throw place.error("the " + MAP + " names " + Place.quoted(name)
                    + "; only .safetensors files in the index's own folder are read");
        }
        return name;
    }

    private static SequencedMap<String, String> metadata(@Nullable Json value) {
        SequencedMap<String, String> texts = new LinkedHashMap<>();
        if (value instanceof Json.Obj(var fields)) {
            fields.forEach((key, text) -> {
                if (!key.equals(SIZE)) {
                    texts.put(key, text instanceof Json.Text(String plain) ? plain : JsonPrinter.compact(text));
                }
            });
        }
        return texts;
    }

    /** Writes an index: the total of bytes, and the files by the tensors' names in order. */
    static void write(Path file, long bytes, Map<String, String> files) throws IOException {
        Json.Builder map = Json.object();
        new TreeMap<>(files).forEach(map::put);
        Json index = Json.object().put(METADATA, Json.object().put(SIZE, bytes).build()).put(MAP, map.build()).build();
        try (FileSink sink = FileSink.create(file)) {
            sink.write(JsonPrinter.print(index).getBytes(StandardCharsets.UTF_8));
            sink.flush();
        }
    }
}
