package org.dovetail.core;

import java.util.Optional;

/**
 * How {@link Choices#choice} draws: the arguments of {@code jax.random.choice}.
 *
 * @param isReplaced whether an element can be drawn more than once
 * @param probabilities how probable each element is, a vector of floats; all alike where it is not given
 * @param axis along which axis of a tensor the elements stand
 */
public record ChoiceOptions(boolean isReplaced, Optional<Tensor> probabilities, int axis) {
    /** Elements along the first axis, all equally probable, any number of times. */
    public static final ChoiceOptions DEFAULT = new ChoiceOptions(true, Optional.empty(), 0);

    /**
     * The same where no element is drawn twice, as {@code replace=False}.
     *
     * @return the options
     */
    public ChoiceOptions withoutReplacement() { return new ChoiceOptions(false, probabilities, axis); }

    /**
     * The same with other probabilities.
     *
     * @param p a vector of floats, which need not sum to 1 but for a scale of their own
     * @return the options
     */
    public ChoiceOptions withProbabilities(Tensor p) { return new ChoiceOptions(isReplaced, Optional.of(p), axis); }

    /**
     * The same along another axis.
     *
     * @param other the axis
     * @return the options
     */
    public ChoiceOptions withAxis(int other) { return new ChoiceOptions(isReplaced, probabilities, other); }
}
