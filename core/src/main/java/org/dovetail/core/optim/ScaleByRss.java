package org.dovetail.core.optim;

import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.tree.PathName;
import org.dovetail.core.tree.Tree;
import org.jspecify.annotations.Nullable;

/**
 * Divides by the root of the sum of the squares of all gradients: {@code optax.scale_by_rss}, {@code g / sqrt(s + eps)}, and 0 where s is 0.
 *
 * @param initialAccumulatorValue the sum before the first step
 * @param eps added under the root
 */
public record ScaleByRss(@PathName("initial_accumulator_value") Scalar initialAccumulatorValue, Scalar eps)
        implements
            GradientTransformation<ScaleByRssState> {
    /** With optax's defaults. */
    public static final ScaleByRss DEFAULT = new ScaleByRss(Scalar.of(0.1), Scalar.of(1e-7));

    /**
     * A copy with another initial accumulator value.
     *
     * @param initialAccumulatorValue the sum before the first step
     * @return the copy
     */
    public ScaleByRss withInitialAccumulatorValue(double initialAccumulatorValue) {
        return new ScaleByRss(Scalar.of(initialAccumulatorValue), eps);
    }

    /**
     * A copy with another eps.
     *
     * @param eps added under the root
     * @return the copy
     */
    public ScaleByRss withEps(double eps) { return new ScaleByRss(initialAccumulatorValue, Scalar.of(eps)); }

    @Override
    public ScaleByRssState init(Object params) {
        return new ScaleByRssState(Moments.fullLike(params, initialAccumulatorValue));
    }

    @Override
    public <P> Updated<P, ScaleByRssState> update(P updates, ScaleByRssState state, @Nullable P params) {
        P sum = Tree.map((g, s) -> g.mul(g).add(s), updates, state.sumOfSquares());
        P scaled = Tree.map((g, s) -> Tensors.where(s.gt(0), Tensors.rsqrt(eps.plus(s)), zero(s)).mul(g), updates, sum);
        return new Updated<>(scaled, new ScaleByRssState(sum));
    }

    private static Tensor zero(Tensor like) { return Tensors.zeros(like.dtype(), Shape.of()); }
}
