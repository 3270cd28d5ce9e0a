package org.dovetail.nnx;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.dovetail.core.Key;
import org.dovetail.core.Prng;

/**
 * Streams of random keys by name: {@code nnx.Rngs}. A name without a stream of its own falls back to the stream {@code default}, whose count is then shared.
 *
 * {@snippet file="org/dovetail/nnx/RngsTests.java" region="streams"}
 */
public final class Rngs extends Module {
    private static final String DEFAULT = "default";

    private final SortedMap<String, RngStream> streams;

    /**
     * A default stream, as {@code nnx.Rngs(seed)}.
     *
     * @param seed the seed
     */
    public Rngs(long seed) { this(Prng.key(seed)); }

    /**
     * A default stream, as {@code nnx.Rngs(key)}.
     *
     * @param key its key
     */
    public Rngs(Key key) { this(new TreeMap<>(Map.of(DEFAULT, new RngStream(DEFAULT, key)))); }

    Rngs(SortedMap<String, RngStream> streams) { this.streams = streams; }

    /**
     * One stream with a name, and no default, as {@code nnx.Rngs(params=seed)}.
     *
     * @param name the name
     * @param seed its seed
     * @return the streams
     */
    public static Rngs of(String name, long seed) { return new Rngs(new TreeMap<>()).with(name, seed); }

    /**
     * The same streams and one more, as {@code nnx.Rngs(0, params=1)} for {@code new Rngs(0).with("params", 1)}.
     *
     * @param name its name
     * @param seed its seed
     * @return these very streams, with one that is new or in place of that name's
     */
    public Rngs with(String name, long seed) {
        TreeMap<String, RngStream> all = new TreeMap<>(streams);
        all.put(name, new RngStream(name, Prng.key(seed)));
        return new Rngs(all);
    }

    /**
     * The stream of a name.
     *
     * @param name the name
     * @return its stream, or the default stream
     * @throws IllegalArgumentException if there is neither
     */
    public RngStream stream(String name) {
        RngStream stream = streams.getOrDefault(name, streams.get(DEFAULT));
        if (stream == null) {
            throw new IllegalArgumentException("Rngs: there is no stream '" + name + "' and no default; there are "
                    + streams.keySet() + ". Add one with rngs.with(\"" + name
                    + "\", seed), or start from new Rngs(seed)");
        }
        return stream;
    }

    /**
     * The next key of a stream, as {@code rngs[name]()}.
     *
     * @param name the stream's name
     * @return a new key
     * @throws IllegalArgumentException if there is no such stream and no default
     */
    public Key next(String name) { return stream(name).next(); }

    /**
     * The next key of the default stream, as {@code rngs()}.
     *
     * @return a new key
     */
    public Key next() { return next(DEFAULT); }

    /**
     * The next key for a parameter, as {@code rngs.params()}.
     *
     * @return a new key
     */
    public Key params() { return next("params"); }

    /**
     * The next key for a dropout mask, as {@code rngs.dropout()}.
     *
     * @return a new key
     */
    public Key dropout() { return next("dropout"); }

    /**
     * Streams of their own that start from the next key of each of these, as {@code rngs.fork()}.
     *
     * @return the streams, under the same names
     */
    public Rngs fork() {
        TreeMap<String, RngStream> forked = new TreeMap<>();
        streams.forEach((name, stream) -> forked.put(name, stream.fork()));
        return new Rngs(forked);
    }

    /**
     * The streams by name.
     *
     * @return a view that cannot be changed
     */
    public SortedMap<String, RngStream> streams() { return Collections.unmodifiableSortedMap(streams); }
}
