package org.dovetail.bridge.format;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.dovetail.bridge.internal.json.Json;
import org.dovetail.bridge.internal.json.JsonException;
import org.dovetail.bridge.internal.json.JsonPrinter;
import org.dovetail.bridge.internal.json.JsonReading;
import org.dovetail.core.DType;
import org.dovetail.core.TensorSpec;

/**
 * Which arrays were typed random keys of JAX, as {@code jax.random.key} makes them. Their words are kept as uint32 with one more axis; this note, a text beside the arrays, has the
 * implementations by path.
 *
 * @param implementations the implementation of each key, as {@code threefry2x32}, by its path as {@code EntryPath} prints it
 */
public record PrngKeys(SequencedMap<String, String> implementations) {
    /** The name of the note among a container's texts. */
    public static final String NOTE = "prng_keys";

    private static final String THREEFRY = "threefry2x32";
    /** How many words a key has. */
    private static final Map<String, Integer> WORDS = Map.of(THREEFRY, 2, "rbg", 4, "unsafe_rbg", 4);
    private static final String RNG_KEY = "RngKey";

    /**
     * What a note says; nothing where there is none, or where another text has its name.
     *
     * @param texts the texts of a container
     * @return the keys
     */
    public static PrngKeys in(Map<String, String> texts) {
        SequencedMap<String, String> found = new LinkedHashMap<>();
        String note = texts.get(NOTE);
        if (note == null) {
            return new PrngKeys(found);
        }
        try {
            if (JsonReading.read(note) instanceof Json.Obj(var fields)) {
                fields.forEach((path, value) -> {
                    if (value instanceof Json.Text(String implementation)) {
                        found.put(path, implementation);
                    }
                });
            }
        } catch (JsonException _) {
            return new PrngKeys(new LinkedHashMap<>());
        }
        return new PrngKeys(found);
    }

    /** These keys, and of others those at other places. */
    PrngKeys with(PrngKeys others) {
        SequencedMap<String, String> all = new LinkedHashMap<>(implementations);
        others.implementations.forEach(all::putIfAbsent);
        return new PrngKeys(all);
    }

    /** The keys but those at some places. */
    PrngKeys without(Set<String> paths) {
        SequencedMap<String, String> rest = new LinkedHashMap<>(implementations);
        rest.keySet().removeAll(paths);
        return new PrngKeys(rest);
    }

    /**
     * Puts the note among texts, or takes it away if there are no keys.
     *
     * @param texts the texts
     */
    public void putInto(Map<String, String> texts) {
        if (implementations.isEmpty()) {
            texts.remove(NOTE);
        } else {
            Json.Builder note = Json.object();
            implementations.forEach(note::put);
            texts.put(NOTE, JsonPrinter.compact(note.build()));
        }
    }

    /**
     * The same keys at other places.
     *
     * @param names gives the new path of an old one
     * @return the keys
     */
    public PrngKeys renamed(UnaryOperator<String> names) {
        SequencedMap<String, String> renamed = new LinkedHashMap<>();
        implementations.forEach((path, implementation) -> renamed.put(names.apply(path), implementation));
        return new PrngKeys(renamed);
    }

    /**
     * The implementation of an array's keys: what the note says if the words are as many; threefry where NNX calls it a key and nothing is said.
     *
     * @param path where it stands
     * @param leaf the array
     * @return the implementation; empty for plain numbers
     */
    Optional<String> implementation(String path, Node.Leaf leaf) {
        String said = implementations.getOrDefault(path, leaf.variable().equals(RNG_KEY) ? THREEFRY : "");
        TensorSpec spec = leaf.spec();
        boolean fits = spec.dtype() == DType.UINT32 && spec.shape().rank() > 0 && WORDS.getOrDefault(said, 0) > 0
                && spec.shape().extent(spec.shape().rank() - 1) == WORDS.getOrDefault(said, 0);
        return fits ? Optional.of(said) : Optional.empty();
    }
}
