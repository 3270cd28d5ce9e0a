package org.dovetail.core.optim;

import org.dovetail.core.DType;
import org.dovetail.core.tree.PathName;
import org.jspecify.annotations.Nullable;

/**
 * Stochastic gradient descent: {@code optax.sgd}, {@code -learningRate g}, or with a momentum what {@link Trace} makes of g.
 *
 * @param learningRate the factor of each step, or a schedule of it
 * @param momentum how much of the sum of updates stays at each step; null for none
 * @param isNesterov whether the momentum looks one step ahead
 * @param accumulatorDtype the dtype of what is kept; null for that of the gradients
 */
public record Sgd(@PathName("learning_rate") ScalarOrSchedule learningRate, @Nullable Scalar momentum,
        boolean isNesterov, @Nullable DType accumulatorDtype) implements Composed {
    /**
     * With optax's defaults.
     *
     * @param learningRate the factor of each step, or a schedule of it
     * @return the optimizer
     */
    public static Sgd of(ScalarOrSchedule learningRate) { return new Sgd(learningRate, null, false, null); }

    /**
     * With optax's defaults.
     *
     * @param learningRate the factor of each step
     * @return the optimizer
     */
    public static Sgd of(double learningRate) { return of(Scalar.of(learningRate)); }

    /**
     * A copy with another momentum.
     *
     * @param momentum how much of the sum of updates stays at each step; null for none
     * @return the copy
     */
    public Sgd withMomentum(double momentum) {
        return new Sgd(learningRate, Scalar.of(momentum), isNesterov, accumulatorDtype);
    }

    /**
     * A copy whose momentum looks one step ahead.
     *
     * @return the copy
     */
    public Sgd withNesterov() { return new Sgd(learningRate, momentum, true, accumulatorDtype); }

    /**
     * A copy with another accumulator dtype.
     *
     * @param accumulatorDtype the dtype of what is kept; null for that of the gradients
     * @return the copy
     */
    public Sgd withAccumulatorDtype(DType accumulatorDtype) {
        return new Sgd(learningRate, momentum, isNesterov, accumulatorDtype);
    }

    @Override
    public Chain chain() {
        return Chain.of(Optim.momentum(momentum, isNesterov, accumulatorDtype),
                Optim.scaleByLearningRate(learningRate));
    }
}
