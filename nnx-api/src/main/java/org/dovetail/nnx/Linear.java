package org.dovetail.nnx;

import org.dovetail.core.DType;
import org.dovetail.core.Init;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.jspecify.annotations.Nullable;

/** {@code x·kernel + bias} over the last axis: {@code nnx.Linear}. */
public final class Linear extends Module {
    /** The weights, of shape {@code [in, out]}. */
    public final Param kernel;
    /** What is added, of shape {@code [out]}; null without a bias. */
    @SuppressWarnings("NullAway") // whoever leaves the bias out knows
    public final Param bias;

    /**
     * What may be chosen.
     *
     * @param hasBias whether a bias is added
     * @param kernelInit makes the weights
     * @param biasInit makes the bias
     */
    public record Options(boolean hasBias, Init kernelInit, Init biasInit) {
        /**
         * Without a bias, as {@code use_bias=False}.
         *
         * @return other options
         */
        public Options withoutBias() { return new Options(false, kernelInit, biasInit); }

        /**
         * With other first weights, as {@code kernel_init}.
         *
         * @param init makes them
         * @return other options
         */
        public Options kernelInit(Init init) { return new Options(hasBias, init, biasInit); }

        /**
         * With another first bias, as {@code bias_init}.
         *
         * @param init makes it
         * @return other options
         */
        public Options biasInit(Init init) { return new Options(hasBias, kernelInit, init); }
    }

    /**
     * The options of a layer with a bias of zeros and LeCun normal weights.
     *
     * @return the options
     */
    public static Options options() { return new Options(true, Init.lecunNormal(), Init.zeros()); }

    /**
     * A layer with a bias.
     *
     * @param inFeatures the extent of the last axis of what it is called with
     * @param outFeatures that of the result
     * @param rngs gives a key for the weights and one for the bias
     */
    public Linear(int inFeatures, int outFeatures, Rngs rngs) { this(inFeatures, outFeatures, options(), rngs); }

    /**
     * A layer.
     *
     * @param inFeatures the extent of the last axis of what it is called with
     * @param outFeatures that of the result
     * @param options what may be chosen
     * @param rngs gives a key for the weights and one for the bias
     */
    @SuppressWarnings("NullAway") // see bias
    public Linear(int inFeatures, int outFeatures, Options options, Rngs rngs) {
        Shape shape = Shape.of(inFeatures, outFeatures);
        kernel = new Param(options.kernelInit.apply(rngs.params(), shape, DType.FLOAT32));
        bias = options.hasBias
                ? new Param(options.biasInit.apply(rngs.params(), shape.withoutFirst(), DType.FLOAT32))
                : null;
    }

    /**
     * Applies the layer.
     *
     * @param x {@code [..., in]}
     * @return {@code [..., out]}, of the dtype to which x and the weights are promoted
     * @throws IllegalArgumentException if the last axis of x has another extent
     */
    public Tensor call(Tensor x) {
        Tensor weights = kernel.get();
        if (x.rank() == 0 || x.dim(-1) != weights.dim(0)) {
            throw new IllegalArgumentException("Linear: the last axis of x must be " + weights.dim(0)
                    + ", as the kernel is " + weights.spec() + "; got " + x.spec()
                    + ". Transpose or reshape x, or make the layer for as many features as x has");
        }
        Tensor product = x.matmul(weights);
        @Nullable
        Param added = bias;
        return added == null ? product : product.add(added.get());
    }
}
