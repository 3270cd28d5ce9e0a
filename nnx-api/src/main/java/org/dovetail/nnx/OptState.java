package org.dovetail.nnx;

import org.dovetail.core.Tensor;

/** A part of the state of an {@link Optimizer}: {@code nnx.OptState}. */
public sealed class OptState extends Variable permits OptArray, OptVariable {
    OptState(Tensor value) { super(value); }
}
