package org.dovetail.core.internal.backend.compiled;

import java.util.List;
import java.util.stream.IntStream;
import org.dovetail.core.DType;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.internal.prim.Window;

/** An operation on windows as one step. What is added in memory, a scattering, is made in float32 where floats have 16 bits. */
final class WindowLowering {
    private final Window window;
    private final List<TensorSpec> operands;

    WindowLowering(Window window, List<TensorSpec> operands) {
        this.window = window;
        this.operands = operands;
    }

    /** Adds the steps; the result's slot. */
    int lower(Lowering lowering, List<Integer> slots, TensorSpec result) {
        boolean isNarrow = window instanceof Window.SelectAndScatter && result.dtype().bytes() == 2;
        if (!isNarrow) {
            return step(lowering, slots, result);
        }
        List<Integer> wide = IntStream.range(0, slots.size())
                .mapToObj(i -> lowering.cast(slots.get(i), operands.get(i), DType.FLOAT32)).toList();
        TensorSpec single = result.withDtype(DType.FLOAT32);
        return lowering.cast(step(lowering, wide, single), single, result.dtype());
    }

    private int step(Lowering lowering, List<Integer> slots, TensorSpec result) {
        int slot = lowering.slot(result);
        return lowering.step(slot, new Step.Slide(
                Windows.of(window, operands.stream().map(TensorSpec::shape).toList(), result), slots, slot));
    }
}
