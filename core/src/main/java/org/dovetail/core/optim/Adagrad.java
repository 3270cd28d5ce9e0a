package org.dovetail.core.optim;

import org.dovetail.core.tree.PathName;

/**
 * Divides by the root of the sum of the squares of all gradients: {@code optax.adagrad}. See {@link ScaleByRss}.
 *
 * @param learningRate the factor of each step, or a schedule of it
 * @param initialAccumulatorValue the sum before the first step
 * @param eps added under the root
 */
public record Adagrad(@PathName("learning_rate") ScalarOrSchedule learningRate,
        @PathName("initial_accumulator_value") Scalar initialAccumulatorValue, Scalar eps) implements Composed {
    /**
     * With optax's defaults.
     *
     * @param learningRate the factor of each step, or a schedule of it
     * @return the optimizer
     */
    public static Adagrad of(ScalarOrSchedule learningRate) {
        return new Adagrad(learningRate, Scalar.of(0.1), Scalar.of(1e-7));
    }

    /**
     * With optax's defaults.
     *
     * @param learningRate the factor of each step
     * @return the optimizer
     */
    public static Adagrad of(double learningRate) { return of(Scalar.of(learningRate)); }

    /**
     * A copy with another initial accumulator value.
     *
     * @param initialAccumulatorValue the sum before the first step
     * @return the copy
     */
    public Adagrad withInitialAccumulatorValue(double initialAccumulatorValue) {
        return new Adagrad(learningRate, Scalar.of(initialAccumulatorValue), eps);
    }

    /**
     * A copy with another eps.
     *
     * @param eps added under the root
     * @return the copy
     */
    public Adagrad withEps(double eps) { return new Adagrad(learningRate, initialAccumulatorValue, Scalar.of(eps)); }

    @Override
    public Chain chain() {
        return Chain.of(new ScaleByRss(initialAccumulatorValue, eps), Optim.scaleByLearningRate(learningRate));
    }
}
