package org.dovetail.core.internal.backend.compiled;

import java.lang.foreign.MemorySegment;
import org.dovetail.core.DType;
import org.dovetail.core.internal.math.XlaMath;
import org.dovetail.core.internal.prim.Sorting;

/** Sorts lanes by keys that are made integers of the same order: a merge sort of places, which keeps equal ones in order. */
final class Sorts {
    private static final int SHORT = 8;

    private Sorts() {}

    static void run(Step.Order step, MemorySegment[] slots, Room room) {
        int extent = step.extent();
        long inner = step.inner();
        int keys = step.op() instanceof Sorting.Sort sort ? sort.keys() : 1;
        long[] all = room.wide(0, keys * extent);
        int[] places = room.integer(0, extent);
        for (long lane = 0; lane < step.outer() * inner; lane++) {
            long first = lane / inner * inner * extent + lane % inner;
            for (int key = 0; key < keys; key++) {
                MemorySegment source = slots[step.reads().get(key)];
                keys(step.op(), step.dtypes().get(key), source, first, inner, all, key * extent, extent, room);
            }
            for (int i = 0; i < extent; i++) {
                places[i] = i;
            }
            sort(all, keys, extent, places, room.integer(1, extent));
            switch (step.op()) {
                case Sorting.Sort _ -> {
                    for (int i = 0; i < step.reads().size(); i++) {
                        move(step.dtypes().get(i).bytes(), slots[step.reads().get(i)], first, inner,
                                slots[step.results().get(i)], first, places, extent);
                    }
                }
                case Sorting.TopK(int count) -> {
                    move(step.dtypes().getFirst().bytes(), slots[step.reads().getFirst()], first, inner,
                            slots[step.results().getFirst()], lane * count, places, count);
                    MemorySegment.copy(places, 0, slots[step.results().get(1)], Tiles.INT, lane * count * 4, count);
                }
            }
        }
    }

    private static void move(int bytes, MemorySegment source, long from, long step, MemorySegment result, long to,
            int[] places, int count) {
        for (int i = 0; i < count; i++) {
            MemorySegment.copy(source, (from + places[i] * step) * bytes, result, (to + i * step) * bytes, bytes);
        }
    }

    /** Integers in the order of the elements; from the largest on for the first few. */
    private static void keys(Sorting op, DType dtype, MemorySegment source, long first, long step, long[] keys, int at,
            int count, Room room) {
        boolean isTotal = op instanceof Sorting.TopK;
        switch (Lane.known(dtype)) {
            case SINGLE -> {
                float[] x = room.load(dtype, source, first, step, room.single(0, count), count);
                for (int i = 0; i < count; i++) {
                    keys[at + i] = isTotal ? ~ordered(Float.floatToRawIntBits(x[i])) : key(x[i]);
                }
            }
            case DOUBLE -> {
                double[] x = room.load(dtype, source, first, step, room.real(0, count), count);
                for (int i = 0; i < count; i++) {
                    keys[at + i] = isTotal
                            ? ~ordered(Double.doubleToRawLongBits(x[i]))
                            : ordered(Double.doubleToLongBits(x[i] + 0.0));
                }
            }
            case INT, LONG -> {
                long[] x = room.load(dtype, source, first, step, room.wide(1, count), count);
                long flip = dtype == DType.UINT64 ? Long.MIN_VALUE : 0;
                for (int i = 0; i < count; i++) {
                    keys[at + i] = isTotal ? ~(x[i] ^ flip) : x[i] ^ flip;
                }
            }
        }
    }

    /** As XLA's comparison of keys: zeros and subnormal numbers are equal, and NaNs, which are the largest. */
    private static long key(float x) {
        return ordered(Float.floatToIntBits(XlaMath.flush(x) + 0f));
    }

    private static long ordered(int bits) { return bits < 0 ? bits ^ Integer.MAX_VALUE : bits; }

    private static long ordered(long bits) { return bits < 0 ? bits ^ Long.MAX_VALUE : bits; }

    /** Sorts places: short runs by insertion, then pairs of runs are merged. */
    private static void sort(long[] keys, int count, int extent, int[] places, int[] spare) {
        for (int start = 0; start < extent; start += SHORT) {
            for (int i = start + 1; i < Math.min(extent, start + SHORT); i++) {
                int place = places[i];
                int j = i;
                for (; j > start && isLess(keys, count, extent, place, places[j - 1]); j--) {
                    places[j] = places[j - 1];
                }
                places[j] = place;
            }
        }
        boolean inSpare = false;
        for (long width = SHORT; width < extent; width *= 2) {
            int[] from = inSpare ? spare : places;
            int[] to = inSpare ? places : spare;
            for (long start = 0; start < extent; start += 2 * width) {
                int middle = (int) Math.min(extent, start + width);
                int end = (int) Math.min(extent, start + 2 * width);
                merge(keys, count, extent, from, to, (int) start, middle, end);
            }
            inSpare = !inSpare;
        }
        if (inSpare) {
            System.arraycopy(spare, 0, places, 0, extent);
        }
    }

    private static void merge(long[] keys, int count, int extent, int[] from, int[] to, int start, int middle,
            int end) {
        int left = start;
        int right = middle;
        for (int i = start; i < end; i++) {
            boolean takesRight = left == middle
                    || right < end && isLess(keys, count, extent, from[right], from[left]);
            to[i] = takesRight ? from[right++] : from[left++];
        }
    }

    private static boolean isLess(long[] keys, int count, int extent, int a, int b) {
        for (int key = 0; key < count; key++) {
            long x = keys[key * extent + a];
            long y = keys[key * extent + b];
            if (x != y) {
                return x < y;
            }
        }
        return false;
    }
}
