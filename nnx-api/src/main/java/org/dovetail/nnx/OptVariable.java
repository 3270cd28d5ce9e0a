package org.dovetail.nnx;

import org.dovetail.core.Tensor;

/** What an optimizer's state has for one parameter, as a moment of its gradients: {@code nnx.OptVariable}. */
public final class OptVariable extends OptState {
    OptVariable(Tensor value) { super(value); }
}
