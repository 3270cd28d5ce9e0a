package org.dovetail.core.optim;

import org.dovetail.core.tree.PathName;
import org.jspecify.annotations.Nullable;

/**
 * Adamax with weight decay that does not pass through the moments: {@code optax.adamaxw}.
 *
 * @param learningRate the factor of each step, or a schedule of it
 * @param b1 how much of the first moment stays at each step
 * @param b2 how much of the largest gradient stays at each step
 * @param eps added to the magnitude of each gradient
 * @param weightDecay how much of the parameters is taken off at each step, or a schedule of it
 * @param mask which parameters decay; null for all
 */
public record AdamaxW(@PathName("learning_rate") ScalarOrSchedule learningRate, Scalar b1, Scalar b2, Scalar eps,
        @PathName("weight_decay") ScalarOrSchedule weightDecay, @Nullable PerLeaf<Boolean> mask) implements Composed {
    /**
     * With optax's defaults.
     *
     * @param learningRate the factor of each step, or a schedule of it
     * @return the optimizer
     */
    public static AdamaxW of(ScalarOrSchedule learningRate) {
        return new AdamaxW(learningRate, Scalar.of(0.9), Scalar.of(0.999), Scalar.of(1e-8), Scalar.of(1e-4),
                null);
    }

    /**
     * With optax's defaults.
     *
     * @param learningRate the factor of each step
     * @return the optimizer
     */
    public static AdamaxW of(double learningRate) { return of(Scalar.of(learningRate)); }

    /**
     * A copy with another b1.
     *
     * @param b1 how much of the first moment stays at each step
     * @return the copy
     */
    public AdamaxW withB1(double b1) { return new AdamaxW(learningRate, Scalar.of(b1), b2, eps, weightDecay, mask); }

    /**
     * A copy with another b2.
     *
     * @param b2 how much of the largest gradient stays at each step
     * @return the copy
     */
    public AdamaxW withB2(double b2) { return new AdamaxW(learningRate, b1, Scalar.of(b2), eps, weightDecay, mask); }

    /**
     * A copy with another eps.
     *
     * @param eps added to the magnitude of each gradient
     * @return the copy
     */
    public AdamaxW withEps(double eps) {
        return new AdamaxW(learningRate, b1, b2, Scalar.of(eps), weightDecay, mask);
    }

    /**
     * A copy with another weight decay.
     *
     * @param weightDecay how much of the parameters is taken off at each step, or a schedule of it
     * @return the copy
     */
    public AdamaxW withWeightDecay(ScalarOrSchedule weightDecay) {
        return new AdamaxW(learningRate, b1, b2, eps, weightDecay, mask);
    }

    /**
     * A copy with another weight decay.
     *
     * @param weightDecay how much of the parameters is taken off at each step, or a schedule of it
     * @return the copy
     */
    public AdamaxW withWeightDecay(double weightDecay) {
        return new AdamaxW(learningRate, b1, b2, eps, Scalar.of(weightDecay), mask);
    }

    /**
     * A copy with another mask.
     *
     * @param mask which parameters decay; null for all
     * @return the copy
     */
    public AdamaxW withMask(PerLeaf<Boolean> mask) {
        return new AdamaxW(learningRate, b1, b2, eps, weightDecay, mask);
    }

    @Override
    public Chain chain() {
        return Chain.of(new ScaleByAdamax(b1, b2, eps), Optim.addDecayedWeights(weightDecay, mask),
                Optim.scaleByLearningRate(learningRate));
    }
}
