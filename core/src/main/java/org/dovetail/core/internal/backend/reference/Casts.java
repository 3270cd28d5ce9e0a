package org.dovetail.core.internal.backend.reference;

import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.TensorSpec;

/** Casts between dtypes. */
final class Casts {
    private Casts() {}

    static Array cast(Array x, TensorSpec result) {
        DType to = result.dtype();
        if (x.dtype() == to) {
            return x;
        }
        if (to == DType.BOOL && Domain.of(x.dtype()) == Domain.SINGLE) {
            return Array.ofLongs(result, i -> Domain.flushed(x, i) == 0 ? 0 : 1);
        }
        boolean isHalf = to == DType.BFLOAT16 || to == DType.FLOAT16;
        boolean isExact = x.dtype().fitsIn(DType.FLOAT32);
        // XLA rounds other types to float32 on their way to 16-bit floats.
        return isHalf && !isExact
                ? converted(converted(x, result.withDtype(DType.FLOAT32)), result)
                : converted(x, result);
    }

    private static Array converted(Array x, TensorSpec result) {
        return Array.filled(result, data -> x.cast(result.dtype(), (_, _) -> data));
    }
}
