package org.dovetail.core;

import java.util.List;
import java.util.Optional;

/**
 * What {@link Nn#standardize} knows of mean and variance, and how it finds them: the arguments of {@code jax.nn.standardize}.
 *
 * @param mean the mean, where it is known; it broadcasts with the operand
 * @param variance the variance, where it is known
 * @param epsilon what is added to the variance
 * @param where which elements count for mean and variance; all where it is not given
 * @param algorithm how the variance is found
 */
public record StandardizeOptions(Optional<Tensor> mean, Optional<Tensor> variance, double epsilon,
        Optional<Tensor> where, Algorithm algorithm) {
    /** How a variance is found. */
    public enum Algorithm {
        /** The mean of the squares less the square of the mean, 0 at least. */
        FAST,
        /** The mean of the squares of the differences from the mean. */
        STABLE
    }

    /** Nothing is known, 1e-5 is added, and the variance is found fast. */
    public static final StandardizeOptions DEFAULT = new StandardizeOptions(Optional.empty(), Optional.empty(), 1e-5,
            Optional.empty(), Algorithm.FAST);

    /**
     * The same with a known mean.
     *
     * @param known the mean
     * @return the options
     */
    public StandardizeOptions withMean(Tensor known) {
        return new StandardizeOptions(Optional.of(known), variance, epsilon, where, algorithm);
    }

    /**
     * The same with a known variance.
     *
     * @param known the variance
     * @return the options
     */
    public StandardizeOptions withVariance(Tensor known) {
        return new StandardizeOptions(mean, Optional.of(known), epsilon, where, algorithm);
    }

    /**
     * The same with something else that is added to the variance.
     *
     * @param added what is added
     * @return the options
     */
    public StandardizeOptions withEpsilon(double added) {
        return new StandardizeOptions(mean, variance, added, where, algorithm);
    }

    /**
     * The same with a mask.
     *
     * @param mask true where elements count for mean and variance
     * @return the options
     */
    public StandardizeOptions withWhere(Tensor mask) {
        return new StandardizeOptions(mean, variance, epsilon, Optional.of(mask), algorithm);
    }

    /**
     * The same with another way to find the variance.
     *
     * @param other the way
     * @return the options
     */
    public StandardizeOptions withAlgorithm(Algorithm other) {
        return new StandardizeOptions(mean, variance, epsilon, where, other);
    }

    Tensor standardized(Tensor x, List<Integer> axes) {
        Tensor center = mean.orElseGet(() -> averaged(x, axes));
        Tensor spread = variance.orElseGet(() -> switch (algorithm) {
            case FAST -> averaged(x.pow(2), axes).sub(center.pow(2)).maximum(0);
            case STABLE -> averaged(x.sub(center).pow(2), axes);
        });
        return x.sub(center).mul(Tensors.rsqrt(spread.add(epsilon)));
    }

    /** The mean of the elements that count, with axes of extent 1. */
    private Tensor averaged(Tensor x, List<Integer> axes) {
        int[] along = axes.stream().mapToInt(Integer::intValue).toArray();
        return where.map(mask -> {
            DType sums = x.dtype() == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
            Tensor counted = mask.broadcastTo(x.shape());
            Tensor kept = Tensors.where(counted, x, Tensors.full(x.dtype(), Shape.of(), 0)).cast(sums);
            Tensor mean = kept.sum(along).div(counted.cast(sums).sum(along)).cast(x.dtype());
            return Softmax.kept(mean, x.shape(), axes);
        }).orElseGet(() -> Softmax.kept(x.mean(along), x.shape(), axes));
    }
}
