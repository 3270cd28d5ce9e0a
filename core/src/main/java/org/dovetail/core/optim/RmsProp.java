package org.dovetail.core.optim;

import org.dovetail.core.tree.PathName;
import org.jspecify.annotations.Nullable;

/**
 * Divides by the root of the mean square of the gradients, or of their variance: {@code optax.rmsprop}. See {@link ScaleByRms} and {@link ScaleByStddev}.
 *
 * @param learningRate the factor of each step, or a schedule of it
 * @param decay how much of the mean square stays at each step
 * @param eps added to the denominator
 * @param initialScale the second moment before the first step
 * @param isEpsOutside whether eps is added to the root instead of under it: {@code eps_in_sqrt=False}
 * @param isCentered whether it divides by the root of the variance
 * @param momentum how much of the sum of updates stays at each step; null for none
 * @param isNesterov whether the momentum looks one step ahead
 * @param isUnbiased whether the moments are corrected for their zeros at the start: {@code bias_correction=True}
 */
public record RmsProp(@PathName("learning_rate") ScalarOrSchedule learningRate, Scalar decay, Scalar eps,
        @PathName("initial_scale") Scalar initialScale, boolean isEpsOutside, boolean isCentered,
        @Nullable Scalar momentum, boolean isNesterov, boolean isUnbiased) implements Composed {
    /**
     * With optax's defaults.
     *
     * @param learningRate the factor of each step, or a schedule of it
     * @return the optimizer
     */
    public static RmsProp of(ScalarOrSchedule learningRate) {
        return new RmsProp(learningRate, Scalar.of(0.9), Scalar.of(1e-8), Scalar.of(0), false, false, null,
                false, false);
    }

    /**
     * With optax's defaults.
     *
     * @param learningRate the factor of each step
     * @return the optimizer
     */
    public static RmsProp of(double learningRate) { return of(Scalar.of(learningRate)); }

    /**
     * A copy with another decay.
     *
     * @param decay how much of the mean square stays at each step
     * @return the copy
     */
    public RmsProp withDecay(double decay) {
        return new RmsProp(learningRate, Scalar.of(decay), eps, initialScale, isEpsOutside, isCentered,
                momentum, isNesterov, isUnbiased);
    }

    /**
     * A copy with another eps.
     *
     * @param eps added to the denominator
     * @return the copy
     */
    public RmsProp withEps(double eps) {
        return new RmsProp(learningRate, decay, Scalar.of(eps), initialScale, isEpsOutside, isCentered,
                momentum, isNesterov, isUnbiased);
    }

    /**
     * A copy with another initial scale.
     *
     * @param initialScale the second moment before the first step
     * @return the copy
     */
    public RmsProp withInitialScale(double initialScale) {
        return new RmsProp(learningRate, decay, eps, Scalar.of(initialScale), isEpsOutside, isCentered,
                momentum, isNesterov, isUnbiased);
    }

    /**
     * A copy that adds eps to the root instead of under it.
     *
     * @return the copy
     */
    public RmsProp withEpsOutside() {
        return new RmsProp(learningRate, decay, eps, initialScale, true, isCentered, momentum, isNesterov,
                isUnbiased);
    }

    /**
     * A copy that divides by the root of the variance.
     *
     * @return the copy
     */
    public RmsProp withCentered() {
        return new RmsProp(learningRate, decay, eps, initialScale, isEpsOutside, true, momentum, isNesterov,
                isUnbiased);
    }

    /**
     * A copy with another momentum.
     *
     * @param momentum how much of the sum of updates stays at each step; null for none
     * @return the copy
     */
    public RmsProp withMomentum(double momentum) {
        return new RmsProp(learningRate, decay, eps, initialScale, isEpsOutside, isCentered,
                Scalar.of(momentum), isNesterov, isUnbiased);
    }

    /**
     * A copy whose momentum looks one step ahead.
     *
     * @return the copy
     */
    public RmsProp withNesterov() {
        return new RmsProp(learningRate, decay, eps, initialScale, isEpsOutside, isCentered, momentum, true,
                isUnbiased);
    }

    /**
     * A copy that corrects the moments for their zeros at the start.
     *
     * @return the copy
     */
    public RmsProp withUnbiased() {
        return new RmsProp(learningRate, decay, eps, initialScale, isEpsOutside, isCentered, momentum,
                isNesterov, true);
    }

    @Override
    public Chain chain() {
        return Chain.of(isCentered
                ? new ScaleByStddev(decay, eps, initialScale, isEpsOutside, isUnbiased)
                : new ScaleByRms(decay, eps, initialScale, isEpsOutside, isUnbiased),
                Optim.scaleByLearningRate(learningRate), Optim.momentum(momentum, isNesterov, null));
    }
}
