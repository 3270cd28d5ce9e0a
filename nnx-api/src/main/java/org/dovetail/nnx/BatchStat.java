package org.dovetail.nnx;

import org.dovetail.core.Tensor;

/** A running statistic of a normalisation: {@code nnx.BatchStat}. */
public class BatchStat extends Variable {
    /**
     * One with a first value.
     *
     * @param value the value
     */
    public BatchStat(Tensor value) { super(value); }
}
