package org.dovetail.nnx;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.OptionalInt;
import org.dovetail.core.Key;
import org.dovetail.core.Prng;
import org.dovetail.core.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A key for each lane, for the random streams of some arguments: {@code nnx.split_rngs}. Every stream gives one key, whose parts the lanes start from; afterwards it has
 * its own key again, and has counted one. A stream that has as many lanes already is left as it is.
 */
final class Splits {
    private final IdentityHashMap<Variable, Tensor> lanes = new IdentityHashMap<>();
    private final List<RngStream> split = new ArrayList<>();
    private final List<RngState> parted = new ArrayList<>();

    private Splits() {}

    /**
     * The streams of some arguments, none of them written yet.
     *
     * @param caller who splits, for messages
     * @param arguments the arguments
     * @param count how many lanes; empty to leave all streams alone
     */
    static Splits of(String caller, Arguments arguments, OptionalInt count) {
        Splits splits = new Splits();
        if (count.isPresent()) {
            for (Module module : arguments.walk().modules()) {
                if (module instanceof RngStream stream) {
                    splits.add(caller, stream, count.getAsInt());
                }
            }
        }
        return splits;
    }

    private void add(String caller, RngStream stream, int count) {
        Key key = stream.keys().key();
        if (key.shape().rank() == 0) {
            stream.count().requireWritable();
            Key next = Prng.foldIn(key, stream.count().get());
            RngStream parts = new RngStream(stream.tag(), Prng.split(next, count));
            split.add(stream);
            parted.add(stream.keys());
            parted.add(stream.count());
            lanes.put(stream.keys(), parts.keys().get());
            lanes.put(stream.count(), parts.count().get());
        } else if (key.shape().extent(0) == count) {
            lanes.put(stream.keys(), key.data());
            lanes.put(stream.count(), stream.count().get());
        } else {
            throw new IllegalArgumentException(caller + ": splitRngs(" + count + ") takes streams of one key or of "
                    + count + "; the stream '" + stream.tag() + "' has " + key.shape().extent(0));
        }
    }

    /** The values of a stream's Variable, one for each lane along the first axis; null if its argument decides. */
    @Nullable
    Tensor lanes(Variable variable) { return lanes.get(variable); }

    /** Whether what is written to a Variable is forgotten, since its stream was parted. */
    boolean isParted(Variable variable) {
        return variable instanceof RngState state && parted.contains(state);
    }

    /** Counts that a key was drawn from each stream that was parted. */
    void commit() {
        for (RngStream stream : split) {
            RngCount count = stream.count();
            count.set(count.get().add(1));
        }
    }
}
