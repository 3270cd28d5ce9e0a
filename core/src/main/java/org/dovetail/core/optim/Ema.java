package org.dovetail.core.optim;

import org.dovetail.core.DType;
import org.dovetail.core.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The average of updates, the older ones decayed: {@code optax.ema}, {@code e = decay e + (1 - decay) g} and {@code e / (1 - decay^t)}.
 *
 * @param decay how much of the average stays at each step
 * @param isBiased whether the average is given as it is, too small in the first steps: {@code debias=False}
 * @param accumulatorDtype the dtype of what is kept; null for that of the gradients
 */
public record Ema(Scalar decay, boolean isBiased, @Nullable DType accumulatorDtype)
        implements
            GradientTransformation<EmaState> {
    /**
     * A copy with another decay.
     *
     * @param decay how much of the average stays at each step
     * @return the copy
     */
    public Ema withDecay(double decay) { return new Ema(Scalar.of(decay), isBiased, accumulatorDtype); }

    /**
     * A copy that gives the average as it is, too small in the first steps.
     *
     * @return the copy
     */
    public Ema withBiased() { return new Ema(decay, true, accumulatorDtype); }

    /**
     * A copy with another accumulator dtype.
     *
     * @param accumulatorDtype the dtype of what is kept; null for that of the gradients
     * @return the copy
     */
    public Ema withAccumulatorDtype(DType accumulatorDtype) { return new Ema(decay, isBiased, accumulatorDtype); }

    /**
     * An average that is corrected for its zeros at the start.
     *
     * @param decay how much of the average stays at each step
     * @return the transformation
     */
    public static Ema of(double decay) { return new Ema(Scalar.of(decay), false, null); }

    @Override
    public EmaState init(Object params) {
        return new EmaState(Moments.noSteps(), Moments.zerosLike(params, accumulatorDtype));
    }

    @Override
    public <P> Updated<P, EmaState> update(P updates, EmaState state, @Nullable P params) {
        P average = Moments.first(updates, state.ema(), decay);
        Tensor count = Moments.increment(state.count());
        P result = isBiased ? average : Moments.unbiased(average, decay, count);
        return new Updated<>(result, new EmaState(count, Moments.cast(average, accumulatorDtype)));
    }
}
