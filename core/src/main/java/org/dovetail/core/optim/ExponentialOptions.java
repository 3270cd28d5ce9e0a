package org.dovetail.core.optim;

import java.util.OptionalDouble;

/**
 * How an exponential decay goes.
 *
 * @param transitionBegin the step at which it begins
 * @param isStaircase whether it falls in stairs, one for each transition
 * @param endValue where it ends, if it ends
 */
public record ExponentialOptions(int transitionBegin, boolean isStaircase, OptionalDouble endValue) {
    /** From the first step on, smoothly and without end. */
    public static final ExponentialOptions DEFAULT = new ExponentialOptions(0, false, OptionalDouble.empty());

    /**
     * The same from another step on.
     *
     * @param step the step
     * @return the options
     */
    public ExponentialOptions withTransitionBegin(int step) {
        return new ExponentialOptions(step, isStaircase, endValue);
    }

    /**
     * The same in stairs.
     *
     * @return the options
     */
    public ExponentialOptions withStaircase() { return new ExponentialOptions(transitionBegin, true, endValue); }

    /**
     * The same with an end.
     *
     * @param value the number that is not passed
     * @return the options
     */
    public ExponentialOptions withEndValue(double value) {
        return new ExponentialOptions(transitionBegin, isStaircase, OptionalDouble.of(value));
    }
}
