package org.dovetail.core.internal.backend.compiled;

import java.lang.foreign.MemorySegment;
import org.dovetail.core.DType;
import org.dovetail.core.DType.Kind;
import org.dovetail.core.internal.backend.Prefixes;

/** What is made of all elements up to each, lane by lane. */
final class Cumulatives {
    private Cumulatives() {}

    static void run(Step.Accumulate step, MemorySegment source, MemorySegment result, Room room) {
        DType dtype = step.dtype();
        int count = step.extent();
        long inner = step.inner();
        for (long lane = 0; lane < step.outer() * inner; lane++) {
            long first = lane / inner * inner * count + lane % inner;
            switch (Lane.known(dtype)) {
                case SINGLE -> {
                    float[] x = room.load(dtype, source, first, inner, room.single(0, count), count);
                    Prefixes.singles(step.op(), x, count, room.single(1, Prefixes.spare(count)));
                    room.store(dtype, x, result, first, inner, count);
                }
                case DOUBLE -> {
                    double[] x = room.load(dtype, source, first, inner, room.real(0, count), count);
                    Prefixes.reals(step.op(), x, count);
                    room.store(dtype, x, 0, result, first, inner, count);
                }
                case INT, LONG -> {
                    long[] x = room.load(dtype, source, first, inner, room.wide(0, count), count);
                    Prefixes.integers(step.op(), dtype.kind() == Kind.UNSIGNED, x, count);
                    room.store(dtype, x, result, first, inner, count);
                }
            }
        }
    }
}
