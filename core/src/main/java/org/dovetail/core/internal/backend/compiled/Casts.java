package org.dovetail.core.internal.backend.compiled;

import org.dovetail.core.DType;
import org.dovetail.core.internal.math.XlaMath;

/** Casts between lanes: integers wrap, floats are cut towards zero, to the nearest integer there is; NaN gives 0. */
final class Casts {
    private Casts() {}

    static double[] toDoubles(float[] x, double[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = x[i];
        }
        return y;
    }

    static float[] toSingles(double[] x, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = (float) x[i];
        }
        return y;
    }

    static int[] toInts(float[] x, DType to, int[] y, int n) {
        switch (to) {
            case BOOL -> {
                for (int i = 0; i < n; i++) {
                    y[i] = XlaMath.flush(x[i]) == 0 ? 0 : 1;
                }
            }
            case INT32 -> {
                for (int i = 0; i < n; i++) {
                    y[i] = (int) x[i];
                }
            }
            default -> {
                long least = least(to);
                long greatest = greatest(to);
                for (int i = 0; i < n; i++) {
                    y[i] = (int) Math.clamp((long) x[i], least, greatest);
                }
            }
        }
        return y;
    }

    static int[] toInts(double[] x, DType to, int[] y, int n) {
        if (to == DType.BOOL) {
            for (int i = 0; i < n; i++) {
                y[i] = x[i] == 0 ? 0 : 1;
            }
            return y;
        }
        long least = least(to);
        long greatest = greatest(to);
        for (int i = 0; i < n; i++) {
            y[i] = (int) Math.clamp((long) x[i], least, greatest);
        }
        return y;
    }

    static long[] toLongs(double[] x, DType to, long[] y, int n) {
        if (to == DType.INT64) {
            for (int i = 0; i < n; i++) {
                y[i] = (long) x[i];
            }
            return y;
        }
        for (int i = 0; i < n; i++) {
            long above = x[i] >= 0x1p64 ? -1 : (long) (x[i] - 0x1p63) ^ Long.MIN_VALUE;
            y[i] = x[i] >= 0x1p63 ? above : Math.max(0, (long) x[i]);
        }
        return y;
    }

    static float[] toSingles(DType from, int[] x, float[] y, int n) {
        long mask = mask(from);
        for (int i = 0; i < n; i++) {
            y[i] = x[i] & mask;
        }
        return y;
    }

    static double[] toDoubles(DType from, int[] x, double[] y, int n) {
        long mask = mask(from);
        for (int i = 0; i < n; i++) {
            y[i] = x[i] & mask;
        }
        return y;
    }

    /** Integers wrap when they are stored; truth values are made 0 or 1. */
    static int[] toInts(int[] x, DType to, int[] y, int n) {
        if (to != DType.BOOL) {
            return x;
        }
        for (int i = 0; i < n; i++) {
            y[i] = x[i] == 0 ? 0 : 1;
        }
        return y;
    }

    static int[] toInts(long[] x, DType to, int[] y, int n) {
        boolean isBool = to == DType.BOOL;
        for (int i = 0; i < n; i++) {
            y[i] = isBool ? x[i] == 0 ? 0 : 1 : (int) x[i];
        }
        return y;
    }

    /** The halved number keeps whether a bit was lost, so that it is rounded as the whole. */
    static float[] toSingles(DType from, long[] x, float[] y, int n) {
        boolean unsigned = from == DType.UINT64;
        for (int i = 0; i < n; i++) {
            y[i] = x[i] >= 0 || !unsigned ? x[i] : (x[i] >>> 1 | x[i] & 1) * 2f;
        }
        return y;
    }

    static double[] toDoubles(DType from, long[] x, double[] y, int n) {
        boolean unsigned = from == DType.UINT64;
        for (int i = 0; i < n; i++) {
            y[i] = x[i] >= 0 || !unsigned ? x[i] : (x[i] >>> 1 | x[i] & 1) * 2.0;
        }
        return y;
    }

    private static long mask(DType from) { return from == DType.UINT32 ? 0xffff_ffffL : -1; }

    private static long least(DType to) {
        return to.kind() == DType.Kind.SIGNED ? -1L << to.bytes() * Byte.SIZE - 1 : 0;
    }

    private static long greatest(DType to) {
        return to.kind() == DType.Kind.SIGNED ? ~least(to) : -1L >>> Long.SIZE - to.bytes() * Byte.SIZE;
    }
}
