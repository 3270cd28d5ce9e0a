package org.dovetail.parity.golden;

import java.util.Map;
import org.dovetail.core.Array;
import tools.jackson.databind.JsonNode;

/**
 * Numbers that the real JAX gave, with an index that tells of what.
 *
 * @param index a row for each case
 * @param arrays the numbers by name
 */
record GoldenNumbers(JsonNode index, Map<String, Array> arrays) {
    /** The numbers of a set, as in {@code random/draws}. */
    static GoldenNumbers of(String set) {
        return new GoldenNumbers(Goldens.json(set + ".json"), Goldens.numbers(set + ".npz"));
    }

    /** The numbers of a name. */
    Array array(String name) {
        Array array = arrays.get(name);
        if (array == null) {
            throw new IllegalArgumentException("there is no golden " + name);
        }
        return array;
    }
}
