package org.dovetail.core.internal.backend.compiled;

import java.lang.foreign.MemorySegment;
import org.dovetail.core.DType;
import org.dovetail.core.internal.math.XlaMath;

/** Where the largest or smallest element is: the first of equal ones; a NaN counts as both. */
final class Places {
    private Places() {}

    static void run(Step.Place step, MemorySegment source, MemorySegment result, Scratch scratch) {
        for (long outer = 0; outer < step.outer(); outer++) {
            for (long inner = 0; inner < step.inner(); inner++) {
                long first = outer * step.extent() * step.inner() + inner;
                long best = switch (Lane.known(step.dtype())) {
                    case SINGLE, DOUBLE -> ofFloats(step, source, first, scratch);
                    case INT, LONG -> ofIntegers(step, source, first, scratch);
                };
                long[] place = scratch.wide(0);
                place[0] = best;
                Tiles.store(step.index(), place, result, outer * step.inner() + inner, 1, scratch);
            }
        }
    }

    private static long ofFloats(Step.Place step, MemorySegment source, long first, Scratch scratch) {
        boolean flushes = Lane.known(step.dtype()) == Lane.SINGLE;
        double[] element = scratch.real(0);
        long best = 0;
        double extreme = Double.NaN;
        for (long i = 0; i < step.extent(); i++) {
            Tiles.load(step.dtype(), source, first + i * step.inner(), element, 1, scratch);
            double x = flushes ? XlaMath.flush((float) element[0]) : element[0];
            if (Double.isNaN(x)) {
                return i;
            }
            if (i == 0 || (step.largest() ? x > extreme : x < extreme)) {
                best = i;
                extreme = x;
            }
        }
        return best;
    }

    private static long ofIntegers(Step.Place step, MemorySegment source, long first, Scratch scratch) {
        long flip = step.dtype() == DType.UINT64 ? Long.MIN_VALUE : 0;
        long[] element = scratch.wide(0);
        long best = 0;
        long extreme = 0;
        for (long i = 0; i < step.extent(); i++) {
            Tiles.load(step.dtype(), source, first + i * step.inner(), element, 1, scratch);
            long x = element[0] ^ flip;
            if (i == 0 || (step.largest() ? x > extreme : x < extreme)) {
                best = i;
                extreme = x;
            }
        }
        return best;
    }
}
