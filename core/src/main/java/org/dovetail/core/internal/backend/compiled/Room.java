package org.dovetail.core.internal.backend.compiled;

import java.lang.foreign.MemorySegment;
import org.dovetail.core.DType;

/** Arrays that are as long as a step once needed them, for whole lanes and matrices. Each workspace has its own. */
final class Room {
    private static final int ARRAYS = 4;

    private final Scratch scratch;
    private final float[][] singles = new float[ARRAYS][0];
    private final double[][] reals = new double[ARRAYS][0];
    private final long[][] wides = new long[ARRAYS][0];
    private final int[][] integers = new int[ARRAYS][0];

    Room(Scratch scratch) { this.scratch = scratch; }

    float[] single(int number, int atLeast) {
        if (singles[number].length < atLeast) {
            singles[number] = new float[atLeast];
        }
        return singles[number];
    }

    double[] real(int number, int atLeast) {
        if (reals[number].length < atLeast) {
            reals[number] = new double[atLeast];
        }
        return reals[number];
    }

    long[] wide(int number, int atLeast) {
        if (wides[number].length < atLeast) {
            wides[number] = new long[atLeast];
        }
        return wides[number];
    }

    int[] integer(int number, int atLeast) {
        if (integers[number].length < atLeast) {
            integers[number] = new int[atLeast];
        }
        return integers[number];
    }

    /** How many elements are moved at once. */
    private static int n(long step, int rest) {
        return step == 1 ? Math.min(Scratch.TILE, rest) : 1;
    }

    /** Loads floats that lie at steps. */
    float[] load(DType dtype, MemorySegment memory, long first, long step, float[] lane, int count) {
        float[] tile = scratch.single(1);
        for (int i = 0; i < count; i += n(step, count - i)) {
            int n = n(step, count - i);
            Tiles.load(dtype, memory, first + i * step, tile, n);
            System.arraycopy(tile, 0, lane, i, n);
        }
        return lane;
    }

    void store(DType dtype, float[] lane, MemorySegment memory, long first, long step, int count) {
        float[] tile = scratch.single(1);
        for (int i = 0; i < count; i += n(step, count - i)) {
            int n = n(step, count - i);
            System.arraycopy(lane, i, tile, 0, n);
            Tiles.store(dtype, tile, memory, first + i * step, n);
        }
    }

    /** Loads floats that lie at steps, widened. */
    double[] load(DType dtype, MemorySegment memory, long first, long step, double[] lane, int count) {
        double[] tile = scratch.real(1);
        for (int i = 0; i < count; i += n(step, count - i)) {
            int n = n(step, count - i);
            Tiles.load(dtype, memory, first + i * step, tile, n, scratch);
            System.arraycopy(tile, 0, lane, i, n);
        }
        return lane;
    }

    void store(DType dtype, double[] lane, int from, MemorySegment memory, long first, long step, int count) {
        double[] tile = scratch.real(1);
        for (int i = 0; i < count; i += n(step, count - i)) {
            int n = n(step, count - i);
            System.arraycopy(lane, from + i, tile, 0, n);
            Tiles.store(dtype, tile, memory, first + i * step, n, scratch);
        }
    }

    /** Loads integers that lie at steps, widened. */
    long[] load(DType dtype, MemorySegment memory, long first, long step, long[] lane, int count) {
        long[] tile = scratch.wide(1);
        for (int i = 0; i < count; i += n(step, count - i)) {
            int n = n(step, count - i);
            Tiles.load(dtype, memory, first + i * step, tile, n, scratch);
            System.arraycopy(tile, 0, lane, i, n);
        }
        return lane;
    }

    void store(DType dtype, long[] lane, MemorySegment memory, long first, long step, int count) {
        long[] tile = scratch.wide(1);
        for (int i = 0; i < count; i += n(step, count - i)) {
            int n = n(step, count - i);
            System.arraycopy(lane, i, tile, 0, n);
            Tiles.store(dtype, tile, memory, first + i * step, n, scratch);
        }
    }
}
