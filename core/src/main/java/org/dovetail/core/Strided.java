package org.dovetail.core;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** Copies elements that lie at strides into C order. */
final class Strided {
    /** Elements per side of the squares in which a transposition goes, so that both sides stay in the cache. */
    private static final int TILE = 32;
    /** Below so many bytes, a run is copied element by element: a call of the bulk copy costs more. */
    private static final int SHORT_RUN = 64;

    /**
     * An axis of the result.
     *
     * @param extent its length
     * @param from the step in the source, in elements
     * @param to the step in the target, in elements
     */
    private record Axis(long extent, long from, long to) {}

    private final MemorySegment source;
    private final MemorySegment target;
    private final int bytes;

    private Strided(MemorySegment source, MemorySegment target, int bytes) {
        this.source = source;
        this.target = target;
        this.bytes = bytes;
    }

    /** The strides of C order, in elements. */
    static long[] contiguous(Shape shape) {
        long[] strides = new long[shape.rank()];
        long stride = 1;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= shape.extent(axis);
        }
        return strides;
    }

    /**
     * Gathers elements.
     *
     * @param source where they are
     * @param offset the element at index 0 of every axis
     * @param strides steps along the axes, in elements
     * @param shape the extents of the result
     * @param bytes the size of an element
     * @param target the result, in C order
     */
    static void copy(MemorySegment source, long offset, long[] strides, Shape shape, int bytes, MemorySegment target) {
        if (shape.size() == 0) {
            return;
        }
        List<Axis> axes = merged(shape, strides);
        Axis inner = axes.removeLast();
        Axis across = inner.from == 1 || axes.isEmpty() ? new Axis(1, 0, 0) : removeNearest(axes);
        new Strided(source, target, bytes).planes(axes, across, inner, offset);
    }

    /** The axes without those of extent 1, and with neighbours that are one run in the source made one; at least one axis. */
    private static List<Axis> merged(Shape shape, long[] strides) {
        List<Axis> axes = new ArrayList<>();
        long[] to = contiguous(shape);
        for (int i = 0; i < strides.length; i++) {
            Axis axis = new Axis(shape.extent(i), strides[i], to[i]);
            boolean run = !axes.isEmpty() && axes.getLast().from == axis.from * axis.extent;
            if (axis.extent > 1) {
                axes.add(run ? new Axis(axes.removeLast().extent * axis.extent, axis.from, axis.to) : axis);
            }
        }
        if (axes.isEmpty()) {
            axes.add(new Axis(1, 1, 1));
        }
        return axes;
    }

    /** Takes out the axis along which the source is nearest to a run: together with the inner one it is copied in squares. */
    private static Axis removeNearest(List<Axis> axes) {
        int nearest = 0;
        for (int i = 1; i < axes.size(); i++) {
            if (Math.abs(axes.get(i).from) < Math.abs(axes.get(nearest).from)) {
                nearest = i;
            }
        }
        return axes.remove(nearest);
    }

    /** Copies the plane of two axes at every index of the others. */
    private void planes(List<Axis> outer, Axis across, Axis inner, long offset) {
        long[] index = new long[outer.size()];
        long from = offset;
        long to = 0;
        for (boolean more = true; more;) {
            plane(across, inner, from, to);
            more = false;
            for (int i = index.length - 1; i >= 0 && !more; i--) {
                Axis axis = outer.get(i);
                more = ++index[i] < axis.extent;
                long steps = more ? 1 : 1 - axis.extent;
                from += steps * axis.from;
                to += steps * axis.to;
                index[i] = more ? index[i] : 0;
            }
        }
    }

    private void plane(Axis across, Axis inner, long from, long to) {
        if (inner.from == 1 && inner.extent * bytes >= SHORT_RUN) {
            MemorySegment.copy(source, from * bytes, target, to * bytes, inner.extent * bytes);
            return;
        }
        for (long a = 0; a < across.extent; a += TILE) {
            Axis rows = new Axis(Math.min(TILE, across.extent - a), across.from, across.to);
            for (long i = 0; i < inner.extent; i += TILE) {
                Axis columns = new Axis(Math.min(TILE, inner.extent - i), inner.from, inner.to);
                tile(rows, columns, from + a * across.from + i * inner.from, to + a * across.to + i);
            }
        }
    }

    private void tile(Axis rows, Axis columns, long from, long to) {
        for (long r = 0; r < rows.extent; r++) {
            row(columns.extent, columns.from, from + r * rows.from, to + r * rows.to);
        }
    }

    private void row(long count, long step, long from, long to) {
        switch (bytes) {
            case 1 -> {
                for (long i = 0; i < count; i++) {
                    target.set(ValueLayout.JAVA_BYTE, to + i, source.get(ValueLayout.JAVA_BYTE, from + i * step));
                }
            }
            case 2 -> {
                for (long i = 0; i < count; i++) {
                    target.set(Elements.SHORT, (to + i) * 2, source.get(Elements.SHORT, (from + i * step) * 2));
                }
            }
            case 4 -> {
                for (long i = 0; i < count; i++) {
                    target.set(Elements.INT, (to + i) * 4, source.get(Elements.INT, (from + i * step) * 4));
                }
            }
            case 8 -> {
                for (long i = 0; i < count; i++) {
                    target.set(Elements.LONG, (to + i) * 8, source.get(Elements.LONG, (from + i * step) * 8));
                }
            }
            default -> {
                for (long i = 0; i < count; i++) {
                    MemorySegment.copy(source, (from + i * step) * bytes, target, (to + i) * bytes, bytes);
                }
            }
        }
    }
}
