package org.dovetail.nnx;

import java.util.stream.IntStream;
import org.dovetail.core.DType;
import org.dovetail.core.Init;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * Normalises over all axes but the last, with the statistics of the batch while training, else with their running averages: {@code nnx.BatchNorm}.
 *
 * <p>
 * {@code (x - mean) · scale / √(var + epsilon) + bias}. The variance is {@code E[x²] - E[x]²}, at least 0. While training, each average becomes
 * {@code momentum · average + (1 - momentum) · statistic}.
 */
public final class BatchNorm extends Module {
    /** The factors, of shape {@code [features]}. */
    @SuppressWarnings("NullAway") // whoever leaves the scale out knows
    public final Param scale;
    /** What is added, of shape {@code [features]}. */
    @SuppressWarnings("NullAway") // whoever leaves the bias out knows
    public final Param bias;
    /** The running average of the mean, float32 {@code [features]}. */
    public final BatchStat mean;
    /** The running average of the biased variance, float32 {@code [features]}. */
    public final BatchStat var;
    private final Options options;

    /**
     * What may be chosen.
     *
     * @param momentum how much of the average stays at each step
     * @param epsilon what is added to the variance
     * @param hasScale whether there are factors
     * @param hasBias whether there is a bias
     */
    public record Options(double momentum, double epsilon, boolean hasScale, boolean hasBias) {
        /**
         * With another momentum.
         *
         * @param other how much of the average stays at each step
         * @return other options
         */
        public Options momentum(double other) { return new Options(other, epsilon, hasScale, hasBias); }

        /**
         * With another epsilon.
         *
         * @param other what is added to the variance
         * @return other options
         */
        public Options epsilon(double other) { return new Options(momentum, other, hasScale, hasBias); }

        /**
         * Without factors, as {@code use_scale=False}.
         *
         * @return other options
         */
        public Options withoutScale() { return new Options(momentum, epsilon, false, hasBias); }

        /**
         * Without a bias, as {@code use_bias=False}.
         *
         * @return other options
         */
        public Options withoutBias() { return new Options(momentum, epsilon, hasScale, false); }
    }

    /**
     * A momentum of 0.99, an epsilon of 1e-5, factors and a bias.
     *
     * @return the options
     */
    public static Options options() { return new Options(0.99, 1e-5, true, true); }

    /**
     * A layer with the usual options.
     *
     * @param features the extent of the last axis
     * @param rngs gives a key for the factors and one for the bias
     */
    public BatchNorm(int features, Rngs rngs) { this(features, options(), rngs); }

    /**
     * A layer with another momentum.
     *
     * @param features the extent of the last axis
     * @param momentum how much of the average stays at each step
     * @param rngs gives a key for the factors and one for the bias
     */
    public BatchNorm(int features, double momentum, Rngs rngs) {
        this(features, options().momentum(momentum), rngs);
    }

    /**
     * A layer.
     *
     * @param features the extent of the last axis
     * @param options what may be chosen
     * @param rngs gives a key for the factors and one for the bias
     */
    @SuppressWarnings("NullAway") // see scale and bias
    public BatchNorm(int features, Options options, Rngs rngs) {
        Shape shape = Shape.of(features);
        this.options = options;
        mean = new BatchStat(Tensors.zeros(DType.FLOAT32, shape));
        var = new BatchStat(Tensors.ones(DType.FLOAT32, shape));
        scale = options.hasScale ? new Param(Init.ones().apply(rngs.params(), shape, DType.FLOAT32)) : null;
        bias = options.hasBias ? new Param(Init.zeros().apply(rngs.params(), shape, DType.FLOAT32)) : null;
    }

    /**
     * Applies the layer, and moves the averages while training.
     *
     * @param x {@code [..., features]}
     * @return the same shape, of the dtype to which x and the parameters are promoted
     * @throws IllegalArgumentException if the last axis of x has another extent
     */
    public Tensor call(Tensor x) {
        Tensor averageMean = mean.get();
        Tensor averageVar = var.get();
        if (x.rank() == 0 || x.dim(-1) != averageMean.dim(0)) {
            throw new IllegalArgumentException("BatchNorm: the last axis of x must be " + averageMean.dim(0)
                    + "; got " + x.spec()
                    + ". Transpose or reshape x, or make the layer for as many features as x has");
        }
        Tensor wide = x.dtype() == DType.FLOAT64 ? x : x.cast(DType.FLOAT32);
        if (!isTraining()) {
            return normalised(wide, averageMean, averageVar);
        }
        int[] axes = IntStream.range(0, x.rank() - 1).toArray();
        Tensor batchMean = mean(wide, axes);
        Tensor batchVar = mean(wide.mul(wide), axes).sub(batchMean.mul(batchMean)).maximum(0);
        mean.set(moved(averageMean, batchMean));
        var.set(moved(averageVar, batchVar));
        return normalised(wide, batchMean, batchVar);
    }

    /** The mean over some axes; of none, the tensor itself. */
    private static Tensor mean(Tensor x, int[] axes) {
        return axes.length == 0 ? x : x.mean(axes);
    }

    private Tensor moved(Tensor average, Tensor statistic) {
        return average.mul(options.momentum).add(statistic.mul(1 - options.momentum));
    }

    private Tensor normalised(Tensor x, Tensor center, Tensor variance) {
        @Nullable
        Param factors = scale;
        @Nullable
        Param added = bias;
        Tensor inverse = Tensors.rsqrt(variance.add(options.epsilon));
        Tensor scaled = x.sub(center).mul(factors == null ? inverse : inverse.mul(factors.get()));
        return added == null ? scaled : scaled.add(added.get());
    }
}
