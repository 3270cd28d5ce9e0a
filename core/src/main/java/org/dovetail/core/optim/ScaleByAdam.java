package org.dovetail.core.optim;

import org.dovetail.core.DType;
import org.dovetail.core.Tensor;
import org.dovetail.core.tree.PathName;
import org.jspecify.annotations.Nullable;

/**
 * Divides the mean of the gradients by the root of their mean square: {@code optax.scale_by_adam}. With t the number of the step,
 * {@code m = b1 m + (1 - b1) g}, {@code v = b2 v + (1 - b2) g²}, and the update {@code m / (1 - b1^t) / (sqrt(v / (1 - b2^t) + epsRoot) + eps)}.
 *
 * @param b1 how much of the first moment stays at each step
 * @param b2 how much of the second moment stays
 * @param eps added to the denominator
 * @param epsRoot added under the root; needed to differentiate through an update
 * @param muDtype the dtype of the first moment; null for that of the gradients
 * @param isNesterov whether the momentum looks one step ahead
 */
public record ScaleByAdam(Scalar b1, Scalar b2, Scalar eps, @PathName("eps_root") Scalar epsRoot,
        @Nullable DType muDtype, boolean isNesterov) implements GradientTransformation<ScaleByAdamState> {
    /** With optax's defaults. */
    public static final ScaleByAdam DEFAULT = new ScaleByAdam(Scalar.of(0.9), Scalar.of(0.999), Scalar.of(1e-8),
            Scalar.of(0), null, false);

    /**
     * A copy with another b1.
     *
     * @param b1 how much of the first moment stays at each step
     * @return the copy
     */
    public ScaleByAdam withB1(double b1) {
        return new ScaleByAdam(Scalar.of(b1), b2, eps, epsRoot, muDtype, isNesterov);
    }

    /**
     * A copy with another b2.
     *
     * @param b2 how much of the second moment stays
     * @return the copy
     */
    public ScaleByAdam withB2(double b2) {
        return new ScaleByAdam(b1, Scalar.of(b2), eps, epsRoot, muDtype, isNesterov);
    }

    /**
     * A copy with another eps.
     *
     * @param eps added to the denominator
     * @return the copy
     */
    public ScaleByAdam withEps(double eps) {
        return new ScaleByAdam(b1, b2, Scalar.of(eps), epsRoot, muDtype, isNesterov);
    }

    /**
     * A copy with another eps_root.
     *
     * @param epsRoot added under the root; needed to differentiate through an update
     * @return the copy
     */
    public ScaleByAdam withEpsRoot(double epsRoot) {
        return new ScaleByAdam(b1, b2, eps, Scalar.of(epsRoot), muDtype, isNesterov);
    }

    /**
     * A copy with another mu dtype.
     *
     * @param muDtype the dtype of the first moment; null for that of the gradients
     * @return the copy
     */
    public ScaleByAdam withMuDtype(DType muDtype) {
        return new ScaleByAdam(b1, b2, eps, epsRoot, muDtype, isNesterov);
    }

    /**
     * A copy whose momentum looks one step ahead.
     *
     * @return the copy
     */
    public ScaleByAdam withNesterov() { return new ScaleByAdam(b1, b2, eps, epsRoot, muDtype, true); }

    @Override
    public ScaleByAdamState init(Object params) {
        return new ScaleByAdamState(Moments.noSteps(), Moments.zerosLike(params, muDtype),
                Moments.zerosLike(params, null));
    }

    @Override
    public <P> Updated<P, ScaleByAdamState> update(P updates, ScaleByAdamState state, @Nullable P params) {
        P mu = Moments.first(updates, state.mu(), b1);
        P nu = Moments.second(updates, state.nu(), b2);
        Tensor count = Moments.increment(state.count());
        P ahead = isNesterov ? Moments.nesterov(mu, updates, b1, count) : Moments.unbiased(mu, b1, count);
        P scaled = Moments.normalized(ahead, Moments.unbiased(nu, b2, count), eps, epsRoot);
        return new Updated<>(scaled,
                new ScaleByAdamState(count, Moments.cast(mu, muDtype), Moments.castLike(nu, state.nu())));
    }
}
