package org.dovetail.core.internal.trace;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.dovetail.core.Tensor;
import org.dovetail.core.internal.prim.Lanes;
import org.dovetail.core.internal.prim.Primitive;

/** The current trace of this thread. */
public final class Tracing {
    private static final ScopedValue<Trace> CURRENT = ScopedValue.newInstance();

    private static final ScopedValue<Map<String, Integer>> AXES = ScopedValue.newInstance();

    private Tracing() {}

    /** The innermost transformation that runs now; plain evaluation where there is none. */
    public static Trace current() {
        return CURRENT.isBound() ? CURRENT.get() : EvalTrace.INSTANCE;
    }

    /** Runs some code under a trace. */
    public static <R> R with(Trace trace, Supplier<R> body) {
        return ScopedValue.where(CURRENT, trace).call(body::get);
    }

    /** Runs some code under a trace for many lanes, and binds the name of their axis. */
    static <R> R with(Trace trace, Lanes lanes, Supplier<R> body) {
        String name = lanes.name();
        if (name == null) {
            return with(trace, body);
        }
        Map<String, Integer> bound = new LinkedHashMap<>(axes());
        bound.put(name, lanes.size());
        return ScopedValue.where(AXES, Collections.unmodifiableMap(bound)).call(() -> with(trace, body));
    }

    /** The names of axes that are bound now, from the outside in, and how many lanes each has. */
    public static Map<String, Integer> axes() {
        return AXES.isBound() ? AXES.get() : Map.of();
    }

    /** The results of a primitive under the current trace. */
    public static List<Tensor> bind(Primitive primitive, List<Tensor> operands) {
        return current().process(primitive, operands);
    }
}
