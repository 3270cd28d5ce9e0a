package org.dovetail.haiku.internal;

import java.util.function.Supplier;

/** Marks the call below which a {@link CallStack} does not look. */
public final class Boundary {
    private Boundary() {}

    /** Runs some code. */
    public static <R> R call(Supplier<R> body) { return body.get(); }
}
