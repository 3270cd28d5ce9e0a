package org.dovetail.core.internal.backend.compiled;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.internal.backend.compiled.Axes.Axis;
import org.dovetail.core.internal.math.XlaMath;
import org.dovetail.core.internal.prim.Reduction.Op;

/**
 * A reduction. For each index of the kept axes a sum runs over the reduced axes; the innermost axis, of whichever kind, is taken in tiles. Floats are folded in float64 and
 * rounded once.
 */
final class Folds {
    private final Op op;
    private final DType dtype;
    private final boolean foldsInner;
    private final long inner;
    private final long keptCount;
    private final long reducedCount;
    private final long[] keptExtents;
    private final long[] keptSteps;
    private final long[] reducedExtents;
    private final long[] reducedSteps;

    Folds(Op op, DType dtype, Shape from, List<Integer> axes) {
        this.op = op;
        this.dtype = dtype;
        List<Axis> kept = new ArrayList<>();
        List<Axis> reduced = new ArrayList<>();
        long[] steps = Axes.contiguous(from);
        boolean lastIsReduced = true;
        for (int axis = 0; axis < from.rank(); axis++) {
            boolean isReduced = axes.contains(axis);
            (isReduced ? reduced : kept).add(new Axis(from.extent(axis), steps[axis], steps[axis]));
            lastIsReduced = from.extent(axis) == 1 ? lastIsReduced : isReduced;
        }
        List<Axis> outerKept = new ArrayList<>(Axes.merged(kept));
        List<Axis> outerReduced = new ArrayList<>(Axes.merged(reduced));
        List<Axis> own = lastIsReduced ? outerReduced : outerKept;
        this.foldsInner = lastIsReduced;
        this.inner = own.isEmpty() ? 1 : own.removeLast().extent();
        this.keptCount = Axes.count(outerKept);
        this.reducedCount = Axes.count(outerReduced);
        this.keptExtents = Axes.columns(outerKept)[0];
        this.keptSteps = Axes.columns(outerKept)[1];
        this.reducedExtents = Axes.columns(outerReduced)[0];
        this.reducedSteps = Axes.columns(outerReduced)[1];
    }

    void run(MemorySegment source, MemorySegment result, Scratch scratch) {
        boolean isFloat = dtype.kind() == DType.Kind.FLOAT;
        long tiles = foldsInner ? 1 : Math.ceilDiv(inner, Scratch.TILE);
        for (long kept = 0; kept < keptCount; kept++) {
            long first = Axes.offset(kept, keptExtents, keptSteps);
            for (long tile = 0; tile < tiles; tile++) {
                long column = tile * Scratch.TILE;
                int width = foldsInner ? 1 : (int) Math.min(Scratch.TILE, inner - column);
                long place = foldsInner ? kept : kept * inner + column;
                if (isFloat) {
                    floats(source, first + column, width, result, place, scratch);
                } else {
                    integers(source, first + column, width, result, place, scratch);
                }
            }
        }
    }

    private void floats(MemorySegment source, long first, int width, MemorySegment result, long place,
            Scratch scratch) {
        double[] folded = scratch.real(0);
        Arrays.fill(folded, 0, width, switch (op) {
            case SUM -> 0;
            case PROD -> 1;
            case MAX -> Double.NEGATIVE_INFINITY;
            case MIN -> Double.POSITIVE_INFINITY;
            case AND, OR -> throw stray();
        });
        double[] elements = scratch.real(1);
        for (long reduced = 0; reduced < reducedCount; reduced++) {
            long at = first + Axes.offset(reduced, reducedExtents, reducedSteps);
            if (foldsInner) {
                for (long i = 0; i < inner; i += Scratch.TILE) {
                    int count = (int) Math.min(Scratch.TILE, inner - i);
                    Tiles.load(dtype, source, at + i, elements, count, scratch);
                    folded[0] = fold(folded[0], elements, count);
                }
            } else {
                Tiles.load(dtype, source, at, elements, width, scratch);
                fold(folded, elements, width);
            }
        }
        if (dtype != DType.FLOAT64) {
            for (int i = 0; i < width; i++) {
                folded[i] = XlaMath.flush((float) folded[i]);
            }
        }
        Tiles.store(dtype, folded, result, place, width, scratch);
    }

