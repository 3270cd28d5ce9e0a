package org.dovetail.nnx;

import org.dovetail.core.Carry;
import org.dovetail.core.DType;
import org.dovetail.core.Init;
import org.dovetail.core.Nn;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;

/**
 * One step of a gated recurrent unit that computes as {@code hk.GRU} does and holds its numbers: {@code z, r = σ(x·W + h·U + b)} and {@code a = tanh(x·Wa + (r⊙h)·Ua + ba)} give
 * {@code h' = (1 - z)⊙h + z⊙a}.
 *
 * <p>
 * Flax has no such cell: its {@code nnx.GRUCell} resets after the product, {@code r⊙(h·Ua)}, so that no numbers make the two equal.
 */
public final class HaikuGruCell extends Module {
    private static final int GATES = 3;

    /** What multiplies the input, of shape {@code [in, 3·hidden]}, for z, r and a: Haiku's {@code w_i}. */
    public final Param input;
    /** What multiplies the state, of shape {@code [hidden, 3·hidden]}: Haiku's {@code w_h}. */
    public final Param recurrent;
    /** What is added, of shape {@code [3·hidden]}: Haiku's {@code b}. */
    public final Param bias;

    /**
     * A cell with LeCun normal weights and a bias of zeros.
     *
     * @param inFeatures the extent of the last axis of what it is called with
     * @param hiddenSize that of its state
     * @param rngs gives a key for each array of weights
     */
    public HaikuGruCell(int inFeatures, int hiddenSize, Rngs rngs) {
        int columns = GATES * hiddenSize;
        input = new Param(Init.lecunNormal().apply(rngs.params(), Shape.of(inFeatures, columns), DType.FLOAT32));
        recurrent = new Param(Init.lecunNormal().apply(rngs.params(), Shape.of(hiddenSize, columns), DType.FLOAT32));
        bias = new Param(Tensors.zeros(columns));
    }

    /**
     * One step.
     *
     * @param state {@code [..., hidden]}
     * @param x {@code [..., in]}
     * @return the next state, as carry and as output
     * @throws IllegalArgumentException if a last axis has another extent
     */
    public Carry<Tensor, Tensor> call(Tensor state, Tensor x) {
        int hidden = recurrent.get().dim(0);
        requireLast("x", x, input.get().dim(0));
        requireLast("state", state, hidden);
        Tensor seen = x.matmul(input.get());
        Tensor gates = Nn.sigmoid(part(seen, 0, 2 * hidden).add(state.matmul(part(recurrent.get(), 0, 2 * hidden)))
                .add(part(bias.get(), 0, 2 * hidden)));
        Tensor update = part(gates, 0, hidden);
        Tensor kept = part(gates, hidden, 2 * hidden).mul(state);
        Tensor proposed = part(seen, 2 * hidden, GATES * hidden)
                .add(kept.matmul(part(recurrent.get(), 2 * hidden, GATES * hidden)))
                .add(part(bias.get(), 2 * hidden, GATES * hidden)).tanh();
        Tensor next = update.neg().add(1).mul(state).add(update.mul(proposed));
        return new Carry<>(next, next);
    }

    /**
     * A state of zeros.
     *
     * @param batch how many sequences there are
     * @return {@code [batch, hidden]}
     */
    public Tensor initialState(int batch) { return Tensors.zeros(batch, recurrent.get().dim(0)); }

    private static Tensor part(Tensor x, int from, int to) { return x.slice(-1, from, to); }

    private static void requireLast(String name, Tensor x, int extent) {
        if (x.rank() == 0 || x.dim(-1) != extent) {
            throw new IllegalArgumentException("HaikuGruCell: the last axis of " + name + " must be " + extent
                    + ", as its weights have it; got " + x.spec());
        }
    }
}
