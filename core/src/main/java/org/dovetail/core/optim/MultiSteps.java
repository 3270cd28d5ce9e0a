package org.dovetail.core.optim;

import java.util.List;
import org.dovetail.core.ControlFlow;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.tree.Tree;
import org.jspecify.annotations.Nullable;

/**
 * An optimizer that gathers the gradients of several steps before it makes an update: {@code optax.MultiSteps}. The steps between give updates of zeros.
 *
 * @param inner the optimizer
 * @param everyK how many gradients make an update, or a schedule of it by the number of updates
 * @param isSum whether it is given the sum of the gradients instead of their mean: {@code use_grad_mean=False}
 * @param skip which gradients are left out; null for none
 * @param accumulatorDtype the dtype in which they are gathered
 * @param <S> the type of the optimizer's state
 */
public record MultiSteps<S>(GradientTransformation<S> inner, ScalarOrSchedule everyK, boolean isSum,
        @Nullable SkipUpdate skip, DType accumulatorDtype) implements GradientTransformation<MultiStepsState<S>> {
    /**
     * The mean of several gradients in float32.
     *
     * @param inner the optimizer
     * @param everyK how many gradients make an update
     * @param <S> the type of its state
     * @return the optimizer
     */
    public static <S> MultiSteps<S> of(GradientTransformation<S> inner, int everyK) {
        return new MultiSteps<>(inner, Scalar.of(everyK), false, null, DType.FLOAT32);
    }

    /**
     * A copy with another number of gradients.
     *
     * @param schedule the number by that of updates made
     * @return the copy
     */
    public MultiSteps<S> withEveryK(Schedule schedule) {
        return new MultiSteps<>(inner, schedule, isSum, skip, accumulatorDtype);
    }

    /**
     * A copy that gives the optimizer the sum of the gradients.
     *
     * @return the copy
     */
    public MultiSteps<S> withSum() { return new MultiSteps<>(inner, everyK, true, skip, accumulatorDtype); }

    /**
     * A copy that leaves out some gradients.
     *
     * @param rule which
     * @return the copy
     */
    public MultiSteps<S> withSkip(SkipUpdate rule) {
        return new MultiSteps<>(inner, everyK, isSum, rule, accumulatorDtype);
    }

    /**
     * A copy that gathers gradients in another dtype.
     *
     * @param dtype the dtype
     * @return the copy
     */
    public MultiSteps<S> withAccumulatorDtype(DType dtype) {
        return new MultiSteps<>(inner, everyK, isSum, skip, dtype);
    }

    @Override
    public MultiStepsState<S> init(Object params) {
        Tensor gradientStep = Moments.noSteps();
        Object decided = skip == null
                ? List.of()
                : skip.decide(Moments.zerosLike(params, null), gradientStep, params).state();
        return new MultiStepsState<>(Moments.noSteps(), gradientStep, inner.init(params),
                Moments.zerosLike(params, accumulatorDtype), decided);
    }

    /**
     * Whether the last step made an update, as {@code MultiSteps.has_updated}.
     *
     * @param state the state after it
     * @return a truth value
     */
    public Tensor hasUpdated(MultiStepsState<S> state) {
        return state.miniStep().eq(0).and(state.gradientStep().gt(0));
    }

    @Override
    public <P> Updated<P, MultiStepsState<S>> update(P updates, MultiStepsState<S> state, @Nullable P params) {
        if (skip == null) {
            return gathered(updates, state, params);
        }
        SkipUpdate.Decision decision = skip.decide(updates, state.gradientStep(), params);
        return ControlFlow.cond(decision.shouldSkip(),
                (Updated<P, MultiStepsState<S>> before) -> new Updated<>(
                        Tree.map(x -> Tensors.zeros(x.dtype(), x.shape()), before.updates()), before.state()),
                before -> gathered(before.updates(), before.state(), params),
                new Updated<>(updates, new MultiStepsState<>(state.miniStep(), state.gradientStep(),
                        state.innerOptState(), state.accGrads(), decision.state())));
    }

    private <P> Updated<P, MultiStepsState<S>> gathered(P updates, MultiStepsState<S> state, @Nullable P params) {
        Tensor k = Rates.at(everyK, state.gradientStep()).cast(DType.INT32);
        P gradients = Tree.map((grad, acc) -> gathered(grad, acc, state.miniStep()), updates, state.accGrads());
        Updated<P, S> updated = inner.update(Moments.castLike(gradients, updates), state.innerOptState(), params);
        Tensor emits = state.miniStep().eq(k.sub(1));
        S next = Tree.map((before, after) -> Tensors.where(emits, after, before).cast(before.dtype()),
                state.innerOptState(), updated.state());
        Object rest = Tree.map(x -> x.mul(emits.not()).cast(accumulatorDtype), gradients);
        MultiStepsState<S> after = new MultiStepsState<>(Moments.increment(state.miniStep()).rem(k),
                Tensors.where(emits, Moments.increment(state.gradientStep()), state.gradientStep()), next, rest,
                state.skipState());
        return new Updated<>(
                Tree.map(x -> Tensors.where(emits, x, Tensors.zeros(x.dtype(), Shape.of())), updated.updates()),
                after);
    }

    private Tensor gathered(Tensor grad, Tensor acc, Tensor before) {
        return isSum ? grad.add(acc) : acc.add(grad.sub(acc).div(before.add(1)));
    }
}
