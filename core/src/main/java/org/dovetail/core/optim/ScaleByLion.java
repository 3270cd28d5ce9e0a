package org.dovetail.core.optim;

import org.dovetail.core.DType;
import org.dovetail.core.Tensor;
import org.dovetail.core.tree.Tree;
import org.jspecify.annotations.Nullable;

/**
 * The sign of a mean of gradient and momentum: {@code optax.scale_by_lion}, {@code sign((1 - b1) g + b1 m)} with {@code m = b2 m + (1 - b2) g} afterwards.
 *
 * @param b1 how much the momentum counts in the sign
 * @param b2 how much of the momentum stays at each step
 * @param muDtype the dtype of the first moment; null for that of the gradients
 */
public record ScaleByLion(Scalar b1, Scalar b2, @Nullable DType muDtype)
        implements
            GradientTransformation<ScaleByLionState> {
    /** With optax's defaults. */
    public static final ScaleByLion DEFAULT = new ScaleByLion(Scalar.of(0.9), Scalar.of(0.99), null);

    /**
     * A copy with another b1.
     *
     * @param b1 how much the momentum counts in the sign
     * @return the copy
     */
    public ScaleByLion withB1(double b1) { return new ScaleByLion(Scalar.of(b1), b2, muDtype); }

    /**
     * A copy with another b2.
     *
     * @param b2 how much of the momentum stays at each step
     * @return the copy
     */
    public ScaleByLion withB2(double b2) { return new ScaleByLion(b1, Scalar.of(b2), muDtype); }

    /**
     * A copy with another mu dtype.
     *
     * @param muDtype the dtype of the first moment; null for that of the gradients
     * @return the copy
     */
    public ScaleByLion withMuDtype(DType muDtype) { return new ScaleByLion(b1, b2, muDtype); }

    @Override
    public ScaleByLionState init(Object params) {
        return new ScaleByLionState(Moments.noSteps(), Moments.zerosLike(params, muDtype));
    }

    @Override
    public <P> Updated<P, ScaleByLionState> update(P updates, ScaleByLionState state, @Nullable P params) {
        P signs = Tree.map(Tensor::sign, Moments.first(updates, state.mu(), b1));
        P mu = Moments.cast(Moments.first(updates, state.mu(), b2), muDtype);
        return new Updated<>(signs, new ScaleByLionState(Moments.increment(state.count()), mu));
    }
}
