package org.dovetail.nnx;

import org.dovetail.core.Key;
import org.dovetail.core.Prng;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.jspecify.annotations.Nullable;

/** Sets elements to zero at random while training, and scales the others by {@code 1 / (1 - rate)}: {@code nnx.Dropout}. */
public final class Dropout extends Module {
    private final double rate;
    private final @Nullable RngStream rngs;

    /**
     * A layer with a stream of its own.
     *
     * @param rate how probable zero is, from 0 to 1
     * @param rngs whose stream {@code dropout} it forks, at any rate; that draws one key
     * @throws IllegalArgumentException if the rate is out of range
     */
    public Dropout(double rate, Rngs rngs) { this(checked(rate), rngs.stream("dropout").fork()); }

    /**
     * A layer that gets its keys when it is called.
     *
     * @param rate how probable zero is, from 0 to 1
     * @throws IllegalArgumentException if the rate is out of range
     */
    public Dropout(double rate) { this(checked(rate), (RngStream) null); }

    private Dropout(double rate, @Nullable RngStream stream) {
        this.rate = rate;
        this.rngs = stream;
    }

    private static double checked(double rate) {
        if (!(rate >= 0 && rate <= 1)) {
            throw new IllegalArgumentException("Dropout: a rate from 0 to 1 is expected; got " + rate);
        }
        return rate;
    }

    /**
     * Applies the layer with the next key of its own stream.
     *
     * @param x the operand
     * @return x itself while not training
     * @throws IllegalStateException if the layer needs a key and has no stream
     */
    public Tensor call(Tensor x) {
        if (isIdentity()) {
            return x;
        }
        if (rngs == null && rate < 1) {
            throw new IllegalStateException(
                    "Dropout: the layer was made without a stream of keys and is training. Make it with "
                            + "new Dropout(rate, rngs), pass them as in call(x, rngs), or call eval() on the model");
        }
        return rate < 1 && rngs != null ? masked(x, rngs.next()) : zeros(x);
    }

    /**
     * Applies the layer with the next key of other streams.
     *
     * @param x the operand
     * @param others whose stream {@code dropout} is drawn from
     * @return x itself while not training
     */
    public Tensor call(Tensor x, Rngs others) {
        if (isIdentity()) {
            return x;
        }
        return rate < 1 ? masked(x, others.dropout()) : zeros(x);
    }

    private boolean isIdentity() { return rate == 0 || !isTraining(); }

    private Tensor masked(Tensor x, Key key) {
        double kept = 1 - rate;
        return Tensors.where(Prng.bernoulli(key, kept, x.shape()), x.div(kept), zeros(x));
    }

    private static Tensor zeros(Tensor x) { return Tensors.zeros(x.dtype(), x.shape()); }
}
