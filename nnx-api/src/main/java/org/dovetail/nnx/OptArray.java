package org.dovetail.nnx;

import org.dovetail.core.Tensor;

/** What an optimizer's state has besides what it has for each parameter, as a counter: {@code nnx.OptArray}. */
public final class OptArray extends OptState {
    OptArray(Tensor value) { super(value); }
}
