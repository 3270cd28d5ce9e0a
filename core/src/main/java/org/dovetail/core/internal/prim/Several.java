package org.dovetail.core.internal.prim;

import java.util.List;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.internal.trace.Tracing;
import org.jspecify.annotations.Nullable;

/** A primitive with several results, which holds no graph. */
public sealed interface Several extends Primitive permits Sorting, Qr {
    /** The results on some operands, under the current transformation. */
    default List<Tensor> of(List<Tensor> operands) {
        return Tracing.bind(this, operands);
    }

    /** The results for many operands at once, each along a new first axis. */
    List<Tensor> batchResults(int size, List<Tensor> operands, List<Boolean> batched);

    @Override
    default Lanes.Results batch(Lanes lanes, List<Tensor> operands, List<Boolean> batched) {
        return Lanes.Results.batched(batchResults(lanes.size(), operands, batched));
    }

    @Override
    default List<@Nullable Tensor> transpose(List<@Nullable Tensor> cotangents, List<Operand> operands) {
        throw new IllegalStateException(this + " is not linear in its operands, so it has no transpose");
    }

    /** The failure of an inference: what, got, expected. */
    default IllegalArgumentException refuse(String expected, List<TensorSpec> operands) {
        return new IllegalArgumentException(this + ": " + expected + "; got " + operands);
    }
}
