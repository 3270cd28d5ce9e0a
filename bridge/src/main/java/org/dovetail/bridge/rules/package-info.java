/**
 * What Dovetail knows of layers: how each kind names and lays out its arrays in Haiku and in NNX, and the exact tensor operations between the two.
 *
 * <p>
 * {@link org.dovetail.bridge.rules.Units} finds the layers of a checkpoint; a {@link org.dovetail.bridge.rules.LayerRule} says whether a Haiku layer and an NNX layer can hold the
 * same numbers, and how. Every {@link org.dovetail.bridge.rules.TensorOp} has an inverse, so what goes one way comes back.
 */
@NullMarked
package org.dovetail.bridge.rules;

import org.jspecify.annotations.NullMarked;
