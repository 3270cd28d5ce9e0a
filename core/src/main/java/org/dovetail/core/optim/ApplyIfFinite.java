package org.dovetail.core.optim;

import org.dovetail.core.ControlFlow;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.tree.Tree;
import org.jspecify.annotations.Nullable;

/**
 * A transformation that leaves out steps whose gradients are infinite or NaN, until there were too many in a row: {@code optax.apply_if_finite}.
 *
 * @param inner the transformation
 * @param maxConsecutiveErrors how many steps in a row are left out at most
 * @param <S> the type of the transformation's state
 */
public record ApplyIfFinite<S>(GradientTransformation<S> inner, int maxConsecutiveErrors)
        implements
            GradientTransformation<ApplyIfFiniteState<S>> {
    @Override
    public ApplyIfFiniteState<S> init(Object params) {
        return new ApplyIfFiniteState<>(Moments.noSteps(), Tensors.ones(DType.BOOL, Shape.of()), Moments.noSteps(),
                inner.init(params));
    }

    @Override
    public <P> Updated<P, ApplyIfFiniteState<S>> update(P updates, ApplyIfFiniteState<S> state, @Nullable P params) {
        Tensor isFinite = Tree.leaves(updates).stream().map(x -> x.isFinite().all()).reduce(Tensor::and)
                .orElseGet(() -> Tensors.ones(DType.BOOL, Shape.of()));
        Tensor errors = Tensors.where(isFinite, Moments.noSteps(), Moments.increment(state.notfiniteCount()));
        Updated<P, S> updated = ControlFlow.cond(isFinite.or(errors.gt(maxConsecutiveErrors)),
                (Updated<P, S> before) -> inner.update(before.updates(), before.state(), params),
                before -> new Updated<>(Tree.map(x -> Tensors.zeros(x.dtype(), x.shape()), before.updates()),
                        before.state()),
                new Updated<>(updates, state.innerState()));
        Tensor total = Tensors.where(isFinite, state.totalNotfinite(), Moments.increment(state.totalNotfinite()));
        return new Updated<>(updated.updates(), new ApplyIfFiniteState<>(errors, isFinite, total, updated.state()));
    }
}
