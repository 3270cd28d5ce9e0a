package org.dovetail.core.internal.backend.compiled;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.dovetail.core.internal.backend.compiled.Products.Sizes;

/**
 * A float32 matrix product on the Vector API; all offsets and steps here are in bytes.
 *
 * <p>
 * The result is made in tiles of eight rows and two vectors of columns, which stay in registers while the depth runs. The right matrix is read where it lies when a tile's
 * columns are next to each other there, else a panel of it is packed for all tiles below each other; the left one is read where it lies, but for the last rows when they
 * are no eight. What is missing from a whole tile is packed as zeros.
 */
final class VectorProduct {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final FloatVector ZERO = FloatVector.zero(SPECIES);
    private static final int VECTOR = SPECIES.vectorByteSize();
    private static final int ROWS = 8;
    private static final int COLUMNS = 2 * SPECIES.length();
    /** How far the depth runs at once, so that a panel stays in the cache. */
    private static final int DEPTH = 512;
    private static final long PACKED_RIGHT = (long) COLUMNS * Float.BYTES;
    private static final long PACKED_LEFT = (long) ROWS * Float.BYTES;
    private static final long RIGHT_PANEL = 0;
    private static final long LEFT_PANEL = (long) DEPTH * COLUMNS * Float.BYTES;
    private static final long EDGE = LEFT_PANEL + (long) DEPTH * ROWS * Float.BYTES;
    private static final long PANELS = EDGE + (long) ROWS * COLUMNS * Float.BYTES;

    private final Sizes sizes;
    private final MemorySegment left;
    private final MemorySegment right;
    private final MemorySegment result;
    private final MemorySegment panels;
    private final long leftRow;
    private final long leftDepth;
    private final long rightDepth;
    private final long resultRow;

    private VectorProduct(Sizes sizes, MemorySegment left, MemorySegment right, MemorySegment result,
            MemorySegment panels) {
        this.sizes = sizes;
        this.left = left;
        this.right = right;
        this.result = result;
        this.panels = panels;
        this.leftRow = sizes.leftRow() * Float.BYTES;
        this.leftDepth = sizes.leftDepth() * Float.BYTES;
        this.rightDepth = sizes.rightDepth() * Float.BYTES;
        this.resultRow = (long) sizes.columns() * Float.BYTES;
    }

    static void run(Sizes sizes, MemorySegment left, long leftFirst, MemorySegment right, long rightFirst,
            MemorySegment result, long resultFirst, Scratch scratch) {
        if (sizes.depth() == 0) {
            result.asSlice(resultFirst, (long) sizes.rows() * sizes.columns() * Float.BYTES).fill((byte) 0);
            return;
        }
        VectorProduct product = new VectorProduct(sizes, left, right, result, scratch.panels(PANELS));
        for (int k = 0; k < sizes.depth(); k += DEPTH) {
            int depth = Math.min(DEPTH, sizes.depth() - k);
            for (int n = 0; n < sizes.columns(); n += COLUMNS) {
                product.column(leftFirst + k * product.leftDepth,
                        rightFirst + k * product.rightDepth + n * sizes.rightColumn() * Float.BYTES,
                        resultFirst + (long) n * Float.BYTES, Math.min(COLUMNS, sizes.columns() - n), depth, k > 0);
            }
        }
    }

    /** All tiles below each other. */
    private void column(long leftFirst, long rightFirst, long resultFirst, int width, int depth, boolean onTop) {
        boolean inPlace = sizes.rightColumn() == 1 && width == COLUMNS;
        if (!inPlace) {
            packRight(rightFirst, width, depth);
        }
        MemorySegment b = inPlace ? right : panels;
        long bFirst = inPlace ? rightFirst : RIGHT_PANEL;
        long bDepth = inPlace ? rightDepth : PACKED_RIGHT;
        for (int m = 0; m < sizes.rows(); m += ROWS) {
            int height = Math.min(ROWS, sizes.rows() - m);
            boolean whole = height == ROWS;
            long aFirst = leftFirst + m * leftRow;
            if (!whole) {
                packLeft(aFirst, height, depth);
            }
            MemorySegment a = whole ? left : panels;
            long aStart = whole ? aFirst : LEFT_PANEL;
            long aRow = whole ? leftRow : Float.BYTES;
            long aDepth = whole ? leftDepth : PACKED_LEFT;
            long cFirst = resultFirst + m * resultRow;
            if (whole && width == COLUMNS) {
                tile(a, aStart, aRow, aDepth, b, bFirst, bDepth, result, cFirst, resultRow, depth, onTop);
            } else {
                tile(a, aStart, aRow, aDepth, b, bFirst, bDepth, panels, EDGE, PACKED_RIGHT, depth, false);
                copyEdge(cFirst, height, width, onTop);
            }
        }
    }

