package org.dovetail.core.optim;

import org.dovetail.core.tree.PathName;

/**
 * Gradient descent with noise that falls: {@code optax.noisy_sgd}. See {@link AddNoise}.
 *
 * @param learningRate the factor of each step, or a schedule of it
 * @param eta the variance of the noise in the first step
 * @param gamma how fast it falls
 * @param seed the seed of the noise
 */
public record NoisySgd(@PathName("learning_rate") ScalarOrSchedule learningRate, Scalar eta, Scalar gamma, long seed)
        implements
            Composed {
    /**
     * With optax's defaults.
     *
     * @param learningRate the factor of each step, or a schedule of it
     * @param seed the seed of the noise
     * @return the optimizer
     */
    public static NoisySgd of(ScalarOrSchedule learningRate, long seed) {
        return new NoisySgd(learningRate, Scalar.of(0.01), Scalar.of(0.55), seed);
    }

    /**
     * With optax's defaults.
     *
     * @param learningRate the factor of each step
     * @param seed the seed of the noise
     * @return the optimizer
     */
    public static NoisySgd of(double learningRate, long seed) { return of(Scalar.of(learningRate), seed); }

    /**
     * A copy with another eta.
     *
     * @param eta the variance of the noise in the first step
     * @return the copy
     */
    public NoisySgd withEta(double eta) { return new NoisySgd(learningRate, Scalar.of(eta), gamma, seed); }

    /**
     * A copy with another gamma.
     *
     * @param gamma how fast it falls
     * @return the copy
     */
    public NoisySgd withGamma(double gamma) { return new NoisySgd(learningRate, eta, Scalar.of(gamma), seed); }

    @Override
    public Chain chain() { return Chain.of(new AddNoise(eta, gamma, seed), Optim.scaleByLearningRate(learningRate)); }
}
