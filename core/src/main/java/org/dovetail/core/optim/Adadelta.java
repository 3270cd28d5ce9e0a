package org.dovetail.core.optim;

import org.dovetail.core.tree.PathName;
import org.jspecify.annotations.Nullable;

/**
 * Scales by the ratio of the roots of the mean squares of updates and gradients: {@code optax.adadelta}. See {@link ScaleByAdadelta}.
 *
 * @param learningRate the factor of each step, or a schedule of it
 * @param rho how much of the means stays at each step
 * @param eps added under both roots
 * @param weightDecay how much of the parameters is taken off at each step, or a schedule of it
 * @param weightDecayMask which parameters decay; null for all
 */
public record Adadelta(@PathName("learning_rate") ScalarOrSchedule learningRate, Scalar rho, Scalar eps,
        @PathName("weight_decay") ScalarOrSchedule weightDecay, @Nullable PerLeaf<Boolean> weightDecayMask)
        implements
            Composed {
    /**
     * With optax's defaults.
     *
     * @param learningRate the factor of each step, or a schedule of it
     * @return the optimizer
     */
    public static Adadelta of(ScalarOrSchedule learningRate) {
        return new Adadelta(learningRate, Scalar.of(0.9), Scalar.of(1e-6), Scalar.of(0), null);
    }

    /**
     * With optax's defaults.
     *
     * @param learningRate the factor of each step
     * @return the optimizer
     */
    public static Adadelta of(double learningRate) { return of(Scalar.of(learningRate)); }

    /**
     * A copy with another rho.
     *
     * @param rho how much of the means stays at each step
     * @return the copy
     */
    public Adadelta withRho(double rho) {
        return new Adadelta(learningRate, Scalar.of(rho), eps, weightDecay, weightDecayMask);
    }

    /**
     * A copy with another eps.
     *
     * @param eps added under both roots
     * @return the copy
     */
    public Adadelta withEps(double eps) {
        return new Adadelta(learningRate, rho, Scalar.of(eps), weightDecay, weightDecayMask);
    }

    /**
     * A copy with another weight decay.
     *
     * @param weightDecay how much of the parameters is taken off at each step, or a schedule of it
     * @return the copy
     */
    public Adadelta withWeightDecay(ScalarOrSchedule weightDecay) {
        return new Adadelta(learningRate, rho, eps, weightDecay, weightDecayMask);
    }

    /**
     * A copy with another weight decay.
     *
     * @param weightDecay how much of the parameters is taken off at each step, or a schedule of it
     * @return the copy
     */
    public Adadelta withWeightDecay(double weightDecay) {
        return new Adadelta(learningRate, rho, eps, Scalar.of(weightDecay), weightDecayMask);
    }

    /**
     * A copy with another weight decay mask.
     *
     * @param weightDecayMask which parameters decay; null for all
     * @return the copy
     */
    public Adadelta withWeightDecayMask(PerLeaf<Boolean> weightDecayMask) {
        return new Adadelta(learningRate, rho, eps, weightDecay, weightDecayMask);
    }

    @Override
    public Chain chain() {
        return Chain.of(Optim.addDecayedWeights(weightDecay, weightDecayMask), new ScaleByAdadelta(rho, eps),
                Optim.scaleByLearningRate(learningRate));
    }
}
