package org.dovetail.nnx;

import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensors;

/** How often a stream was drawn from: {@code nnx.RngCount}, a uint32. */
public final class RngCount extends RngState {
    /**
     * Counts of zero.
     *
     * @param shape the shape, that of a scalar for a single stream
     */
    public RngCount(Shape shape) { super(Tensors.zeros(DType.UINT32, shape)); }
}
