package org.dovetail.core.optim;

import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.tree.PathName;
import org.dovetail.core.tree.Tree;
import org.jspecify.annotations.Nullable;

/**
 * Divides by the root of the mean square of the gradients: {@code optax.scale_by_rms}, {@code v = decay v + (1 - decay) g²} and {@code g / sqrt(v + eps)}.
 *
 * @param decay how much of the mean square stays at each step
 * @param eps added to the denominator
 * @param initialScale the second moment before the first step
 * @param isEpsOutside whether eps is added to the root instead of under it: {@code eps_in_sqrt=False}
 * @param isUnbiased whether the moments are corrected for their zeros at the start: {@code bias_correction=True}
 */
public record ScaleByRms(Scalar decay, Scalar eps, @PathName("initial_scale") Scalar initialScale, boolean isEpsOutside,
        boolean isUnbiased) implements GradientTransformation<RmsState> {
    /** With optax's defaults. */
    public static final ScaleByRms DEFAULT = new ScaleByRms(Scalar.of(0.9), Scalar.of(1e-8), Scalar.of(0),
            false, false);

    /**
     * A copy with another decay.
     *
     * @param decay how much of the mean square stays at each step
     * @return the copy
     */
    public ScaleByRms withDecay(double decay) {
        return new ScaleByRms(Scalar.of(decay), eps, initialScale, isEpsOutside, isUnbiased);
    }

    /**
     * A copy with another eps.
     *
     * @param eps added to the denominator
     * @return the copy
     */
    public ScaleByRms withEps(double eps) {
        return new ScaleByRms(decay, Scalar.of(eps), initialScale, isEpsOutside, isUnbiased);
    }

    /**
     * A copy with another initial scale.
     *
     * @param initialScale the second moment before the first step
     * @return the copy
     */
    public ScaleByRms withInitialScale(double initialScale) {
        return new ScaleByRms(decay, eps, Scalar.of(initialScale), isEpsOutside, isUnbiased);
    }

    /**
     * A copy that adds eps to the root instead of under it.
     *
     * @return the copy
     */
    public ScaleByRms withEpsOutside() { return new ScaleByRms(decay, eps, initialScale, true, isUnbiased); }

    /**
     * A copy that corrects the moments for their zeros at the start.
     *
     * @return the copy
     */
    public ScaleByRms withUnbiased() { return new ScaleByRms(decay, eps, initialScale, isEpsOutside, true); }

    @Override
    public RmsState init(Object params) {
        Object nu = Moments.fullLike(params, initialScale);
        return isUnbiased ? new ScaleByRmsWithCountState(Moments.noSteps(), nu) : new ScaleByRmsState(nu);
    }

    @Override
    public <P> Updated<P, RmsState> update(P updates, RmsState state, @Nullable P params) {
        return switch (state) {
            case ScaleByRmsState(Object before) -> {
                P nu = Moments.second(updates, before, decay);
                yield new Updated<>(scaled(updates, nu), new ScaleByRmsState(nu));
            }
            case ScaleByRmsWithCountState(Tensor steps, Object before) -> {
                P nu = Moments.second(updates, before, decay);
                Tensor count = Moments.increment(steps);
                yield new Updated<>(scaled(updates, Moments.unbiased(nu, decay, count)),
                        new ScaleByRmsWithCountState(count, nu));
            }
        };
    }

    private <P> P scaled(P updates, Object nu) { return Tree.map((g, v) -> inverse(v).mul(g), updates, nu); }

    private Tensor inverse(Tensor v) { return isEpsOutside ? eps.plus(v.sqrt()).pow(-1) : Tensors.rsqrt(eps.plus(v)); }
}
