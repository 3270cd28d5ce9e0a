package org.dovetail.nnx;

import org.dovetail.core.Key;
import org.dovetail.core.Prng;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensors;

/** A stream of random keys: {@code nnx.RngStream}. The key that it gives at its n-th call is {@code fold_in(key, n)}, counted from 0. */
public final class RngStream extends Module {
    private final String tag;
    private final RngKey key;
    private final RngCount count;

    /**
     * A stream.
     *
     * @param tag the name under which {@link Nnx#reseed} finds it
     * @param key its key
     */
    public RngStream(String tag, Key key) {
        this.tag = tag;
        this.key = new RngKey(key);
        this.count = new RngCount(key.shape());
    }

    /**
     * The next key, as {@code stream()}; counts up.
     *
     * @return a new key
     * @throws IllegalStateException if this is many streams in one, outside of the lanes of a vmap
     */
    public Key next() {
        if (key.key().shape().rank() != 0) {
            throw new IllegalStateException(
                    "RngStream '" + tag + "': a single stream is expected; this one is split and has "
                            + "keys of shape " + key.key().shape()
                            + ". Draw from it within Nnx.vmap, where each lane has one of them, or "
                            + "split the stream that it was split from");
        }
        Key next = Prng.foldIn(key.key(), count.get());
        count.set(count.get().add(1));
        return next;
    }

    /**
     * A stream of its own that starts from the next key, as {@code stream.fork()}.
     *
     * @return the stream, with this one's tag
     */
    public RngStream fork() { return new RngStream(tag, next()); }

    /**
     * As many streams in one as are asked for, which start from the parts of the next key, as {@code stream.split(n)}: lane i of a {@link Nnx#vmap} along the first axis
     * has key i.
     *
     * @param lanes how many
     * @return the streams, with this one's tag
     */
    public RngStream split(int lanes) { return new RngStream(tag, Prng.split(next(), lanes)); }

    /**
     * The name under which {@link Nnx#reseed} finds this: the name of the stream that it was forked from first.
     *
     * @return the tag
     */
    public String tag() { return tag; }

    /** The key, or the keys of many streams in one. */
    RngKey keys() { return key; }

    /** How often each was drawn from. */
    RngCount count() { return count; }

    /** Starts again from another key. */
    void reseed(Key other) {
        if (key.get().rank() != 1) {
            throw new IllegalArgumentException("reseed: the stream '" + tag + "' has keys of shape " + key.key().shape()
                    + ", and only a single key can be replaced; set each key of it instead");
        }
        key.set(other.data());
        count.set(Tensors.zeros(count.get().dtype(), Shape.of()));
    }
}
