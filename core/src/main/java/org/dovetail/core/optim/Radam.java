package org.dovetail.core.optim;

import org.dovetail.core.tree.PathName;

/**
 * Adam that waits for enough gradients to know their variance: {@code optax.radam}. See {@link ScaleByRadam}.
 *
 * @param learningRate the factor of each step, or a schedule of it
 * @param b1 how much of the first moment stays at each step
 * @param b2 how much of the second moment stays
 * @param eps added to the denominator
 * @param epsRoot added under the root; needed to differentiate through an update
 * @param threshold from how many gradients on the variance is known well enough
 * @param isNesterov whether the momentum looks one step ahead
 */
public record Radam(@PathName("learning_rate") ScalarOrSchedule learningRate, Scalar b1, Scalar b2, Scalar eps,
        @PathName("eps_root") Scalar epsRoot, Scalar threshold, boolean isNesterov) implements Composed {
    /**
     * With optax's defaults.
     *
     * @param learningRate the factor of each step, or a schedule of it
     * @return the optimizer
     */
    public static Radam of(ScalarOrSchedule learningRate) {
        return new Radam(learningRate, Scalar.of(0.9), Scalar.of(0.999), Scalar.of(1e-8), Scalar.of(0),
                Scalar.of(5.0), false);
    }

    /**
     * With optax's defaults.
     *
     * @param learningRate the factor of each step
     * @return the optimizer
     */
    public static Radam of(double learningRate) { return of(Scalar.of(learningRate)); }

    /**
     * A copy with another b1.
     *
     * @param b1 how much of the first moment stays at each step
     * @return the copy
     */
    public Radam withB1(double b1) {
        return new Radam(learningRate, Scalar.of(b1), b2, eps, epsRoot, threshold, isNesterov);
    }

    /**
     * A copy with another b2.
     *
     * @param b2 how much of the second moment stays
     * @return the copy
     */
    public Radam withB2(double b2) {
        return new Radam(learningRate, b1, Scalar.of(b2), eps, epsRoot, threshold, isNesterov);
    }

    /**
     * A copy with another eps.
     *
     * @param eps added to the denominator
     * @return the copy
     */
    public Radam withEps(double eps) {
        return new Radam(learningRate, b1, b2, Scalar.of(eps), epsRoot, threshold, isNesterov);
    }

    /**
     * A copy with another eps_root.
     *
     * @param epsRoot added under the root; needed to differentiate through an update
     * @return the copy
     */
    public Radam withEpsRoot(double epsRoot) {
        return new Radam(learningRate, b1, b2, eps, Scalar.of(epsRoot), threshold, isNesterov);
    }

    /**
     * A copy with another threshold.
     *
     * @param threshold from how many gradients on the variance is known well enough
     * @return the copy
     */
    public Radam withThreshold(double threshold) {
        return new Radam(learningRate, b1, b2, eps, epsRoot, Scalar.of(threshold), isNesterov);
    }

    /**
     * A copy whose momentum looks one step ahead.
     *
     * @return the copy
     */
    public Radam withNesterov() { return new Radam(learningRate, b1, b2, eps, epsRoot, threshold, true); }

    @Override
    public Chain chain() {
        return Chain.of(new ScaleByRadam(b1, b2, eps, epsRoot, threshold, isNesterov),
                Optim.scaleByLearningRate(learningRate));
    }
}
