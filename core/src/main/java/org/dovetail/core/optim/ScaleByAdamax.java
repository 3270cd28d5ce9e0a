package org.dovetail.core.optim;

import org.dovetail.core.Tensor;
import org.dovetail.core.tree.Tree;
import org.jspecify.annotations.Nullable;

/**
 * Adam with the largest gradient in place of the mean square: {@code optax.scale_by_adamax}, {@code u = max(|g| + eps, b2 u)} and {@code m / (1 - b1^t) / u}.
 *
 * @param b1 how much of the first moment stays at each step
 * @param b2 how much of the largest gradient stays at each step
 * @param eps added to the magnitude of each gradient
 */
public record ScaleByAdamax(Scalar b1, Scalar b2, Scalar eps) implements GradientTransformation<ScaleByAdamState> {
    /** With optax's defaults. */
    public static final ScaleByAdamax DEFAULT = new ScaleByAdamax(Scalar.of(0.9), Scalar.of(0.999),
            Scalar.of(1e-8));

    /**
     * A copy with another b1.
     *
     * @param b1 how much of the first moment stays at each step
     * @return the copy
     */
    public ScaleByAdamax withB1(double b1) { return new ScaleByAdamax(Scalar.of(b1), b2, eps); }

    /**
     * A copy with another b2.
     *
     * @param b2 how much of the largest gradient stays at each step
     * @return the copy
     */
    public ScaleByAdamax withB2(double b2) { return new ScaleByAdamax(b1, Scalar.of(b2), eps); }

    /**
     * A copy with another eps.
     *
     * @param eps added to the magnitude of each gradient
     * @return the copy
     */
    public ScaleByAdamax withEps(double eps) { return new ScaleByAdamax(b1, b2, Scalar.of(eps)); }

    @Override
    public ScaleByAdamState init(Object params) {
        return new ScaleByAdamState(Moments.noSteps(), Moments.zerosLike(params, null),
                Moments.zerosLike(params, null));
    }

    @Override
    public <P> Updated<P, ScaleByAdamState> update(P updates, ScaleByAdamState state, @Nullable P params) {
        Tensor count = Moments.increment(state.count());
        P mu = Moments.first(updates, state.mu(), b1);
        P nu = Tree.map((g, u) -> eps.plus(g.abs()).maximum(b2.times(u)), updates, state.nu());
        P scaled = Tree.map(Tensor::div, Moments.unbiased(mu, b1, count), nu);
        return new Updated<>(scaled, new ScaleByAdamState(count, mu, nu));
    }
}
