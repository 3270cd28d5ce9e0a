package org.dovetail.core.optim;

import org.dovetail.core.DType;
import org.dovetail.core.Tensor;
import org.dovetail.core.tree.PathName;
import org.dovetail.core.tree.Tree;
import org.jspecify.annotations.Nullable;

/**
 * Adam whose second moment never falls: {@code optax.scale_by_amsgrad}. It divides by the root of the largest corrected second moment so far.
 *
 * @param b1 how much of the first moment stays at each step
 * @param b2 how much of the second moment stays
 * @param eps added to the denominator
 * @param epsRoot added under the root; needed to differentiate through an update
 * @param muDtype the dtype of the first moment; null for that of the gradients
 */
public record ScaleByAmsgrad(Scalar b1, Scalar b2, Scalar eps, @PathName("eps_root") Scalar epsRoot,
        @Nullable DType muDtype) implements GradientTransformation<ScaleByAmsgradState> {
    /** With optax's defaults. */
    public static final ScaleByAmsgrad DEFAULT = new ScaleByAmsgrad(Scalar.of(0.9), Scalar.of(0.999),
            Scalar.of(1e-8), Scalar.of(0), null);

    /**
     * A copy with another b1.
     *
     * @param b1 how much of the first moment stays at each step
     * @return the copy
     */
    public ScaleByAmsgrad withB1(double b1) { return new ScaleByAmsgrad(Scalar.of(b1), b2, eps, epsRoot, muDtype); }

    /**
     * A copy with another b2.
     *
     * @param b2 how much of the second moment stays
     * @return the copy
     */
    public ScaleByAmsgrad withB2(double b2) { return new ScaleByAmsgrad(b1, Scalar.of(b2), eps, epsRoot, muDtype); }

    /**
     * A copy with another eps.
     *
     * @param eps added to the denominator
     * @return the copy
     */
    public ScaleByAmsgrad withEps(double eps) {
        return new ScaleByAmsgrad(b1, b2, Scalar.of(eps), epsRoot, muDtype);
    }

    /**
     * A copy with another eps_root.
     *
     * @param epsRoot added under the root; needed to differentiate through an update
     * @return the copy
     */
    public ScaleByAmsgrad withEpsRoot(double epsRoot) {
        return new ScaleByAmsgrad(b1, b2, eps, Scalar.of(epsRoot), muDtype);
    }

    /**
     * A copy with another mu dtype.
     *
     * @param muDtype the dtype of the first moment; null for that of the gradients
     * @return the copy
     */
    public ScaleByAmsgrad withMuDtype(DType muDtype) { return new ScaleByAmsgrad(b1, b2, eps, epsRoot, muDtype); }

    @Override
    public ScaleByAmsgradState init(Object params) {
        return new ScaleByAmsgradState(Moments.noSteps(), Moments.zerosLike(params, muDtype),
                Moments.zerosLike(params, null), Moments.zerosLike(params, null));
    }

    @Override
    public <P> Updated<P, ScaleByAmsgradState> update(P updates, ScaleByAmsgradState state, @Nullable P params) {
        P mu = Moments.first(updates, state.mu(), b1);
        P nu = Moments.second(updates, state.nu(), b2);
        Tensor count = Moments.increment(state.count());
        P largest = Tree.map((now, before) -> before.maximum(now), Moments.unbiased(nu, b2, count), state.nuMax());
        P scaled = Moments.normalized(Moments.unbiased(mu, b1, count), largest, eps, epsRoot);
        return new Updated<>(scaled, new ScaleByAmsgradState(count, Moments.cast(mu, muDtype), nu, largest));
    }
}
