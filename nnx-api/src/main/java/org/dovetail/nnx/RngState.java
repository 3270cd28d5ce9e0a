package org.dovetail.nnx;

import org.dovetail.core.Tensor;

/** What a stream of random keys holds: {@code nnx.RngState}. */
public abstract sealed class RngState extends Variable permits RngKey, RngCount {
    RngState(Tensor value) { super(value); }
}
