package org.dovetail.core.optim;

import org.dovetail.core.tree.PathName;

/**
 * Momentum with steps in proportion to the norm of each tensor of parameters, for large batches: {@code optax.lars}. See {@link ScaleByTrustRatio}.
 *
 * @param learningRate the factor of each step, or a schedule of it
 * @param weightDecay how much of the parameters is taken off at each step, or a schedule of it
 * @param weightDecayMask which parameters decay
 * @param trustCoefficient a factor of the ratio of norms
 * @param eps added to the norm of the update
 * @param trustRatioMask which parameters are scaled by the ratio of norms
 * @param momentum how much of the sum of updates stays at each step
 * @param isNesterov whether the momentum looks one step ahead
 */
public record Lars(@PathName("learning_rate") ScalarOrSchedule learningRate,
        @PathName("weight_decay") ScalarOrSchedule weightDecay, PerLeaf<Boolean> weightDecayMask,
        @PathName("trust_coefficient") Scalar trustCoefficient, Scalar eps, PerLeaf<Boolean> trustRatioMask,
        Scalar momentum, boolean isNesterov)
        implements
            Composed {
    /**
     * With optax's defaults.
     *
     * @param learningRate the factor of each step, or a schedule of it
     * @return the optimizer
     */
    public static Lars of(ScalarOrSchedule learningRate) {
        return new Lars(learningRate, Scalar.of(0), PerLeaf.all(true), Scalar.of(0.001), Scalar.of(0),
                PerLeaf.all(true), Scalar.of(0.9), false);
    }

    /**
     * With optax's defaults.
     *
     * @param learningRate the factor of each step
     * @return the optimizer
     */
    public static Lars of(double learningRate) { return of(Scalar.of(learningRate)); }

    /**
     * A copy with another weight decay.
     *
     * @param weightDecay how much of the parameters is taken off at each step, or a schedule of it
     * @return the copy
     */
    public Lars withWeightDecay(ScalarOrSchedule weightDecay) {
        return new Lars(learningRate, weightDecay, weightDecayMask, trustCoefficient, eps, trustRatioMask,
                momentum, isNesterov);
    }

    /**
     * A copy with another weight decay.
     *
     * @param weightDecay how much of the parameters is taken off at each step, or a schedule of it
     * @return the copy
     */
    public Lars withWeightDecay(double weightDecay) {
        return new Lars(learningRate, Scalar.of(weightDecay), weightDecayMask, trustCoefficient, eps,
                trustRatioMask, momentum, isNesterov);
    }

    /**
     * A copy with another weight decay mask.
     *
     * @param weightDecayMask which parameters decay
     * @return the copy
     */
    public Lars withWeightDecayMask(PerLeaf<Boolean> weightDecayMask) {
        return new Lars(learningRate, weightDecay, weightDecayMask, trustCoefficient, eps, trustRatioMask,
                momentum, isNesterov);
    }

    /**
     * A copy with another trust coefficient.
     *
     * @param trustCoefficient a factor of the ratio of norms
     * @return the copy
     */
    public Lars withTrustCoefficient(double trustCoefficient) {
        return new Lars(learningRate, weightDecay, weightDecayMask, Scalar.of(trustCoefficient), eps,
                trustRatioMask, momentum, isNesterov);
    }

    /**
     * A copy with another eps.
     *
     * @param eps added to the norm of the update
     * @return the copy
     */
    public Lars withEps(double eps) {
        return new Lars(learningRate, weightDecay, weightDecayMask, trustCoefficient, Scalar.of(eps),
                trustRatioMask, momentum, isNesterov);
    }

    /**
     * A copy with another trust ratio mask.
     *
     * @param trustRatioMask which parameters are scaled by the ratio of norms
     * @return the copy
     */
    public Lars withTrustRatioMask(PerLeaf<Boolean> trustRatioMask) {
        return new Lars(learningRate, weightDecay, weightDecayMask, trustCoefficient, eps, trustRatioMask,
                momentum, isNesterov);
    }

    /**
     * A copy with another momentum.
     *
     * @param momentum how much of the sum of updates stays at each step
     * @return the copy
     */
    public Lars withMomentum(double momentum) {
        return new Lars(learningRate, weightDecay, weightDecayMask, trustCoefficient, eps, trustRatioMask,
                Scalar.of(momentum), isNesterov);
    }

    /**
     * A copy whose momentum looks one step ahead.
     *
     * @return the copy
     */
    public Lars withNesterov() {
        return new Lars(learningRate, weightDecay, weightDecayMask, trustCoefficient, eps, trustRatioMask,
                momentum, true);
    }

    @Override
    public Chain chain() {
        return Chain.of(Optim.addDecayedWeights(weightDecay, weightDecayMask),
                new Masked<>(new ScaleByTrustRatio(Scalar.of(0), trustCoefficient, eps), trustRatioMask),
                Optim.scaleByLearningRate(learningRate), new Trace(momentum, isNesterov, null));
    }
}
