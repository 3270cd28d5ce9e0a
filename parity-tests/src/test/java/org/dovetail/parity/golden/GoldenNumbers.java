package org.dovetail.parity.golden;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.TensorSpec;
import tools.jackson.databind.JsonNode;

/**
 * Numbers that the real JAX gave, with an index that tells of what.
 *
 * @param index a row for each case
 * @param arrays the numbers by name
 */
public record GoldenNumbers(JsonNode index, Map<String, Array> arrays) {
    /** The numbers of a set, as in {@code random/draws}. */
    static GoldenNumbers of(String set) {
        return new GoldenNumbers(Goldens.json(set + ".json"), Goldens.numbers(set + ".npz"));
    }

    /** The numbers of a set of {@code reference/packed.py}: their bytes end to end, in the order of the index. */
    public static GoldenNumbers packed(String set) {
        JsonNode index = Goldens.json(set + ".json");
        MemorySegment bytes = Goldens.numbers(set + ".npz").get("bytes").data();
        Map<String, Array> arrays = new TreeMap<>();
        long start = 0;
        for (var row : index.properties()) {
            for (var entry : row.getValue().path("numbers").properties()) {
                TensorSpec spec = spec(entry.getValue().asString());
                MemorySegment part = bytes.asSlice(start, spec.bytes());
                arrays.put(row.getKey() + "/" + entry.getKey(), Array.filled(spec, memory -> memory.copyFrom(part)));
                start += spec.bytes();
            }
        }
        if (start != bytes.byteSize()) {
            throw new IllegalStateException(
                    set + ".npz has " + bytes.byteSize() + " bytes, its index tells of " + start);
        }
        return new GoldenNumbers(index, arrays);
    }

    private static TensorSpec spec(String text) {
        int bracket = text.indexOf('[');
        String extents = text.substring(bracket + 1, text.length() - 1);
        return TensorSpec.of(DType.named(text.substring(0, bracket)).orElseThrow(),
                Stream.of(extents.split(",", -1)).filter(extent -> !extent.isEmpty()).mapToInt(Integer::parseInt)
                        .toArray());
    }

    /** The cases of a packed set. */
    Stream<GoldenPoint> points() {
        return index.properties().stream().map(row -> new GoldenPoint(this, row.getKey(), row.getValue()));
    }

    /** The numbers of a name. */
    public Array array(String name) {
        Array array = arrays.get(name);
        if (array == null) {
            throw new IllegalArgumentException("there is no golden " + name);
        }
        return array;
    }
}
