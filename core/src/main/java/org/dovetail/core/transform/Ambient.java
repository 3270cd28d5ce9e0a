package org.dovetail.core.transform;

import org.dovetail.core.internal.trace.EvalTrace;
import org.dovetail.core.internal.trace.Tracing;

/** Which transformation runs now, for front ends whose frames belong to one. */
public final class Ambient {
    private Ambient() {}

    /**
     * The innermost transformation that runs on this thread.
     *
     * @return a token that is the same object as long as that transformation is the innermost
     */
    public static Object transformation() { return Tracing.current(); }

    /**
     * Whether no transformation runs on this thread, so that operations are computed at once.
     *
     * @return true outside of all transformations
     */
    public static boolean isEager() { return Tracing.current() == EvalTrace.INSTANCE; }
}
