package org.dovetail.core.internal.trace;

import java.util.List;
import java.util.function.Supplier;
import org.dovetail.core.Tensor;
import org.dovetail.core.internal.prim.Primitive;

/** The current trace of this thread. */
public final class Tracing {
    private static final ScopedValue<Trace> CURRENT = ScopedValue.newInstance();

    private Tracing() {}

    /** The innermost transformation that runs now; plain evaluation where there is none. */
    public static Trace current() {
        return CURRENT.isBound() ? CURRENT.get() : EvalTrace.INSTANCE;
    }

    /** Runs some code under a trace. */
    public static <R> R with(Trace trace, Supplier<R> body) {
        return ScopedValue.where(CURRENT, trace).call(body::get);
    }

    /** The results of a primitive under the current trace. */
    public static List<Tensor> bind(Primitive primitive, List<Tensor> operands) {
        return current().process(primitive, operands);
    }
}
