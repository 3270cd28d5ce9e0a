package org.dovetail.core.optim;

import org.dovetail.core.DType;
import org.dovetail.core.tree.PathName;
import org.jspecify.annotations.Nullable;

/**
 * Adam with weight decay that does not pass through the moments: {@code optax.adamw}, and with Nesterov's momentum {@code optax.nadamw}. The decay is
 * multiplied by the learning rate.
 *
 * @param learningRate the factor of each step, or a schedule of it
 * @param b1 how much of the first moment stays at each step
 * @param b2 how much of the second moment stays
 * @param eps added to the denominator
 * @param epsRoot added under the root; needed to differentiate through an update
 * @param muDtype the dtype of the first moment; null for that of the gradients
 * @param weightDecay how much of the parameters is taken off at each step, or a schedule of it
 * @param mask which parameters decay; null for all
 * @param isNesterov whether the momentum looks one step ahead
 */
public record AdamW(@PathName("learning_rate") ScalarOrSchedule learningRate, Scalar b1, Scalar b2, Scalar eps,
        @PathName("eps_root") Scalar epsRoot, @Nullable DType muDtype,
        @PathName("weight_decay") ScalarOrSchedule weightDecay, @Nullable PerLeaf<Boolean> mask,
        boolean isNesterov) implements Composed {
    /**
     * With optax's defaults.
     *
     * @param learningRate the factor of each step, or a schedule of it
     * @return the optimizer
     */
    public static AdamW of(ScalarOrSchedule learningRate) {
        return new AdamW(learningRate, Scalar.of(0.9), Scalar.of(0.999), Scalar.of(1e-8), Scalar.of(0), null,
                Scalar.of(1e-4), null, false);
    }

    /**
     * With optax's defaults.
     *
     * @param learningRate the factor of each step
     * @return the optimizer
     */
    public static AdamW of(double learningRate) { return of(Scalar.of(learningRate)); }

    /**
     * A copy with another b1.
     *
     * @param b1 how much of the first moment stays at each step
     * @return the copy
     */
    public AdamW withB1(double b1) {
        return new AdamW(learningRate, Scalar.of(b1), b2, eps, epsRoot, muDtype, weightDecay, mask, isNesterov);
    }

    /**
     * A copy with another b2.
     *
     * @param b2 how much of the second moment stays
     * @return the copy
     */
    public AdamW withB2(double b2) {
        return new AdamW(learningRate, b1, Scalar.of(b2), eps, epsRoot, muDtype, weightDecay, mask, isNesterov);
    }

    /**
     * A copy with another eps.
     *
     * @param eps added to the denominator
     * @return the copy
     */
    public AdamW withEps(double eps) {
        return new AdamW(learningRate, b1, b2, Scalar.of(eps), epsRoot, muDtype, weightDecay, mask, isNesterov);
    }

    /**
     * A copy with another eps_root.
     *
     * @param epsRoot added under the root; needed to differentiate through an update
     * @return the copy
     */
    public AdamW withEpsRoot(double epsRoot) {
        return new AdamW(learningRate, b1, b2, eps, Scalar.of(epsRoot), muDtype, weightDecay, mask, isNesterov);
    }

    /**
     * A copy with another mu dtype.
     *
     * @param muDtype the dtype of the first moment; null for that of the gradients
     * @return the copy
     */
    public AdamW withMuDtype(DType muDtype) {
        return new AdamW(learningRate, b1, b2, eps, epsRoot, muDtype, weightDecay, mask, isNesterov);
    }

    /**
     * A copy with another weight decay.
     *
     * @param weightDecay how much of the parameters is taken off at each step, or a schedule of it
     * @return the copy
     */
    public AdamW withWeightDecay(ScalarOrSchedule weightDecay) {
        return new AdamW(learningRate, b1, b2, eps, epsRoot, muDtype, weightDecay, mask, isNesterov);
    }

    /**
     * A copy with another weight decay.
     *
     * @param weightDecay how much of the parameters is taken off at each step, or a schedule of it
     * @return the copy
     */
    public AdamW withWeightDecay(double weightDecay) {
        return new AdamW(learningRate, b1, b2, eps, epsRoot, muDtype, Scalar.of(weightDecay), mask, isNesterov);
    }

    /**
     * A copy with another mask.
     *
     * @param mask which parameters decay; null for all
     * @return the copy
     */
    public AdamW withMask(PerLeaf<Boolean> mask) {
        return new AdamW(learningRate, b1, b2, eps, epsRoot, muDtype, weightDecay, mask, isNesterov);
    }

    /**
     * A copy whose momentum looks one step ahead.
     *
     * @return the copy
     */
    public AdamW withNesterov() {
        return new AdamW(learningRate, b1, b2, eps, epsRoot, muDtype, weightDecay, mask, true);
    }

    @Override
    public Chain chain() {
        return Chain.of(new ScaleByAdam(b1, b2, eps, epsRoot, muDtype, isNesterov),
                Optim.addDecayedWeights(weightDecay, mask), Optim.scaleByLearningRate(learningRate));
    }
}
