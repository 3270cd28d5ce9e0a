package org.dovetail.core.internal.backend.compiled;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.dovetail.core.DType;
import org.dovetail.core.internal.backend.compiled.Products.Sizes;
import org.dovetail.core.internal.math.XlaMath;

/** Matrix products by plain loops: a row of the result at a time, to which rows of the right matrix are added. Floats are summed in float64. */
final class PlainProducts {
    private PlainProducts() {}

    static void floats(DType dtype, Sizes sizes, MemorySegment left, long leftFirst, MemorySegment right,
            long rightFirst, MemorySegment result, long resultFirst, Scratch scratch) {
        double[] sums = scratch.real(0);
        double[] row = scratch.real(1);
        double[] factor = scratch.real(2);
        for (int n = 0; n < sizes.columns(); n += Scratch.TILE) {
            int width = Math.min(Scratch.TILE, sizes.columns() - n);
            for (int m = 0; m < sizes.rows(); m++) {
                Arrays.fill(sums, 0, width, 0);
                for (int k = 0; k < sizes.depth(); k++) {
                    Tiles.load(dtype, left, leftFirst + m * sizes.leftRow() + k * sizes.leftDepth(), factor, 1,
                            scratch);
                    loadRow(dtype, sizes, right, rightFirst + k * sizes.rightDepth() + n * sizes.rightColumn(), row,
                            width, scratch);
                    add(factor[0], row, sums, width);
                }
                if (dtype != DType.FLOAT64) {
                    for (int i = 0; i < width; i++) {
                        sums[i] = XlaMath.flush((float) sums[i]);
                    }
                }
                Tiles.store(dtype, sums, result, resultFirst + (long) m * sizes.columns() + n, width, scratch);
            }
        }
    }

    private static void loadRow(DType dtype, Sizes sizes, MemorySegment right, long first, double[] row, int width,
            Scratch scratch) {
        if (sizes.rightColumn() == 1) {
            Tiles.load(dtype, right, first, row, width, scratch);
        } else if (dtype == DType.FLOAT64) {
            for (int i = 0; i < width; i++) {
                row[i] = right.get(Tiles.DOUBLE, (first + i * sizes.rightColumn()) * 8);
            }
        } else {
            for (int i = 0; i < width; i++) {
                row[i] = right.get(Tiles.FLOAT, (first + i * sizes.rightColumn()) * 4);
            }
        }
    }

    private static void add(double factor, double[] row, double[] sums, int n) {
        for (int i = 0; i < n; i++) {
            sums[i] += factor * row[i];
        }
    }

    static void integers(DType dtype, Sizes sizes, MemorySegment left, long leftFirst, MemorySegment right,
            long rightFirst, MemorySegment result, long resultFirst, Scratch scratch) {
        long[] sums = scratch.wide(0);
        long[] row = scratch.wide(1);
        long[] factor = scratch.wide(2);
        for (int n = 0; n < sizes.columns(); n += Scratch.TILE) {
            int width = Math.min(Scratch.TILE, sizes.columns() - n);
            for (int m = 0; m < sizes.rows(); m++) {
                Arrays.fill(sums, 0, width, 0);
                for (int k = 0; k < sizes.depth(); k++) {
                    Tiles.load(dtype, left, leftFirst + m * sizes.leftRow() + k * sizes.leftDepth(), factor, 1,
                            scratch);
                    loadRow(dtype, sizes, right, rightFirst + k * sizes.rightDepth() + n * sizes.rightColumn(), row,
                            width, scratch);
                    add(factor[0], row, sums, width);
                }
                Tiles.store(dtype, sums, result, resultFirst + (long) m * sizes.columns() + n, width, scratch);
            }
        }
    }

    private static void loadRow(DType dtype, Sizes sizes, MemorySegment right, long first, long[] row, int width,
            Scratch scratch) {
        if (sizes.rightColumn() == 1) {
            Tiles.load(dtype, right, first, row, width, scratch);
            return;
        }
        long[] element = scratch.wide(3);
        for (int i = 0; i < width; i++) {
            Tiles.load(dtype, right, first + i * sizes.rightColumn(), element, 1, scratch);
            row[i] = element[0];
        }
    }

    private static void add(long factor, long[] row, long[] sums, int n) {
        for (int i = 0; i < n; i++) {
            sums[i] += factor * row[i];
        }
    }
}
