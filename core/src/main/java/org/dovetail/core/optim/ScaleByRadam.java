package org.dovetail.core.optim;

import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.tree.PathName;
import org.dovetail.core.tree.Tree;
import org.jspecify.annotations.Nullable;

/**
 * Adam that leaves out the second moment while too few gradients were seen to know their variance: {@code optax.scale_by_radam}. With
 * {@code ρ∞ = 2 / (1 - b2) - 1} and {@code ρ = ρ∞ - 2 t b2^t / (1 - b2^t)}, the update is Adam's times
 * {@code sqrt((ρ - 4) (ρ - 2) ρ∞ / ((ρ∞ - 4) (ρ∞ - 2) ρ))} where ρ is at least the threshold, and {@code m / (1 - b1^t)} elsewhere.
 *
 * @param b1 how much of the first moment stays at each step
 * @param b2 how much of the second moment stays
 * @param eps added to the denominator
 * @param epsRoot added under the root; needed to differentiate through an update
 * @param threshold the ρ from which on the variance is known well enough
 * @param isNesterov whether the momentum looks one step ahead
 */
public record ScaleByRadam(Scalar b1, Scalar b2, Scalar eps, @PathName("eps_root") Scalar epsRoot, Scalar threshold,
        boolean isNesterov) implements GradientTransformation<ScaleByAdamState> {
    /** With optax's defaults. */
    public static final ScaleByRadam DEFAULT = new ScaleByRadam(Scalar.of(0.9), Scalar.of(0.999),
            Scalar.of(1e-8), Scalar.of(0), Scalar.of(5.0), false);

    /**
     * A copy with another b1.
     *
     * @param b1 how much of the first moment stays at each step
     * @return the copy
     */
    public ScaleByRadam withB1(double b1) {
        return new ScaleByRadam(Scalar.of(b1), b2, eps, epsRoot, threshold, isNesterov);
    }

    /**
     * A copy with another b2.
     *
     * @param b2 how much of the second moment stays
     * @return the copy
     */
    public ScaleByRadam withB2(double b2) {
        return new ScaleByRadam(b1, Scalar.of(b2), eps, epsRoot, threshold, isNesterov);
    }

    /**
     * A copy with another eps.
     *
     * @param eps added to the denominator
     * @return the copy
     */
    public ScaleByRadam withEps(double eps) {
        return new ScaleByRadam(b1, b2, Scalar.of(eps), epsRoot, threshold, isNesterov);
    }

    /**
     * A copy with another eps_root.
     *
     * @param epsRoot added under the root; needed to differentiate through an update
     * @return the copy
     */
    public ScaleByRadam withEpsRoot(double epsRoot) {
        return new ScaleByRadam(b1, b2, eps, Scalar.of(epsRoot), threshold, isNesterov);
    }

    /**
     * A copy with another threshold.
     *
     * @param threshold the ρ from which on the variance is known well enough
     * @return the copy
     */
    public ScaleByRadam withThreshold(double threshold) {
        return new ScaleByRadam(b1, b2, eps, epsRoot, Scalar.of(threshold), isNesterov);
    }

    /**
     * A copy whose momentum looks one step ahead.
     *
     * @return the copy
     */
    public ScaleByRadam withNesterov() { return new ScaleByRadam(b1, b2, eps, epsRoot, threshold, true); }

    @Override
    public ScaleByAdamState init(Object params) {
        return new ScaleByAdamState(Moments.noSteps(), Moments.zerosLike(params, null),
                Moments.zerosLike(params, null));
    }

    @Override
    public <P> Updated<P, ScaleByAdamState> update(P updates, ScaleByAdamState state, @Nullable P params) {
        P mu = Moments.first(updates, state.mu(), b1);
        P nu = Moments.second(updates, state.nu(), b2);
        Tensor count = Moments.increment(state.count());
        P ahead = isNesterov ? Moments.nesterov(mu, updates, b1, count) : Moments.unbiased(mu, b1, count);
        P scaled = Moments.normalized(ahead, Moments.unbiased(nu, b2, count), eps, epsRoot);
        Tensor length = length(count);
        Tensor isKnown = length.ge(threshold.tensor());
        Tensor factor = rectification(length);
        P rectified = Tree.map((adam, plain) -> Tensors.where(isKnown, factor.cast(plain.dtype()).mul(adam), plain),
                scaled,
                ahead);
        return new Updated<>(rectified, new ScaleByAdamState(count, mu, nu));
    }

    /** ρ: of how many gradients the second moment is as good as a plain mean. */
    private Tensor length(Tensor count) {
        Tensor decayed = Moments.power(b2, count);
        return longest().tensor().sub(count.mul(2).mul(decayed).div(decayed.neg().add(1)));
    }

    private Scalar longest() { return b2.map(b -> 2 / (1 - b) - 1, b -> b.neg().add(1).pow(-1).mul(2).sub(1)); }

    private Tensor rectification(Tensor length) {
        Scalar limit = longest().map(l -> (l - 4) * (l - 2), l -> l.sub(4).mul(l.sub(2)));
        return longest().times(length.sub(4).mul(length.sub(2))).div(limit.times(length)).sqrt();
    }
}
