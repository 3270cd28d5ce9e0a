package org.dovetail.nnx;

/**
 * A model taken apart into its structure and one state: what {@link Nnx#split} returns.
 *
 * @param graphDef the structure
 * @param state the values of the Variables
 * @param <M> the class of the model
 */
public record Split1<M>(GraphDef<M> graphDef, State state) {}
