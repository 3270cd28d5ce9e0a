package org.dovetail.core.optim;

import org.jspecify.annotations.Nullable;

/**
 * Scales by the ratio of the roots of two means, of the squares of updates and of gradients: {@code optax.scale_by_adadelta},
 * {@code sqrt(x + eps) / sqrt(e + eps) g}.
 *
 * @param rho how much of the means stays at each step
 * @param eps added under both roots
 */
public record ScaleByAdadelta(Scalar rho, Scalar eps) implements GradientTransformation<ScaleByAdaDeltaState> {
    /** With optax's defaults. */
    public static final ScaleByAdadelta DEFAULT = new ScaleByAdadelta(Scalar.of(0.9), Scalar.of(1e-6));

    /**
     * A copy with another rho.
     *
     * @param rho how much of the means stays at each step
     * @return the copy
     */
    public ScaleByAdadelta withRho(double rho) { return new ScaleByAdadelta(Scalar.of(rho), eps); }

    /**
     * A copy with another eps.
     *
     * @param eps added under both roots
     * @return the copy
     */
    public ScaleByAdadelta withEps(double eps) { return new ScaleByAdadelta(rho, Scalar.of(eps)); }

    @Override
    public ScaleByAdaDeltaState init(Object params) {
        return new ScaleByAdaDeltaState(Moments.zerosLike(params, null), Moments.zerosLike(params, null));
    }

    @Override
    public <P> Updated<P, ScaleByAdaDeltaState> update(P updates, ScaleByAdaDeltaState state, @Nullable P params) {
        P gradients = Moments.second(updates, state.eG(), rho);
        P scaled = Moments.map((g, e, x) -> eps.plus(x).sqrt().div(eps.plus(e).sqrt()).mul(g), updates, gradients,
                state.eX());
        return new Updated<>(scaled, new ScaleByAdaDeltaState(gradients, Moments.second(scaled, state.eX(), rho)));
    }
}
