package org.dovetail.bridge.guide;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.dovetail.bridge.internal.json.Json;
import org.dovetail.bridge.internal.json.JsonException;
import org.dovetail.bridge.internal.json.JsonFields;
import org.dovetail.bridge.internal.json.JsonReading;
import org.dovetail.bridge.rules.Style;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;

/**
 * What Python's program of a section made and computed. The files are drawn from the goldens of the real libraries ({@code parity-tests/python/reference/figures.py}).
 *
 * @param trees the trees that Python prints
 * @param initial the arrays that the model began with
 * @param numbers what was computed
 */
record Figures(SequencedMap<String, String> trees, SequencedMap<String, Fingerprint> initial,
        SequencedMap<String, Computed> numbers) {
    /**
     * An array without its numbers.
     *
     * @param spec its dtype and shape
     * @param sha256 the digest of its bytes, little-endian in C order
     */
    record Fingerprint(TensorSpec spec, String sha256) {}

    /**
     * Numbers, or the beginning of them.
     *
     * @param limit how far other numbers may be away, of each number's size where that is above 1; 0 where bits must be equal
     * @param first all of them, or the first
     * @param statistics mean, root of the mean square, smallest and largest of all; empty where these are in {@code first}
     */
    record Computed(double limit, Array first, Optional<List<Double>> statistics) {}

    /** The figures of a section in one style. */
    static Figures of(Section section, Style style) {
        String file = section.label() + ".json";
        try (InputStream in = Figures.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is not in the jar");
            }
            Json json = JsonReading.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            return read(JsonFields.of(file, json).object(style.label()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JsonException e) {
            throw new IllegalStateException(file + ": " + e.getMessage(), e);
        }
    }

    private static Figures read(JsonFields fields) throws JsonException {
        return new Figures(map(fields, "trees", JsonFields::text), map(fields, "initial", Figures::fingerprint),
                map(fields, "numbers", Figures::computed));
    }

    private static <T> SequencedMap<String, T> map(JsonFields fields, String name, JsonFields.Reader<T> each)
            throws JsonException {
        JsonFields entries = fields.object(name);
        SequencedMap<String, T> map = new LinkedHashMap<>();
        for (String key : entries.names()) {
            map.put(key, each.read(entries.at(key), entries.get(key)));
        }
        return Collections.unmodifiableSequencedMap(map);
    }

    private static Fingerprint fingerprint(String at, Json json) throws JsonException {
        JsonFields fields = JsonFields.of(at, json);
        Shape shape = new Shape(fields.list("shape", JsonFields::index));
        return new Fingerprint(new TensorSpec(dtype(fields), shape), fields.text("sha256"));
    }

    private static Computed computed(String at, Json json) throws JsonException {
        JsonFields fields = JsonFields.of(at, json);
        List<Double> first = fields.list("first", Figures::number);
        TensorSpec spec = TensorSpec.of(dtype(fields), first.size());
        Optional<List<Double>> statistics = fields.find("statistics").isPresent()
                ? Optional.of(fields.list("statistics", Figures::number))
                : Optional.empty();
        return new Computed(number(fields.at("limit"), fields.get("limit")),
                Array.ofDoubles(spec, i -> first.get(Math.toIntExact(i))), statistics);
    }

    private static DType dtype(JsonFields fields) throws JsonException {
        String name = fields.text("dtype");
        return DType.named(name).orElseThrow(() -> fields.error("there is no dtype '" + name + "'"));
    }

    private static double number(String at, Json json) throws JsonException {
        if (json instanceof Json.Num(Number number)) {
            return number.doubleValue();
        }
        throw new JsonException(at, "should be a number");
    }
}
