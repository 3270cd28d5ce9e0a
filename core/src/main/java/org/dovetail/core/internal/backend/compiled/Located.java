package org.dovetail.core.internal.backend.compiled;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.dovetail.core.DType;
import org.dovetail.core.GatherDimensionNumbers;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.internal.backend.compiled.Axes.Axis;
import org.dovetail.core.internal.prim.Windows;

/** The windows of a memory whose places are numbers in other memories, with where their elements are in a memory of all windows, the list. */
final class Located {
    /** So negative that it stays so whatever is added. */
    private static final long OUTSIDE = Long.MIN_VALUE / 2;

    /** Of the axes that indices have: extents, steps in the memory, steps in the list. */
    private final long[][] rows;
    private final long count;
    /** For each number of an index, the largest that lies in the memory, and by how many elements one more moves. */
    private final long[] lasts;
    private final long[] steps;
    private final DType index;
    private final boolean areScalars;
    private final boolean isClamped;
    private final List<Axis> window;

    private Located(List<Axis> rows, long[] lasts, long[] steps, DType index, boolean areScalars, boolean isClamped,
            List<Axis> window) {
        this.rows = Axes.columns(Axes.merged(rows));
        this.count = Axes.count(rows);
        this.lasts = lasts;
        this.steps = steps;
        this.index = index;
        this.areScalars = areScalars;
        this.isClamped = isClamped;
        this.window = window;
    }

    /** One window, whose place is given by a scalar for each axis. */
    static Located single(Shape whole, Shape sizes, DType index) {
        long[] own = Axes.contiguous(whole);
        long[] listed = Axes.contiguous(sizes);
        long[] lasts = IntStream.range(0, own.length).mapToLong(i -> whole.extent(i) - sizes.extent(i)).toArray();
        List<Axis> window = IntStream.range(0, own.length)
                .mapToObj(i -> new Axis(sizes.extent(i), own[i], listed[i])).toList();
        return new Located(List.of(), lasts, own, index, true, true, window);
    }

    /** A window for each index. */
    static Located many(GatherDimensionNumbers numbers, List<Integer> sizes, boolean isClamped, Shape whole,
            TensorSpec indices, Shape list) {
        long[] own = Axes.contiguous(whole);
        long[] listed = Axes.contiguous(list);
        List<Integer> indexAxes = Windows.indexAxes(numbers, list.rank());
        List<Axis> rows = new ArrayList<>();
        for (int i = 0; i < indexAxes.size(); i++) {
            int batch = numbers.startIndicesBatchingDims().indexOf(i);
            rows.add(new Axis(list.extent(indexAxes.get(i)),
                    batch < 0 ? 0 : own[numbers.operandBatchingDims().get(batch)], listed[indexAxes.get(i)]));
        }
        List<Integer> windowAxes = Windows.operandAxes(numbers, whole.rank());
        List<Axis> window = IntStream.range(0, windowAxes.size()).mapToObj(i -> new Axis(sizes.get(windowAxes.get(i)),
                own[windowAxes.get(i)], listed[numbers.offsetDims().get(i)])).toList();
        long[] lasts = numbers.startIndexMap().stream().mapToLong(axis -> whole.extent(axis) - sizes.get(axis))
                .toArray();
        long[] steps = numbers.startIndexMap().stream().mapToLong(axis -> own[axis]).toArray();
        return new Located(rows, lasts, steps, indices.dtype(), false, isClamped, window);
    }

    /** How many windows there are; none if they have no elements. */
    long count() {
        return Axes.count(window) == 0 ? 0 : count;
    }

    /** The elements of a window: steps in the memory, then in the list. */
    List<Axis> window() { return window; }

    /** Whether windows are single elements. */
    boolean areElements() { return Axes.count(window) == 1; }

    /**
     * Where some windows begin.
     *
     * @param number the number of the first of them
     * @param n how many; at most a tile
     * @param firsts takes their elements in the memory, a negative number for those that do not lie in it and may not be moved
     * @param listed takes their elements in the list
     * @param tile is overwritten
     */
    void locate(long number, int n, MemorySegment[] slots, List<Integer> indices, long[] firsts, long[] listed,
            long[] tile) {
        walk(number, n, rows[1], firsts);
        walk(number, n, rows[2], listed);
        for (int k = 0; k < steps.length; k++) {
            if (areScalars) {
                load(slots[indices.get(k)], 0, 0, tile, n);
            } else {
                load(slots[indices.getFirst()], number * steps.length + k, steps.length, tile, n);
            }
            long last = lasts[k];
            long step = steps[k];
            for (int i = 0; i < n; i++) {
                long start = tile[i];
                long within = Math.max(0, Math.min(start, last));
                firsts[i] = within == start || isClamped ? firsts[i] + within * step : OUTSIDE;
            }
        }
    }

    private void walk(long number, int n, long[] steps, long[] places) {
        if (steps.length == 1) {
            for (int i = 0; i < n; i++) {
                places[i] = (number + i) * steps[0];
            }
            return;
        }
        for (int i = 0; i < n; i++) {
            places[i] = Axes.offset(number + i, rows[0], steps);
        }
    }

    private void load(MemorySegment indices, long first, long step, long[] tile, int n) {
        switch (index) {
            case INT32 -> {
                for (int i = 0; i < n; i++) {
                    tile[i] = indices.get(Tiles.INT, (first + i * step) * 4);
                }
            }
            case INT64 -> {
                for (int i = 0; i < n; i++) {
                    tile[i] = indices.get(Tiles.LONG, (first + i * step) * 8);
                }
            }
            default -> {
                for (int i = 0; i < n; i++) {
                    tile[i] = index(indices, first + i * step);
                }
            }
        }
    }

    private long index(MemorySegment indices, long element) {
        return switch (index) {
            case INT8 -> indices.get(Tiles.BYTE, element);
            case UINT8 -> indices.get(Tiles.BYTE, element) & 0xff;
            case INT16 -> indices.get(Tiles.SHORT, element * 2);
            case UINT16 -> indices.get(Tiles.SHORT, element * 2) & 0xffff;
            case UINT32 -> indices.get(Tiles.INT, element * 4) & 0xffff_ffffL;
            case UINT64 -> {
                long bits = indices.get(Tiles.LONG, element * 8);
                yield bits < 0 ? Long.MAX_VALUE : bits;
            }
            default -> throw new IllegalStateException(index + " is no index");
        };
    }
}
