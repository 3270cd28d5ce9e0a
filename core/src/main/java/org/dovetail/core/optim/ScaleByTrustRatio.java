package org.dovetail.core.optim;

import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.tree.PathName;
import org.dovetail.core.tree.Tree;
import org.jspecify.annotations.Nullable;

/**
 * Scales each tensor's update by the ratio of the norms of parameters and update: {@code optax.scale_by_trust_ratio},
 * {@code u trustCoefficient |p| / (|u| + eps)}, and u where either norm is 0. It needs the parameters.
 *
 * @param minNorm norms below it count as this
 * @param trustCoefficient a factor
 * @param eps added to the norm of the update
 */
public record ScaleByTrustRatio(@PathName("min_norm") Scalar minNorm,
        @PathName("trust_coefficient") Scalar trustCoefficient, Scalar eps) implements Stateless {
    /** With optax's defaults. */
    public static final ScaleByTrustRatio DEFAULT = new ScaleByTrustRatio(Scalar.of(0), Scalar.of(1),
            Scalar.of(0));

    /**
     * A copy with another min norm.
     *
     * @param minNorm norms below it count as this
     * @return the copy
     */
    public ScaleByTrustRatio withMinNorm(double minNorm) {
        return new ScaleByTrustRatio(Scalar.of(minNorm), trustCoefficient, eps);
    }

    /**
     * A copy with another trust coefficient.
     *
     * @param trustCoefficient a factor
     * @return the copy
     */
    public ScaleByTrustRatio withTrustCoefficient(double trustCoefficient) {
        return new ScaleByTrustRatio(minNorm, Scalar.of(trustCoefficient), eps);
    }

    /**
     * A copy with another eps.
     *
     * @param eps added to the norm of the update
     * @return the copy
     */
    public ScaleByTrustRatio withEps(double eps) {
        return new ScaleByTrustRatio(minNorm, trustCoefficient, Scalar.of(eps));
    }

    @Override
    public <P> P apply(P updates, @Nullable P params) {
        return Tree.map(this::scaled, updates, Stateless.required("scaleByTrustRatio", params));
    }

    private Tensor scaled(Tensor update, Tensor param) {
        Tensor paramNorm = Lengths.safe(param, minNorm);
        Tensor updateNorm = Lengths.safe(update, minNorm);
        Tensor ratio = trustCoefficient.times(paramNorm).div(eps.plus(updateNorm));
        Tensor isZero = paramNorm.eq(0).or(updateNorm.eq(0));
        return update.mul(Tensors.where(isZero, Tensors.ones(param.dtype(), Shape.of()), ratio));
    }
}
