package org.dovetail.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.dovetail.core.internal.prim.DotGeneral;

/**
 * Scaled dot product attention of one query, key and value.
 *
 * <p>
 * The query's heads are groups of G for each of the key's K heads. Heads go in front, and a group stands beside its sequence, so that two products of batches do all: logits
 * {@code [B,K,G,T,S]}, then {@code [B,K,G,T,H]}.
 *
 * @param batch B
 * @param queries T
 * @param keys S
 * @param heads K
 * @param group G
 * @param width H
 */
record Attention(int batch, int queries, int keys, int heads, int group, int width) {
    private static final float MASKED = -0.7f * Float.MAX_VALUE;

    static Tensor of(Tensor query, Tensor key, Tensor value, AttentionOptions options) {
        Tensor q = batched("query", query);
        Tensor k = batched("key", key);
        Tensor v = batched("value", value);
        if (!v.spec().equals(k.spec())) {
            throw new IllegalArgumentException(
                    "dotProductAttention: a value like the key is expected; got " + v.spec() + " and " + k.spec());
        }
        if (q.dtype() != k.dtype() || q.dim(0) != k.dim(0) || q.dim(3) != k.dim(3)) {
            throw new IllegalArgumentException("dotProductAttention: a query of the key's dtype, batch and width, "
                    + "[B,T,N,H], is expected; got " + q.spec() + " and a key " + k.spec());
        }
        if (k.dim(2) == 0 || q.dim(2) % k.dim(2) != 0) {
            throw new IllegalArgumentException("dotProductAttention: the query's heads must be a multiple of the key's"
                    + " heads; got " + q.dim(2) + " and " + k.dim(2));
        }
        Attention sizes = new Attention(k.dim(0), q.dim(1), k.dim(1), k.dim(2), q.dim(2) / k.dim(2), k.dim(3));
        return sizes.attended(q, k, v, options).reshape(query.shape());
    }

    private static Tensor batched(String name, Tensor x) {
        if (x.rank() != 3 && x.rank() != 4) {
            throw new IllegalArgumentException(
                    "dotProductAttention: " + name + " of shape [T,N,H] or [B,T,N,H] is expected; got " + x.spec());
        }
        return x.rank() == 4 ? x : x.expandDims(0);
    }

    private Tensor attended(Tensor q, Tensor k, Tensor v, AttentionOptions options) {
        DType logitsDtype = q.dtype() == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
        Tensor grouped = q.reshape(batch, queries, heads, group, width).transpose(0, 2, 3, 1, 4)
                .reshape(batch, heads, group * queries, width);
        Tensor products = new DotGeneral(List.of(3), List.of(3), List.of(0, 1), List.of(0, 2))
                .of(grouped.cast(logitsDtype), k.cast(logitsDtype));
        Tensor logits = products.reshape(batch, heads, group, queries, keys)
                .mul(options.scale().orElse(1 / Math.sqrt(width)));
        Tensor biased = options.bias().map(bias -> logits.add(grouped("bias", bias)).cast(logitsDtype)).orElse(logits);
        Tensor probabilities = Nn.softmax(masked(biased, options).cast(DType.FLOAT32), -1).cast(k.dtype());
        Tensor encoded = new DotGeneral(List.of(3), List.of(1), List.of(0, 1), List.of(0, 2))
                .of(probabilities.reshape(batch, heads, group * queries, keys), v);
        Tensor result = encoded.reshape(batch, heads, group, queries, width).transpose(0, 3, 1, 2, 4)
                .reshape(batch, queries, heads * group, width);
        return options.querySeqLengths()
                .map(lengths -> result.mul(within(queries, lengths("querySeqLengths", lengths))
                        .reshape(batch, queries, 1, 1).cast(result.dtype())))
                .orElse(result);
    }

    private Tensor masked(Tensor logits, AttentionOptions options) {
        List<Tensor> masks = new ArrayList<>();
        options.mask().ifPresent(mask -> masks.add(grouped("mask", truths(mask))));
        if (options.isCausal()) {
            masks.add(Tensors.arange(queries).expandDims(1).ge(Tensors.arange(keys)));
        }
        options.querySeqLengths().ifPresent(lengths -> masks
                .add(within(queries, lengths("querySeqLengths", lengths)).reshape(batch, 1, 1, queries, 1)));
        options.keyValueSeqLengths().ifPresent(lengths -> masks
                .add(within(keys, lengths("keyValueSeqLengths", lengths)).reshape(batch, 1, 1, 1, keys)));
        Optional<Tensor> all = masks.stream().reduce(Tensor::and);
        return all.map(mask -> Tensors.where(mask, logits, Tensors.full(logits.dtype(), Shape.of(), MASKED)))
                .orElse(logits);
    }

    /** Whether a place is below a length: a row for each length. */
    private static Tensor within(int places, Tensor lengths) {
        return Tensors.arange(places).lt(lengths.expandDims(1));
    }

    private Tensor lengths(String name, Tensor lengths) {
        if (!lengths.spec().equals(TensorSpec.of(DType.INT32, batch))) {
            throw new IllegalArgumentException("dotProductAttention: " + name + " of "
                    + TensorSpec.of(DType.INT32, batch) + " is expected; got " + lengths.spec());
        }
        return lengths;
    }

    private static Tensor truths(Tensor mask) {
        if (mask.dtype() != DType.BOOL) {
            throw new IllegalArgumentException("dotProductAttention: a mask of truth values is expected; got "
                    + mask.spec() + ". Compare it first, as mask.ne(0)");
        }
        return mask;
    }

    /** Something that broadcasts with {@code [B,N,T,S]}, as something that broadcasts with the logits. */
    private Tensor grouped(String name, Tensor x) {
        int missing = 4 - x.rank();
        Tensor whole = missing <= 0 ? x : x.reshape(new Shape(Collections.nCopies(missing, 1)).concat(x.shape()));
        boolean fits = whole.shape().broadcastWith(Shape.of(batch, heads * group, queries, keys)).isPresent();
        if (missing < 0 || !fits) {
            throw new IllegalArgumentException("dotProductAttention: a " + name + " that broadcasts to "
                    + Shape.of(batch, heads * group, queries, keys) + " is expected; got " + x.spec());
        }
        boolean isShared = whole.dim(1) == 1;
        return whole.reshape(whole.dim(0), isShared ? 1 : heads, isShared ? 1 : group, whole.dim(2), whole.dim(3));
    }
}
