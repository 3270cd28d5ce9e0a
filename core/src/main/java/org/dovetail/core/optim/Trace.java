package org.dovetail.core.optim;

import org.dovetail.core.DType;
import org.dovetail.core.tree.Tree;
import org.jspecify.annotations.Nullable;

/**
 * The sum of all updates, the older ones decayed: {@code optax.trace}, {@code t = g + decay t}; with Nesterov {@code g + decay t} once more.
 *
 * @param decay how much of the sum stays at each step
 * @param isNesterov whether the momentum looks one step ahead
 * @param accumulatorDtype the dtype of what is kept; null for that of the gradients
 */
public record Trace(Scalar decay, boolean isNesterov, @Nullable DType accumulatorDtype)
        implements
            GradientTransformation<TraceState> {
    /**
     * A copy with another decay.
     *
     * @param decay how much of the sum stays at each step
     * @return the copy
     */
    public Trace withDecay(double decay) { return new Trace(Scalar.of(decay), isNesterov, accumulatorDtype); }

    /**
     * A copy whose momentum looks one step ahead.
     *
     * @return the copy
     */
    public Trace withNesterov() { return new Trace(decay, true, accumulatorDtype); }

    /**
     * A copy with another accumulator dtype.
     *
     * @param accumulatorDtype the dtype of what is kept; null for that of the gradients
     * @return the copy
     */
    public Trace withAccumulatorDtype(DType accumulatorDtype) {
        return new Trace(decay, isNesterov, accumulatorDtype);
    }

    /**
     * A plain trace.
     *
     * @param decay how much of the sum stays at each step
     * @return the transformation
     */
    public static Trace of(double decay) { return new Trace(Scalar.of(decay), false, null); }

    @Override
    public TraceState init(Object params) { return new TraceState(Moments.zerosLike(params, accumulatorDtype)); }

    @Override
    public <P> Updated<P, TraceState> update(P updates, TraceState state, @Nullable P params) {
        P trace = added(updates, state.trace());
        P result = isNesterov ? added(updates, trace) : trace;
        return new Updated<>(result, new TraceState(Moments.cast(trace, accumulatorDtype)));
    }

    private <P> P added(P updates, Object trace) { return Tree.map((g, t) -> g.add(decay.times(t)), updates, trace); }
}
