package org.dovetail.core.optim;

import org.dovetail.core.tree.PathName;

/**
 * Adam with the largest gradient in place of the mean square: {@code optax.adamax}. See {@link ScaleByAdamax}.
 *
 * @param learningRate the factor of each step, or a schedule of it
 * @param b1 how much of the first moment stays at each step
 * @param b2 how much of the largest gradient stays at each step
 * @param eps added to the magnitude of each gradient
 */
public record Adamax(@PathName("learning_rate") ScalarOrSchedule learningRate, Scalar b1, Scalar b2, Scalar eps)
        implements
            Composed {
    /**
     * With optax's defaults.
     *
     * @param learningRate the factor of each step, or a schedule of it
     * @return the optimizer
     */
    public static Adamax of(ScalarOrSchedule learningRate) {
        return new Adamax(learningRate, Scalar.of(0.9), Scalar.of(0.999), Scalar.of(1e-8));
    }

    /**
     * With optax's defaults.
     *
     * @param learningRate the factor of each step
     * @return the optimizer
     */
    public static Adamax of(double learningRate) { return of(Scalar.of(learningRate)); }

    /**
     * A copy with another b1.
     *
     * @param b1 how much of the first moment stays at each step
     * @return the copy
     */
    public Adamax withB1(double b1) { return new Adamax(learningRate, Scalar.of(b1), b2, eps); }

    /**
     * A copy with another b2.
     *
     * @param b2 how much of the largest gradient stays at each step
     * @return the copy
     */
    public Adamax withB2(double b2) { return new Adamax(learningRate, b1, Scalar.of(b2), eps); }

    /**
     * A copy with another eps.
     *
     * @param eps added to the magnitude of each gradient
     * @return the copy
     */
    public Adamax withEps(double eps) { return new Adamax(learningRate, b1, b2, Scalar.of(eps)); }

    @Override
    public Chain chain() { return Chain.of(new ScaleByAdamax(b1, b2, eps), Optim.scaleByLearningRate(learningRate)); }
}
