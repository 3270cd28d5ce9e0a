package org.dovetail.nnx;

import org.dovetail.core.Tensor;

/** A trainable parameter: {@code nnx.Param}; {@link Nnx#grad} differentiates with respect to these. */
public class Param extends Variable {
    /**
     * One with a first value.
     *
     * @param value the value
     */
    public Param(Tensor value) { super(value); }
}
