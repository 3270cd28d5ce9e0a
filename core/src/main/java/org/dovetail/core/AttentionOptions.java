package org.dovetail.core;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What {@link Nn#dotProductAttention} may do otherwise: the arguments of {@code jax.nn.dot_product_attention}. B is the batch, N the query's heads, T and S the lengths of the
 * query's and the key's sequences; B, N, T and S may be 1 in bias and mask.
 *
 * @param bias what is added to the logits, of shape {@code [B,N,T,S]}
 * @param mask truth values {@code [B,N,T,S]}: which keys a query attends to
 * @param scale what the logits are multiplied by; 1/√H where it is not given
 * @param isCausal whether no query attends to later keys
 * @param querySeqLengths how long each query of the batch is, {@code i32[B]}; what is beyond gives zeros
 * @param keyValueSeqLengths how long each key of the batch is, {@code i32[B]}; what is beyond is not attended to
 */
public record AttentionOptions(Optional<Tensor> bias, Optional<Tensor> mask, OptionalDouble scale, boolean isCausal,
        Optional<Tensor> querySeqLengths, Optional<Tensor> keyValueSeqLengths) {
    /** Every query attends to every key, and logits are divided by the root of their length. */
    public static final AttentionOptions DEFAULT = new AttentionOptions(Optional.empty(), Optional.empty(),
            OptionalDouble.empty(), false, Optional.empty(), Optional.empty());

    /**
     * The same with something that is added to the logits.
     *
     * @param other what is added, of shape {@code [B,N,T,S]}
     * @return the options
     */
    public AttentionOptions withBias(Tensor other) {
        return new AttentionOptions(Optional.of(other), mask, scale, isCausal, querySeqLengths, keyValueSeqLengths);
    }

    /**
     * The same with a mask.
     *
     * @param other truth values {@code [B,N,T,S]}
     * @return the options
     */
    public AttentionOptions withMask(Tensor other) {
        return new AttentionOptions(bias, Optional.of(other), scale, isCausal, querySeqLengths, keyValueSeqLengths);
    }

    /**
     * The same with another scale.
     *
     * @param other what the logits are multiplied by
     * @return the options
     */
    public AttentionOptions withScale(double other) {
        return new AttentionOptions(bias, mask, OptionalDouble.of(other), isCausal, querySeqLengths,
                keyValueSeqLengths);
    }

    /**
     * The same where no query attends to later keys, as {@code is_causal=True}.
     *
     * @return the options
     */
    public AttentionOptions causal() {
        return new AttentionOptions(bias, mask, scale, true, querySeqLengths, keyValueSeqLengths);
    }

    /**
     * The same with queries of other lengths.
     *
     * @param lengths the lengths, {@code i32[B]}
     * @return the options
     */
    public AttentionOptions withQuerySeqLengths(Tensor lengths) {
        return new AttentionOptions(bias, mask, scale, isCausal, Optional.of(lengths), keyValueSeqLengths);
    }

    /**
     * The same with keys of other lengths.
     *
     * @param lengths the lengths, {@code i32[B]}
     * @return the options
     */
    public AttentionOptions withKeyValueSeqLengths(Tensor lengths) {
        return new AttentionOptions(bias, mask, scale, isCausal, querySeqLengths, Optional.of(lengths));
    }
}
