package org.dovetail.core.optim;

import org.dovetail.core.DType;
import org.dovetail.core.tree.PathName;
import org.jspecify.annotations.Nullable;

/**
 * The Adam optimizer: {@code optax.adam}, and with Nesterov's momentum {@code optax.nadam}. See {@link ScaleByAdam}; its state is that, and the learning rate's.
 *
 * @param learningRate the factor of each step, or a schedule of it
 * @param b1 how much of the first moment stays at each step
 * @param b2 how much of the second moment stays
 * @param eps added to the denominator
 * @param epsRoot added under the root; needed to differentiate through an update
 * @param muDtype the dtype of the first moment; null for that of the gradients
 * @param isNesterov whether the momentum looks one step ahead
 */
public record Adam(@PathName("learning_rate") ScalarOrSchedule learningRate, Scalar b1, Scalar b2, Scalar eps,
        @PathName("eps_root") Scalar epsRoot, @Nullable DType muDtype, boolean isNesterov) implements Composed {
    /**
     * With optax's defaults.
     *
     * @param learningRate the factor of each step, or a schedule of it
     * @return the optimizer
     */
    public static Adam of(ScalarOrSchedule learningRate) {
        return new Adam(learningRate, Scalar.of(0.9), Scalar.of(0.999), Scalar.of(1e-8), Scalar.of(0), null,
                false);
    }

    /**
     * With optax's defaults.
     *
     * @param learningRate the factor of each step
     * @return the optimizer
     */
    public static Adam of(double learningRate) { return of(Scalar.of(learningRate)); }

    /**
     * A copy with another b1.
     *
     * @param b1 how much of the first moment stays at each step
     * @return the copy
     */
    public Adam withB1(double b1) {
        return new Adam(learningRate, Scalar.of(b1), b2, eps, epsRoot, muDtype, isNesterov);
    }

    /**
     * A copy with another b2.
     *
     * @param b2 how much of the second moment stays
     * @return the copy
     */
    public Adam withB2(double b2) {
        return new Adam(learningRate, b1, Scalar.of(b2), eps, epsRoot, muDtype, isNesterov);
    }

    /**
     * A copy with another eps.
     *
     * @param eps added to the denominator
     * @return the copy
     */
    public Adam withEps(double eps) {
        return new Adam(learningRate, b1, b2, Scalar.of(eps), epsRoot, muDtype, isNesterov);
    }

    /**
     * A copy with another eps_root.
     *
     * @param epsRoot added under the root; needed to differentiate through an update
     * @return the copy
     */
    public Adam withEpsRoot(double epsRoot) {
        return new Adam(learningRate, b1, b2, eps, Scalar.of(epsRoot), muDtype, isNesterov);
    }

    /**
     * A copy with another mu dtype.
     *
     * @param muDtype the dtype of the first moment; null for that of the gradients
     * @return the copy
     */
    public Adam withMuDtype(DType muDtype) {
        return new Adam(learningRate, b1, b2, eps, epsRoot, muDtype, isNesterov);
    }

    /**
     * A copy whose momentum looks one step ahead.
     *
     * @return the copy
     */
    public Adam withNesterov() { return new Adam(learningRate, b1, b2, eps, epsRoot, muDtype, true); }

    @Override
    public Chain chain() {
        return Chain.of(new ScaleByAdam(b1, b2, eps, epsRoot, muDtype, isNesterov),
                Optim.scaleByLearningRate(learningRate));
    }
}
