package org.dovetail.core.optim;

import org.dovetail.core.DType;
import org.dovetail.core.tree.PathName;
import org.jspecify.annotations.Nullable;

/**
 * Steps of one size in the direction of a mean of gradient and momentum: {@code optax.lion}. See {@link ScaleByLion}.
 *
 * @param learningRate the factor of each step, or a schedule of it
 * @param b1 how much the momentum counts in the sign
 * @param b2 how much of the momentum stays at each step
 * @param muDtype the dtype of the first moment; null for that of the gradients
 * @param weightDecay how much of the parameters is taken off at each step, or a schedule of it
 * @param mask which parameters decay; null for all
 */
public record Lion(@PathName("learning_rate") ScalarOrSchedule learningRate, Scalar b1, Scalar b2,
        @Nullable DType muDtype, @PathName("weight_decay") ScalarOrSchedule weightDecay,
        @Nullable PerLeaf<Boolean> mask)
        implements
            Composed {
    /**
     * With optax's defaults.
     *
     * @param learningRate the factor of each step, or a schedule of it
     * @return the optimizer
     */
    public static Lion of(ScalarOrSchedule learningRate) {
        return new Lion(learningRate, Scalar.of(0.9), Scalar.of(0.99), null, Scalar.of(1e-3), null);
    }

    /**
     * With optax's defaults.
     *
     * @param learningRate the factor of each step
     * @return the optimizer
     */
    public static Lion of(double learningRate) { return of(Scalar.of(learningRate)); }

    /**
     * A copy with another b1.
     *
     * @param b1 how much the momentum counts in the sign
     * @return the copy
     */
    public Lion withB1(double b1) { return new Lion(learningRate, Scalar.of(b1), b2, muDtype, weightDecay, mask); }

    /**
     * A copy with another b2.
     *
     * @param b2 how much of the momentum stays at each step
     * @return the copy
     */
    public Lion withB2(double b2) { return new Lion(learningRate, b1, Scalar.of(b2), muDtype, weightDecay, mask); }

    /**
     * A copy with another mu dtype.
     *
     * @param muDtype the dtype of the first moment; null for that of the gradients
     * @return the copy
     */
    public Lion withMuDtype(DType muDtype) { return new Lion(learningRate, b1, b2, muDtype, weightDecay, mask); }

    /**
     * A copy with another weight decay.
     *
     * @param weightDecay how much of the parameters is taken off at each step, or a schedule of it
     * @return the copy
     */
    public Lion withWeightDecay(ScalarOrSchedule weightDecay) {
        return new Lion(learningRate, b1, b2, muDtype, weightDecay, mask);
    }

    /**
     * A copy with another weight decay.
     *
     * @param weightDecay how much of the parameters is taken off at each step, or a schedule of it
     * @return the copy
     */
    public Lion withWeightDecay(double weightDecay) {
        return new Lion(learningRate, b1, b2, muDtype, Scalar.of(weightDecay), mask);
    }

    /**
     * A copy with another mask.
     *
     * @param mask which parameters decay; null for all
     * @return the copy
     */
    public Lion withMask(PerLeaf<Boolean> mask) {
        return new Lion(learningRate, b1, b2, muDtype, weightDecay, mask);
    }

    @Override
    public Chain chain() {
        return Chain.of(new ScaleByLion(b1, b2, muDtype), Optim.addDecayedWeights(weightDecay, mask),
                Optim.scaleByLearningRate(learningRate));
    }
}