    private void packRight(long first, int width, int depth) {
        long step = sizes.rightColumn() * Float.BYTES;
        for (int k = 0; k < depth; k++) {
            long to = RIGHT_PANEL + (long) k * COLUMNS * Float.BYTES;
            long from = first + k * rightDepth;
            for (int n = 0; n < width; n++) {
                panels.set(Tiles.FLOAT, to + n * 4L, right.get(Tiles.FLOAT, from + n * step));
            }
            for (int n = width; n < COLUMNS; n++) {
                panels.set(Tiles.FLOAT, to + n * 4L, 0f);
            }
        }
    }

    private void packLeft(long first, int height, int depth) {
        for (int k = 0; k < depth; k++) {
            long to = LEFT_PANEL + (long) k * ROWS * Float.BYTES;
            for (int m = 0; m < ROWS; m++) {
                panels.set(Tiles.FLOAT, to + m * 4L,
                        m < height ? left.get(Tiles.FLOAT, first + m * leftRow + k * leftDepth) : 0f);
            }
        }
    }

    private void copyEdge(long first, int height, int width, boolean onTop) {
        for (int m = 0; m < height; m++) {
            long from = EDGE + (long) m * COLUMNS * Float.BYTES;
            long to = first + m * resultRow;
            for (int n = 0; n < width; n++) {
                float sum = panels.get(Tiles.FLOAT, from + n * 4L);
                result.set(Tiles.FLOAT, to + n * 4L, onTop ? sum + result.get(Tiles.FLOAT, to + n * 4L) : sum);
            }
        }
    }

    private static FloatVector load(MemorySegment memory, long offset) {
        return FloatVector.fromMemorySegment(SPECIES, memory, offset, ByteOrder.LITTLE_ENDIAN);
    }

