package org.dovetail.bridge;

/**
 * A training run in the Haiku style: a model's numbers, and the state of its optimizer.
 *
 * @param <S> the type of the optimizer's state
 * @param weights parameters, state, and what to know of them and of the optimizer's state
 * @param optState the optimizer's state; what the NNX optimizer did not have is as it was in the structure that was given, and listed in {@link HaikuWeights#unfilled}
 */
public record HaikuRun<S>(HaikuWeights weights, S optState) {}
