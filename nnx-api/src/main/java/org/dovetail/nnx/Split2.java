package org.dovetail.nnx;

/**
 * A model taken apart into its structure and two states: what {@link Nnx#split} returns.
 *
 * @param graphDef the structure
 * @param first the values of the first filter's Variables
 * @param second the values of the second filter's Variables
 * @param <M> the class of the model
 */
public record Split2<M>(GraphDef<M> graphDef, State first, State second) {}
