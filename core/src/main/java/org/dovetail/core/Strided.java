package org.dovetail.core;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Copies elements that lie at strides into C order. */
final class Strided {
    /** Elements per side of the squares in which a transposition goes, so that both sides stay in the cache. */
    private static final int TILE = 32;

    private Strided() {}

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
        if (shape.rank() < 2) {
            plane(source, offset, 0, shape.rank() == 0 ? 0 : strides[0], 1, shape.rank() == 0 ? 1 : shape.extent(0),
                    bytes, target, 0);
            return;
        }
        int rank = shape.rank();
        int rows = shape.extent(rank - 2);
        int columns = shape.extent(rank - 1);
        long planes = shape.size() / ((long) rows * columns);
        int[] index = new int[rank - 2];
        for (long p = 0; p < planes; p++) {
            long start = offset;
            for (int axis = 0; axis < index.length; axis++) {
                start += index[axis] * strides[axis];
            }
            plane(source, start, strides[rank - 2], strides[rank - 1], rows, columns, bytes, target,
                    p * rows * columns);
            for (int axis = index.length - 1; axis >= 0 && ++index[axis] == shape.extent(axis); axis--) {
                index[axis] = 0;
            }
        }
    }

    private static void plane(MemorySegment source, long start, long rowStride, long columnStride, int rows,
            int columns, int bytes,
            MemorySegment target, long targetStart) {
        if (columnStride == 1) {
            for (int r = 0; r < rows; r++) {
                MemorySegment.copy(source, (start + r * rowStride) * bytes, target,
                        (targetStart + (long) r * columns) * bytes, (long) columns * bytes);
            }
            return;
        }
        for (int r0 = 0; r0 < rows; r0 += TILE) {
            for (int c0 = 0; c0 < columns; c0 += TILE) {
                for (int r = r0; r < Math.min(rows, r0 + TILE); r++) {
                    for (int c = c0; c < Math.min(columns, c0 + TILE); c++) {
                        element(source, start + r * rowStride + c * columnStride, target,
                                targetStart + (long) r * columns + c, bytes);
                    }
                }
            }
        }
    }

    private static void element(MemorySegment source, long from, MemorySegment target, long to, int bytes) {
        switch (bytes) {
            case 1 -> target.set(ValueLayout.JAVA_BYTE, to, source.get(ValueLayout.JAVA_BYTE, from));
            case 2 -> target.set(Elements.SHORT, to * 2, source.get(Elements.SHORT, from * 2));
            case 4 -> target.set(Elements.INT, to * 4, source.get(Elements.INT, from * 4));
            case 8 -> target.set(Elements.LONG, to * 8, source.get(Elements.LONG, from * 8));
            default -> MemorySegment.copy(source, from * bytes, target, to * bytes, bytes);
        }
    }
}
