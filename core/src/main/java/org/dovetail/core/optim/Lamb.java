package org.dovetail.core.optim;

import org.dovetail.core.tree.PathName;
import org.jspecify.annotations.Nullable;

/**
 * Adam with steps in proportion to the norm of each tensor of parameters, for large batches: {@code optax.lamb}. See {@link ScaleByTrustRatio}.
 *
 * @param learningRate the factor of each step, or a schedule of it
 * @param b1 how much of the first moment stays at each step
 * @param b2 how much of the second moment stays
 * @param eps added to the denominator
 * @param epsRoot added under the root; needed to differentiate through an update
 * @param weightDecay how much of the parameters is taken off at each step, or a schedule of it
 * @param mask which parameters decay; null for all
 */
public record Lamb(@PathName("learning_rate") ScalarOrSchedule learningRate, Scalar b1, Scalar b2, Scalar eps,
        @PathName("eps_root") Scalar epsRoot, @PathName("weight_decay") ScalarOrSchedule weightDecay,
        @Nullable PerLeaf<Boolean> mask) implements Composed {
    /**
     * With optax's defaults.
     *
     * @param learningRate the factor of each step, or a schedule of it
     * @return the optimizer
     */
    public static Lamb of(ScalarOrSchedule learningRate) {
        return new Lamb(learningRate, Scalar.of(0.9), Scalar.of(0.999), Scalar.of(1e-6), Scalar.of(0),
                Scalar.of(0), null);
    }

    /**
     * With optax's defaults.
     *
     * @param learningRate the factor of each step
     * @return the optimizer
     */
    public static Lamb of(double learningRate) { return of(Scalar.of(learningRate)); }

    /**
     * A copy with another b1.
     *
     * @param b1 how much of the first moment stays at each step
     * @return the copy
     */
    public Lamb withB1(double b1) {
        return new Lamb(learningRate, Scalar.of(b1), b2, eps, epsRoot, weightDecay, mask);
    }

    /**
     * A copy with another b2.
     *
     * @param b2 how much of the second moment stays
     * @return the copy
     */
    public Lamb withB2(double b2) {
        return new Lamb(learningRate, b1, Scalar.of(b2), eps, epsRoot, weightDecay, mask);
    }

    /**
     * A copy with another eps.
     *
     * @param eps added to the denominator
     * @return the copy
     */
    public Lamb withEps(double eps) {
        return new Lamb(learningRate, b1, b2, Scalar.of(eps), epsRoot, weightDecay, mask);
    }

    /**
     * A copy with another eps_root.
     *
     * @param epsRoot added under the root; needed to differentiate through an update
     * @return the copy
     */
    public Lamb withEpsRoot(double epsRoot) {
        return new Lamb(learningRate, b1, b2, eps, Scalar.of(epsRoot), weightDecay, mask);
    }

    /**
     * A copy with another weight decay.
     *
     * @param weightDecay how much of the parameters is taken off at each step, or a schedule of it
     * @return the copy
     */
    public Lamb withWeightDecay(ScalarOrSchedule weightDecay) {
        return new Lamb(learningRate, b1, b2, eps, epsRoot, weightDecay, mask);
    }

    /**
     * A copy with another weight decay.
     *
     * @param weightDecay how much of the parameters is taken off at each step, or a schedule of it
     * @return the copy
     */
    public Lamb withWeightDecay(double weightDecay) {
        return new Lamb(learningRate, b1, b2, eps, epsRoot, Scalar.of(weightDecay), mask);
    }

    /**
     * A copy with another mask.
     *
     * @param mask which parameters decay; null for all
     * @return the copy
     */
    public Lamb withMask(PerLeaf<Boolean> mask) {
        return new Lamb(learningRate, b1, b2, eps, epsRoot, weightDecay, mask);
    }

    @Override
    public Chain chain() {
        return Chain.of(new ScaleByAdam(b1, b2, eps, epsRoot, null, false),
                Optim.addDecayedWeights(weightDecay, mask), ScaleByTrustRatio.DEFAULT,
                Optim.scaleByLearningRate(learningRate));
    }
}
