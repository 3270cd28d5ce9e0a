package org.dovetail.nnx;

import java.util.List;
import java.util.function.Function;
import org.dovetail.core.fn.F1;
import org.dovetail.core.fn.F2;
import org.dovetail.core.fn.F3;
import org.dovetail.core.fn.F4;
import org.dovetail.core.fn.P1;
import org.dovetail.core.fn.P2;
import org.dovetail.core.fn.P3;
import org.dovetail.core.fn.P4;
import org.jspecify.annotations.Nullable;

/** Functions of some arguments as functions of a list of them. */
@SuppressWarnings({"unchecked", "NullAway"}) // the lists hold what the functions were called with, of their types
final class Calls {
    private Calls() {}

    static <A, R> Function<List<@Nullable Object>, R> of(F1<A, R> function) {
        return arguments -> function.apply((A) arguments.get(0));
    }

    static <A> Function<List<@Nullable Object>, @Nullable Object> of(P1<A> procedure) {
        return arguments -> {
            procedure.apply((A) arguments.get(0));
            return null;
        };
    }

    static <A, B, R> Function<List<@Nullable Object>, R> of(F2<A, B, R> function) {
        return arguments -> function.apply((A) arguments.get(0), (B) arguments.get(1));
    }

    static <A, B> Function<List<@Nullable Object>, @Nullable Object> of(P2<A, B> procedure) {
        return arguments -> {
            procedure.apply((A) arguments.get(0), (B) arguments.get(1));
            return null;
        };
    }

    static <A, B, C, R> Function<List<@Nullable Object>, R> of(F3<A, B, C, R> function) {
        return arguments -> function.apply((A) arguments.get(0), (B) arguments.get(1), (C) arguments.get(2));
    }

    static <A, B, C> Function<List<@Nullable Object>, @Nullable Object> of(P3<A, B, C> procedure) {
        return arguments -> {
            procedure.apply((A) arguments.get(0), (B) arguments.get(1), (C) arguments.get(2));
            return null;
        };
    }

    static <A, B, C, D, R> Function<List<@Nullable Object>, R> of(F4<A, B, C, D, R> function) {
        return arguments -> function.apply((A) arguments.get(0), (B) arguments.get(1), (C) arguments.get(2),
                (D) arguments.get(3));
    }

    static <A, B, C, D> Function<List<@Nullable Object>, @Nullable Object> of(P4<A, B, C, D> procedure) {
        return arguments -> {
            procedure.apply((A) arguments.get(0), (B) arguments.get(1), (C) arguments.get(2), (D) arguments.get(3));
            return null;
        };
    }
}