    private double fold(double start, double[] x, int n) {
        double folded = start;
        switch (op) {
            case SUM -> folded += sum(x, n);
            case PROD -> {
                for (int i = 0; i < n; i++) {
                    folded *= x[i];
                }
            }
            case MAX -> {
                for (int i = 0; i < n; i++) {
                    folded = Math.max(folded, x[i]);
                }
            }
            case MIN -> {
                for (int i = 0; i < n; i++) {
                    folded = Math.min(folded, x[i]);
                }
            }
            case AND, OR -> throw stray();
        }
        return folded;
    }

    /** In four chains, since one would wait for each addition. */
    private static double sum(double[] x, int n) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 3 < n; i += 4) {
            a += x[i];
            b += x[i + 1];
            c += x[i + 2];
            d += x[i + 3];
        }
        for (; i < n; i++) {
            a += x[i];
        }
        return a + b + (c + d);
    }

    private void fold(double[] folded, double[] x, int n) {
        switch (op) {
            case SUM -> {
                for (int i = 0; i < n; i++) {
                    folded[i] += x[i];
                }
            }
            case PROD -> {
                for (int i = 0; i < n; i++) {
                    folded[i] *= x[i];
                }
            }
            case MAX -> {
                for (int i = 0; i < n; i++) {
                    folded[i] = Math.max(folded[i], x[i]);
                }
            }
            case MIN -> {
                for (int i = 0; i < n; i++) {
                    folded[i] = Math.min(folded[i], x[i]);
                }
            }
            case AND, OR -> throw stray();
        }
    }

    private void integers(MemorySegment source, long first, int width, MemorySegment result, long place,
            Scratch scratch) {
        long[] folded = scratch.wide(0);
        // Unsigned numbers of 64 bits are compared with the highest bit turned.
        long flip = dtype == DType.UINT64 ? Long.MIN_VALUE : 0;
        Arrays.fill(folded, 0, width, neutral());
        long[] elements = scratch.wide(1);
        for (long reduced = 0; reduced < reducedCount; reduced++) {
            long at = first + Axes.offset(reduced, reducedExtents, reducedSteps);
            for (long i = 0; i < (foldsInner ? inner : 1); i += Scratch.TILE) {
                int count = foldsInner ? (int) Math.min(Scratch.TILE, inner - i) : width;
                Tiles.load(dtype, source, at + i, elements, count, scratch);
                for (int j = 0; j < count; j++) {
                    int to = foldsInner ? 0 : j;
                    folded[to] = fold(folded[to], elements[j], flip);
                }
            }
        }
        Tiles.store(dtype, folded, result, place, width, scratch);
    }

    private long fold(long folded, long element, long flip) {
        return switch (op) {
            case SUM -> folded + element;
            case PROD -> folded * element;
            case MAX -> Math.max(folded ^ flip, element ^ flip) ^ flip;
            case MIN -> Math.min(folded ^ flip, element ^ flip) ^ flip;
            case AND -> folded & element;
            case OR -> folded | element;
        };
    }

    private long neutral() {
        int bits = dtype.bytes() * Byte.SIZE;
        long least = dtype.kind() == DType.Kind.SIGNED ? -1L << bits - 1 : 0;
        long greatest = dtype.kind() == DType.Kind.SIGNED ? ~least : dtype == DType.BOOL ? 1 : -1L >>> Long.SIZE - bits;
        return switch (op) {
            case SUM, OR -> 0;
            case PROD -> 1;
            case MAX -> least;
            case MIN -> greatest;
            case AND -> dtype == DType.BOOL ? 1 : -1;
        };
    }

    private IllegalStateException stray() { return new IllegalStateException(op + " takes no floats"); }
}
