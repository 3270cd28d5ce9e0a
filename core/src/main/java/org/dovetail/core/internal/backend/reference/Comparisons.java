package org.dovetail.core.internal.backend.reference;

import org.dovetail.core.Array;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.internal.prim.Elementwise.Compare;

/** Comparisons. */
final class Comparisons {
    private Comparisons() {}

    static Array run(Compare op, Array x, Array y, TensorSpec result) {
        boolean unsigned = Domain.isUnsigned(x.dtype());
        return switch (Domain.of(x.dtype())) {
            case SINGLE ->
                Array.ofLongs(result, i -> holds(op, Domain.flushed(x, i), Domain.flushed(y, i)) ? 1 : 0);
            case DOUBLE -> Array.ofLongs(result, i -> holds(op, x.doubleAt(i), y.doubleAt(i)) ? 1 : 0);
            case INTEGER -> Array.ofLongs(result, i -> {
                long a = x.longAt(i);
                long b = y.longAt(i);
                return holds(op, unsigned ? Long.compareUnsigned(a, b) : Long.compare(a, b), 0) ? 1 : 0;
            });
            case NONE -> throw Domain.uncovered(x.dtype());
        };
    }

    private static boolean holds(Compare op, double x, double y) {
        return switch (op) {
            case EQ -> x == y;
            case NE -> x != y;
            case LT -> x < y;
            case LE -> x <= y;
            case GT -> x > y;
            case GE -> x >= y;
        };
    }
}
