package org.dovetail.core.internal.trace;

import java.util.List;
import org.dovetail.core.Tensor;
import org.dovetail.core.internal.prim.Primitive;
import org.jspecify.annotations.Nullable;

/** What happens to a primitive under a transformation. */
public sealed interface Trace permits EvalTrace, JvpTrace, BatchTrace, GraphTrace, PartialTrace {
    /**
     * Computes, differentiates, batches or notes down a primitive.
     *
     * @param primitive the primitive
     * @param operands numbers, and tracers of this and of surrounding traces
     * @return the results
     */
    List<Tensor> process(Primitive primitive, List<Tensor> operands);

    /** The trace that was current when this one began, in which its rules run; none for plain evaluation. */
    @Nullable
    Trace parent();

    /** Whether a trace surrounds this one, or is it. */
    default boolean isWithin(Trace trace) {
        for (Trace t = this; t != null; t = t.parent()) {
            if (t == trace) {
                return true;
            }
        }
        return false;
    }
}
