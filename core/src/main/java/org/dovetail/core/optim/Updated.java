package org.dovetail.core.optim;

/**
 * What a step of an optimizer gives.
 *
 * @param updates what is to be added to the parameters, a tree like them
 * @param state the next state
 * @param <P> the type of the parameters
 * @param <S> the type of the state
 */
public record Updated<P, S>(P updates, S state) {}
