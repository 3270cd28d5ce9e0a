package org.dovetail.core.internal.backend;

import org.dovetail.core.internal.math.DoubleMath;
import org.dovetail.core.internal.math.XlaMath;
import org.dovetail.core.internal.prim.Cumulative;
import org.dovetail.core.internal.prim.Cumulative.Op;

/** Puts in the place of each of some elements what is made of all up to it, or of all from it on. */
public final class Prefixes {
    /*
     * XLA parts more than 16 elements into blocks of 16: within a block each result is made from its first element on; the results
     * of whole blocks are accumulated in the same way, and combined with those of the next block. Of float32 that order is kept,
     * for its rounding.
     */
    private static final int BLOCK = 16;

    private Prefixes() {}

    /** How many floats are needed beside those that are accumulated. */
    public static int spare(int count) {
        return Math.ceilDiv(count, 8);
    }

    /** Of float32, as XLA does; the spare ones are overwritten. */
    public static void singles(Cumulative cumulative, float[] x, int count, float[] spare) {
        if (cumulative.isReversed()) {
            backwards(cumulative.op(), x, 0, count, spare, 0);
        } else {
            forwards(cumulative.op(), x, 0, count, spare, 0);
        }
    }

    private static void forwards(Op op, float[] x, int first, int count, float[] spare, int at) {
        int blocks = Math.ceilDiv(count, BLOCK);
        for (int i = 0; i < count; i++) {
            float before = i % BLOCK == 0 ? neutral(op) : x[first + i - 1];
            x[first + i] = combined(op, before, x[first + i]);
            if (blocks > 1 && i % BLOCK == BLOCK - 1) {
                spare[at + i / BLOCK] = x[first + i];
            }
        }
        if (blocks > 1) {
            forwards(op, spare, at, blocks - 1, spare, at + blocks);
            for (int i = BLOCK; i < count; i++) {
                x[first + i] = combined(op, x[first + i], spare[at + i / BLOCK - 1]);
            }
        }
    }

    private static void backwards(Op op, float[] x, int first, int count, float[] spare, int at) {
        int blocks = Math.ceilDiv(count, BLOCK);
        for (int i = 0; i < count; i++) {
            int end = Math.min(count, (i / BLOCK + 1) * BLOCK);
            float sofar = neutral(op);
            for (int j = i; j < end; j++) {
                sofar = combined(op, sofar, x[first + j]);
            }
            x[first + i] = sofar;
            if (blocks > 1 && i % BLOCK == 0) {
                spare[at + i / BLOCK] = sofar;
            }
        }
        if (blocks > 1) {
            backwards(op, spare, at, blocks, spare, at + blocks);
            for (int i = 0; i < (blocks - 1) * BLOCK; i++) {
                x[first + i] = combined(op, x[first + i], spare[at + i / BLOCK + 1]);
            }
        }
    }

    private static float neutral(Op op) {
        return switch (op) {
            case SUM -> 0;
            case PROD -> 1;
            case MAX, LOG_SUM_EXP -> Float.NEGATIVE_INFINITY;
            case MIN -> Float.POSITIVE_INFINITY;
        };
    }

    private static float combined(Op op, float a, float b) {
        float x = XlaMath.flush(a);
        float y = XlaMath.flush(b);
        return switch (op) {
            case SUM -> XlaMath.flush(x + y);
            case PROD -> XlaMath.flush(x * y);
            case MAX -> Math.max(x, y);
            case MIN -> Math.min(x, y);
            case LOG_SUM_EXP -> XlaMath.logAddExp(x, y);
        };
    }

    /** Of float64, one after the other. */
    public static void reals(Cumulative cumulative, double[] x, int count) {
        for (int i = 1; i < count; i++) {
            int place = cumulative.isReversed() ? count - 1 - i : i;
            double before = x[cumulative.isReversed() ? place + 1 : place - 1];
            x[place] = switch (cumulative.op()) {
                case SUM -> before + x[place];
                case PROD -> before * x[place];
                case MAX -> Math.max(before, x[place]);
                case MIN -> Math.min(before, x[place]);
                case LOG_SUM_EXP -> DoubleMath.logAddExp(before, x[place]);
            };
        }
    }

    /** Of integers in 64 bits. */
    public static void integers(Cumulative cumulative, boolean unsigned, long[] x, int count) {
        for (int i = 1; i < count; i++) {
            int place = cumulative.isReversed() ? count - 1 - i : i;
            long before = x[cumulative.isReversed() ? place + 1 : place - 1];
            boolean less = (unsigned ? Long.compareUnsigned(before, x[place]) : Long.compare(before, x[place])) < 0;
            x[place] = switch (cumulative.op()) {
                case SUM -> before + x[place];
                case PROD -> before * x[place];
                case MAX -> less ? x[place] : before;
                case MIN -> less ? before : x[place];
                case LOG_SUM_EXP -> throw new IllegalStateException(cumulative + " takes no integers");
            };
        }
    }
}
