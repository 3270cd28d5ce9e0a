package org.dovetail.core.internal.backend.compiled;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.dovetail.core.internal.backend.compiled.Axes.Axis;

/** A copy of elements that lie at steps in the source to places at steps in the target. */
final class Runs {
    /** Below so many bytes a run is copied element by element: a call of the bulk copy costs more. */
    private static final int SHORT_RUN = 64;
    /** Elements per side of the squares in which a transposition goes, so that both sides stay in the cache. */
    private static final long TILE = 32;

    private final int bytes;
    private final long from;
    private final long to;
    private final Axis across;
    private final Axis inner;
    private final long outerCount;
    private final long[] extents;
    private final long[] fromSteps;
    private final long[] toSteps;

    /**
     * A copy.
     *
     * @param bytes the size of an element
     * @param from the source's element at index 0 of every axis
     * @param to the target's
     * @param axes the axes, in the order of the target
     */
    Runs(int bytes, long from, long to, List<Axis> axes) {
        this.bytes = bytes;
        this.from = from;
        this.to = to;
        List<Axis> outer = new ArrayList<>(Axes.merged(axes));
        this.inner = outer.isEmpty() ? new Axis(1, 1, 1) : outer.removeLast();
        this.across = outer.isEmpty() || inner.from() == 1 ? new Axis(1, 0, 0) : removeNearest(outer);
        this.outerCount = Axes.count(outer);
        long[][] columns = Axes.columns(outer);
        this.extents = columns[0];
        this.fromSteps = columns[1];
        this.toSteps = columns[2];
    }

    /** Takes out the axis along which the source is nearest to a run: together with the inner one it is copied in squares. */
    private static Axis removeNearest(List<Axis> axes) {
        int nearest = 0;
        for (int i = 1; i < axes.size(); i++) {
            if (Math.abs(axes.get(i).from()) < Math.abs(axes.get(nearest).from())) {
                nearest = i;
            }
        }
        return axes.remove(nearest);
    }

    void copy(MemorySegment source, MemorySegment target) { copy(source, 0, target, 0); }

    /** Copies from and to places that lie some elements further on. */
    void copy(MemorySegment source, long fromFurther, MemorySegment target, long toFurther) {
        for (long i = 0; i < outerCount; i++) {
            plane(source, from + fromFurther + Axes.offset(i, extents, fromSteps), target,
                    to + toFurther + Axes.offset(i, extents, toSteps));
        }
    }

    private void plane(MemorySegment source, long from, MemorySegment target, long to) {
        long rows = across.extent();
        long columns = inner.extent();
        if (inner.from() == 1 && inner.to() == 1 && columns * bytes >= SHORT_RUN) {
            for (long r = 0; r < rows; r++) {
                MemorySegment.copy(source, (from + r * across.from()) * bytes, target,
                        (to + r * across.to()) * bytes, columns * bytes);
            }
            return;
        }
        for (long r = 0; r < rows; r += TILE) {
            for (long c = 0; c < columns; c += TILE) {
                long lastRow = Math.min(rows, r + TILE);
                int count = (int) Math.min(TILE, columns - c);
                for (long row = r; row < lastRow; row++) {
                    run(source, from + row * across.from() + c * inner.from(), target,
                            to + row * across.to() + c * inner.to(), count);
                }
            }
        }
    }

    private void run(MemorySegment source, long from, MemorySegment target, long to, int count) {
        long fromStep = inner.from();
        long toStep = inner.to();
        switch (bytes) {
            case 1 -> {
                for (int i = 0; i < count; i++) {
                    target.set(Tiles.BYTE, to + i * toStep, source.get(Tiles.BYTE, from + i * fromStep));
                }
            }
            case 2 -> {
                for (int i = 0; i < count; i++) {
                    target.set(Tiles.SHORT, (to + i * toStep) * 2, source.get(Tiles.SHORT, (from + i * fromStep) * 2));
                }
            }
            case 4 -> {
                for (int i = 0; i < count; i++) {
                    target.set(Tiles.INT, (to + i * toStep) * 4, source.get(Tiles.INT, (from + i * fromStep) * 4));
                }
            }
            case 8 -> {
                for (int i = 0; i < count; i++) {
                    target.set(Tiles.LONG, (to + i * toStep) * 8, source.get(Tiles.LONG, (from + i * fromStep) * 8));
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    MemorySegment.copy(source, (from + i * fromStep) * bytes, target, (to + i * toStep) * bytes, bytes);
                }
            }
        }
    }
}
