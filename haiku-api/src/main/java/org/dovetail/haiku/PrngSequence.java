package org.dovetail.haiku;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.dovetail.core.Key;
import org.dovetail.core.Prng;

/**
 * Keys one after another from a single one: {@code hk.PRNGSequence}, key for key.
 *
 * <p>
 * {@code reserve(n)} splits the carried key into n + 1: the first is carried on, the others are handed out in order. A sequence must not be used by two threads at once.
 */
public final class PrngSequence {
    private Key carried;
    private final Deque<Key> reserved = new ArrayDeque<>();

    /**
     * The sequence of a key.
     *
     * @param key a single key
     * @throws IllegalArgumentException if it is a grid of keys
     */
    public PrngSequence(Key key) {
        if (key.shape().rank() != 0) {
            throw new IllegalArgumentException("PrngSequence: a single key is expected; got " + key
                    + ". Take one of them with key.at(i)");
        }
        this.carried = key;
    }

    /**
     * The sequence of a seed.
     *
     * @param seed the seed
     */
    public PrngSequence(long seed) { this(Prng.key(seed)); }

    /**
     * The next key.
     *
     * @return a key that was not handed out before
     */
    public Key next() {
        if (reserved.isEmpty()) {
            reserve(1);
        }
        return reserved.remove();
    }

    /**
     * The next keys; those that are not reserved yet come from one split, so they differ from as many calls of {@link #next()}.
     *
     * @param count how many
     * @return the keys
     */
    public List<Key> take(int count) {
        reserve(count - reserved.size());
        List<Key> keys = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            keys.add(reserved.remove());
        }
        return keys;
    }

    /**
     * Splits keys for later.
     *
     * @param count how many; none when it is not positive
     */
    public void reserve(int count) {
        if (count > 0) {
            List<Key> keys = Prng.list(Prng.split(carried, count + 1));
            carried = keys.getFirst();
            reserved.addAll(keys.subList(1, count + 1));
        }
    }

    /** The keys that a loop hands from step to step: the carried one and one that is reserved; surplus ones are given up, as Haiku does. */
    List<Key> handedOver() {
        while (reserved.size() > 1) {
            reserved.removeLast();
        }
        reserve(1 - reserved.size());
        return List.of(carried, reserved.getFirst());
    }

    /** Goes on with keys that a loop handed over. */
    void goOn(List<Key> keys) {
        carried = keys.getFirst();
        reserved.clear();
        reserved.addAll(keys.subList(1, keys.size()));
    }
}