    /** A tile of eight rows and two vectors of columns: the sums of products along the depth, on top of what is there if wanted. */
    private static void tile(MemorySegment a, long aFirst, long aRow, long aDepth, MemorySegment b, long bFirst,
            long bDepth, MemorySegment c, long cFirst, long cRow, int depth, boolean onTop) {
        FloatVector c00 = ZERO;
        FloatVector c01 = ZERO;
        FloatVector c10 = ZERO;
        FloatVector c11 = ZERO;
        FloatVector c20 = ZERO;
        FloatVector c21 = ZERO;
        FloatVector c30 = ZERO;
        FloatVector c31 = ZERO;
        FloatVector c40 = ZERO;
        FloatVector c41 = ZERO;
        FloatVector c50 = ZERO;
        FloatVector c51 = ZERO;
        FloatVector c60 = ZERO;
        FloatVector c61 = ZERO;
        FloatVector c70 = ZERO;
        FloatVector c71 = ZERO;
        if (onTop) {
            c00 = load(c, cFirst + 0 * cRow);
            c01 = load(c, cFirst + 0 * cRow + VECTOR);
            c10 = load(c, cFirst + 1 * cRow);
            c11 = load(c, cFirst + 1 * cRow + VECTOR);
            c20 = load(c, cFirst + 2 * cRow);
            c21 = load(c, cFirst + 2 * cRow + VECTOR);
            c30 = load(c, cFirst + 3 * cRow);
            c31 = load(c, cFirst + 3 * cRow + VECTOR);
            c40 = load(c, cFirst + 4 * cRow);
            c41 = load(c, cFirst + 4 * cRow + VECTOR);
            c50 = load(c, cFirst + 5 * cRow);
            c51 = load(c, cFirst + 5 * cRow + VECTOR);
            c60 = load(c, cFirst + 6 * cRow);
            c61 = load(c, cFirst + 6 * cRow + VECTOR);
            c70 = load(c, cFirst + 7 * cRow);
            c71 = load(c, cFirst + 7 * cRow + VECTOR);
        }
        for (int k = 0; k < depth; k++) {
            long at = aFirst + k * aDepth;
            FloatVector b0 = load(b, bFirst + k * bDepth);
            FloatVector b1 = load(b, bFirst + k * bDepth + VECTOR);
            FloatVector x;
            x = FloatVector.broadcast(SPECIES, a.get(Tiles.FLOAT, at + 0 * aRow));
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
            x = FloatVector.broadcast(SPECIES, a.get(Tiles.FLOAT, at + 1 * aRow));
            c10 = x.fma(b0, c10);
            c11 = x.fma(b1, c11);
            x = FloatVector.broadcast(SPECIES, a.get(Tiles.FLOAT, at + 2 * aRow));
            c20 = x.fma(b0, c20);
            c21 = x.fma(b1, c21);
            x = FloatVector.broadcast(SPECIES, a.get(Tiles.FLOAT, at + 3 * aRow));
            c30 = x.fma(b0, c30);
            c31 = x.fma(b1, c31);
            x = FloatVector.broadcast(SPECIES, a.get(Tiles.FLOAT, at + 4 * aRow));
            c40 = x.fma(b0, c40);
            c41 = x.fma(b1, c41);
            x = FloatVector.broadcast(SPECIES, a.get(Tiles.FLOAT, at + 5 * aRow));
            c50 = x.fma(b0, c50);
            c51 = x.fma(b1, c51);
            x = FloatVector.broadcast(SPECIES, a.get(Tiles.FLOAT, at + 6 * aRow));
            c60 = x.fma(b0, c60);
            c61 = x.fma(b1, c61);
            x = FloatVector.broadcast(SPECIES, a.get(Tiles.FLOAT, at + 7 * aRow));
            c70 = x.fma(b0, c70);
            c71 = x.fma(b1, c71);
        }
        c00.intoMemorySegment(c, cFirst + 0 * cRow, ByteOrder.LITTLE_ENDIAN);
        c01.intoMemorySegment(c, cFirst + 0 * cRow + VECTOR, ByteOrder.LITTLE_ENDIAN);
        c10.intoMemorySegment(c, cFirst + 1 * cRow, ByteOrder.LITTLE_ENDIAN);
        c11.intoMemorySegment(c, cFirst + 1 * cRow + VECTOR, ByteOrder.LITTLE_ENDIAN);
        c20.intoMemorySegment(c, cFirst + 2 * cRow, ByteOrder.LITTLE_ENDIAN);
        c21.intoMemorySegment(c, cFirst + 2 * cRow + VECTOR, ByteOrder.LITTLE_ENDIAN);
        c30.intoMemorySegment(c, cFirst + 3 * cRow, ByteOrder.LITTLE_ENDIAN);
        c31.intoMemorySegment(c, cFirst + 3 * cRow + VECTOR, ByteOrder.LITTLE_ENDIAN);
        c40.intoMemorySegment(c, cFirst + 4 * cRow, ByteOrder.LITTLE_ENDIAN);
        c41.intoMemorySegment(c, cFirst + 4 * cRow + VECTOR, ByteOrder.LITTLE_ENDIAN);
        c50.intoMemorySegment(c, cFirst + 5 * cRow, ByteOrder.LITTLE_ENDIAN);
        c51.intoMemorySegment(c, cFirst + 5 * cRow + VECTOR, ByteOrder.LITTLE_ENDIAN);
        c60.intoMemorySegment(c, cFirst + 6 * cRow, ByteOrder.LITTLE_ENDIAN);
        c61.intoMemorySegment(c, cFirst + 6 * cRow + VECTOR, ByteOrder.LITTLE_ENDIAN);
        c70.intoMemorySegment(c, cFirst + 7 * cRow, ByteOrder.LITTLE_ENDIAN);
        c71.intoMemorySegment(c, cFirst + 7 * cRow + VECTOR, ByteOrder.LITTLE_ENDIAN);
    }
}
