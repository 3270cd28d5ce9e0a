package org.dovetail.core.optim;

import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.tree.PathName;
import org.jspecify.annotations.Nullable;

/**
 * Divides by the root of the variance of the gradients: {@code optax.scale_by_stddev}, {@code g / sqrt(v - m² + eps)} with the means of g and of g².
 *
 * @param decay how much of the moments stays at each step
 * @param eps added to the denominator
 * @param initialScale the second moment before the first step
 * @param isEpsOutside whether eps is added to the root instead of under it: {@code eps_in_sqrt=False}
 * @param isUnbiased whether the moments are corrected for their zeros at the start: {@code bias_correction=True}
 */
public record ScaleByStddev(Scalar decay, Scalar eps, @PathName("initial_scale") Scalar initialScale,
        boolean isEpsOutside, boolean isUnbiased) implements GradientTransformation<StddevState> {
    /** With optax's defaults. */
    public static final ScaleByStddev DEFAULT = new ScaleByStddev(Scalar.of(0.9), Scalar.of(1e-8), Scalar.of(0),
            false, false);

    /**
     * A copy with another decay.
     *
     * @param decay how much of the moments stays at each step
     * @return the copy
     */
    public ScaleByStddev withDecay(double decay) {
        return new ScaleByStddev(Scalar.of(decay), eps, initialScale, isEpsOutside, isUnbiased);
    }

    /**
     * A copy with another eps.
     *
     * @param eps added to the denominator
     * @return the copy
     */
    public ScaleByStddev withEps(double eps) {
        return new ScaleByStddev(decay, Scalar.of(eps), initialScale, isEpsOutside, isUnbiased);
    }

    /**
     * A copy with another initial scale.
     *
     * @param initialScale the second moment before the first step
     * @return the copy
     */
    public ScaleByStddev withInitialScale(double initialScale) {
        return new ScaleByStddev(decay, eps, Scalar.of(initialScale), isEpsOutside, isUnbiased);
    }

    /**
     * A copy that adds eps to the root instead of under it.
     *
     * @return the copy
     */
    public ScaleByStddev withEpsOutside() { return new ScaleByStddev(decay, eps, initialScale, true, isUnbiased); }

    /**
     * A copy that corrects the moments for their zeros at the start.
     *
     * @return the copy
     */
    public ScaleByStddev withUnbiased() { return new ScaleByStddev(decay, eps, initialScale, isEpsOutside, true); }

    @Override
    public StddevState init(Object params) {
        Object mu = Moments.zerosLike(params, null);
        Object nu = Moments.fullLike(params, initialScale);
        return isUnbiased
                ? new ScaleByRStdDevWithCountState(Moments.noSteps(), mu, nu)
                : new ScaleByRStdDevState(mu, nu);
    }

    @Override
    public <P> Updated<P, StddevState> update(P updates, StddevState state, @Nullable P params) {
        return switch (state) {
            case ScaleByRStdDevState(Object mean, Object square) -> {
                P mu = Moments.first(updates, mean, decay);
                P nu = Moments.second(updates, square, decay);
                yield new Updated<>(scaled(updates, mu, nu), new ScaleByRStdDevState(mu, nu));
            }
            case ScaleByRStdDevWithCountState(Tensor steps, Object mean, Object square) -> {
                P mu = Moments.first(updates, mean, decay);
                P nu = Moments.second(updates, square, decay);
                Tensor count = Moments.increment(steps);
                yield new Updated<>(
                        scaled(updates, Moments.unbiased(mu, decay, count), Moments.unbiased(nu, decay, count)),
                        new ScaleByRStdDevWithCountState(count, mu, nu));
            }
        };
    }

    private <P> P scaled(P updates, Object mu, Object nu) {
        return Moments.map((g, m, v) -> inverse(v.sub(m.mul(m))).mul(g), updates, mu, nu);
    }

    private Tensor inverse(Tensor variance) {
        return isEpsOutside ? eps.plus(variance.sqrt()).pow(-1) : Tensors.rsqrt(eps.plus(variance));
    }
}
