package org.dovetail.core.internal.backend.compiled;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
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
    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;
    /** All memory, so that the innermost loop has no bounds to check; matrices are checked as a whole. */
    static final MemorySegment MEMORY = allMemory();
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
    private final long panels;
    private final long leftRow;
    private final long leftDepth;
    private final long rightDepth;
    private final long resultRow;

    @SuppressWarnings("restricted") // see MEMORY
    private static MemorySegment allMemory() { return MemorySegment.NULL.reinterpret(Long.MAX_VALUE); }

    private VectorProduct(Sizes sizes, MemorySegment panels) {
        this.sizes = sizes;
        this.panels = panels.address();
        this.leftRow = sizes.leftRow() * Float.BYTES;
        this.leftDepth = sizes.leftDepth() * Float.BYTES;
        this.rightDepth = sizes.rightDepth() * Float.BYTES;
        this.resultRow = (long) sizes.columns() * Float.BYTES;
    }

    static void run(Sizes sizes, MemorySegment left, long leftFirst, MemorySegment right, long rightFirst,
            MemorySegment result, long resultFirst, Scratch scratch) {
        if (sizes.rows() == 0 || sizes.columns() == 0 || sizes.depth() == 0) {
            result.asSlice(resultFirst, (long) sizes.rows() * sizes.columns() * Float.BYTES).fill((byte) 0);
            return;
        }
        MemorySegment panels = scratch.panels(PANELS);
        VectorProduct product = new VectorProduct(sizes, panels);
        try {
            product.run(
                    address(left, leftFirst, (sizes.rows() - 1) * product.leftRow
                            + (sizes.depth() - 1) * product.leftDepth),
                    address(right, rightFirst, (sizes.depth() - 1) * product.rightDepth
                            + (sizes.columns() - 1) * sizes.rightColumn() * Float.BYTES),
                    address(result, resultFirst, sizes.rows() * product.resultRow - Float.BYTES));
        } finally {
            Reference.reachabilityFence(left);
            Reference.reachabilityFence(right);
            Reference.reachabilityFence(result);
            Reference.reachabilityFence(panels);
        }
    }

    /** The address of a matrix of which all elements are within the memory: checked here once, instead of at each access. */
    private static long address(MemorySegment memory, long first, long last) {
        return memory.asSlice(first, last + Float.BYTES).address();
    }

    private void run(long left, long right, long result) {
        for (int k = 0; k < sizes.depth(); k += DEPTH) {
            int depth = Math.min(DEPTH, sizes.depth() - k);
            for (int n = 0; n < sizes.columns(); n += COLUMNS) {
                column(left + k * leftDepth, right + k * rightDepth + n * sizes.rightColumn() * Float.BYTES,
                        result + (long) n * Float.BYTES, Math.min(COLUMNS, sizes.columns() - n), depth, k > 0);
            }
        }
    }

    /** All tiles below each other. */
    private void column(long left, long right, long result, int width, int depth, boolean onTop) {
        boolean inPlace = sizes.rightColumn() == 1 && width == COLUMNS;
        if (!inPlace) {
            packRight(right, width, depth);
        }
        long b = inPlace ? right : panels + RIGHT_PANEL;
        long bDepth = inPlace ? rightDepth : PACKED_RIGHT;
        for (int m = 0; m < sizes.rows(); m += ROWS) {
            int height = Math.min(ROWS, sizes.rows() - m);
            boolean whole = height == ROWS;
            if (!whole) {
                packLeft(left + m * leftRow, height, depth);
            }
            long a = whole ? left + m * leftRow : panels + LEFT_PANEL;
            long aRow = whole ? leftRow : Float.BYTES;
            long aDepth = whole ? leftDepth : PACKED_LEFT;
            long c = result + m * resultRow;
            if (whole && width == COLUMNS) {
                tile(a, aRow, aDepth, b, bDepth, c, resultRow, depth, onTop);
            } else {
                tile(a, aRow, aDepth, b, bDepth, panels + EDGE, PACKED_RIGHT, depth, false);
                copyEdge(c, height, width, onTop);
            }
        }
    }

    private void packRight(long first, int width, int depth) {
        long step = sizes.rightColumn() * Float.BYTES;
        for (int k = 0; k < depth; k++) {
            long to = panels + RIGHT_PANEL + k * PACKED_RIGHT;
            long from = first + k * rightDepth;
            for (int n = 0; n < width; n++) {
                MEMORY.set(Tiles.FLOAT, to + n * 4L, MEMORY.get(Tiles.FLOAT, from + n * step));
            }
            for (int n = width; n < COLUMNS; n++) {
                MEMORY.set(Tiles.FLOAT, to + n * 4L, 0f);
            }
        }
    }

    private void packLeft(long first, int height, int depth) {
        for (int k = 0; k < depth; k++) {
            long to = panels + LEFT_PANEL + k * PACKED_LEFT;
            for (int m = 0; m < ROWS; m++) {
                MEMORY.set(Tiles.FLOAT, to + m * 4L,
                        m < height ? MEMORY.get(Tiles.FLOAT, first + m * leftRow + k * leftDepth) : 0f);
            }
        }
    }

    private void copyEdge(long first, int height, int width, boolean onTop) {
        for (int m = 0; m < height; m++) {
            long from = panels + EDGE + m * PACKED_RIGHT;
            long to = first + m * resultRow;
            for (int n = 0; n < width; n++) {
                float sum = MEMORY.get(Tiles.FLOAT, from + n * 4L);
                MEMORY.set(Tiles.FLOAT, to + n * 4L, onTop ? sum + MEMORY.get(Tiles.FLOAT, to + n * 4L) : sum);
            }
        }
    }

    /**
     * A tile of eight rows and two vectors of columns: the sums of products along the depth, on top of what is there if wanted. Written out, without methods of its own, since
     * the compiler gives up inlining those.
     */
    private static void tile(long a, long aRow, long aDepth, long b, long bDepth, long c, long cRow, int depth,
            boolean onTop) {
        FloatVector c00;
        FloatVector c01;
        FloatVector c10;
        FloatVector c11;
        FloatVector c20;
        FloatVector c21;
        FloatVector c30;
        FloatVector c31;
        FloatVector c40;
        FloatVector c41;
        FloatVector c50;
        FloatVector c51;
        FloatVector c60;
        FloatVector c61;
        FloatVector c70;
        FloatVector c71;
        if (onTop) {
            c00 = FloatVector.fromMemorySegment(SPECIES, MEMORY, c + 0 * cRow, LE);
            c01 = FloatVector.fromMemorySegment(SPECIES, MEMORY, c + 0 * cRow + VECTOR, LE);
            c10 = FloatVector.fromMemorySegment(SPECIES, MEMORY, c + 1 * cRow, LE);
            c11 = FloatVector.fromMemorySegment(SPECIES, MEMORY, c + 1 * cRow + VECTOR, LE);
            c20 = FloatVector.fromMemorySegment(SPECIES, MEMORY, c + 2 * cRow, LE);
            c21 = FloatVector.fromMemorySegment(SPECIES, MEMORY, c + 2 * cRow + VECTOR, LE);
            c30 = FloatVector.fromMemorySegment(SPECIES, MEMORY, c + 3 * cRow, LE);
            c31 = FloatVector.fromMemorySegment(SPECIES, MEMORY, c + 3 * cRow + VECTOR, LE);
            c40 = FloatVector.fromMemorySegment(SPECIES, MEMORY, c + 4 * cRow, LE);
            c41 = FloatVector.fromMemorySegment(SPECIES, MEMORY, c + 4 * cRow + VECTOR, LE);
            c50 = FloatVector.fromMemorySegment(SPECIES, MEMORY, c + 5 * cRow, LE);
            c51 = FloatVector.fromMemorySegment(SPECIES, MEMORY, c + 5 * cRow + VECTOR, LE);
            c60 = FloatVector.fromMemorySegment(SPECIES, MEMORY, c + 6 * cRow, LE);
            c61 = FloatVector.fromMemorySegment(SPECIES, MEMORY, c + 6 * cRow + VECTOR, LE);
            c70 = FloatVector.fromMemorySegment(SPECIES, MEMORY, c + 7 * cRow, LE);
            c71 = FloatVector.fromMemorySegment(SPECIES, MEMORY, c + 7 * cRow + VECTOR, LE);
        } else {
            c00 = FloatVector.zero(SPECIES);
            c01 = FloatVector.zero(SPECIES);
            c10 = FloatVector.zero(SPECIES);
            c11 = FloatVector.zero(SPECIES);
            c20 = FloatVector.zero(SPECIES);
            c21 = FloatVector.zero(SPECIES);
            c30 = FloatVector.zero(SPECIES);
            c31 = FloatVector.zero(SPECIES);
            c40 = FloatVector.zero(SPECIES);
            c41 = FloatVector.zero(SPECIES);
            c50 = FloatVector.zero(SPECIES);
            c51 = FloatVector.zero(SPECIES);
            c60 = FloatVector.zero(SPECIES);
            c61 = FloatVector.zero(SPECIES);
            c70 = FloatVector.zero(SPECIES);
            c71 = FloatVector.zero(SPECIES);
        }
        long a1 = a + 1 * aRow;
        long a2 = a + 2 * aRow;
        long a3 = a + 3 * aRow;
        long a4 = a + 4 * aRow;
        long a5 = a + 5 * aRow;
        long a6 = a + 6 * aRow;
        long a7 = a + 7 * aRow;
        for (int k = 0; k < depth; k++) {
            long at = k * aDepth;
            FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, b + k * bDepth, LE);
            FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, MEMORY, b + k * bDepth + VECTOR, LE);
            FloatVector x0 = FloatVector.broadcast(SPECIES, MEMORY.get(Tiles.FLOAT, a + at));
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            FloatVector x1 = FloatVector.broadcast(SPECIES, MEMORY.get(Tiles.FLOAT, a1 + at));
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
            FloatVector x2 = FloatVector.broadcast(SPECIES, MEMORY.get(Tiles.FLOAT, a2 + at));
            c20 = x2.fma(b0, c20);
            c21 = x2.fma(b1, c21);
            FloatVector x3 = FloatVector.broadcast(SPECIES, MEMORY.get(Tiles.FLOAT, a3 + at));
            c30 = x3.fma(b0, c30);
            c31 = x3.fma(b1, c31);
            FloatVector x4 = FloatVector.broadcast(SPECIES, MEMORY.get(Tiles.FLOAT, a4 + at));
            c40 = x4.fma(b0, c40);
            c41 = x4.fma(b1, c41);
            FloatVector x5 = FloatVector.broadcast(SPECIES, MEMORY.get(Tiles.FLOAT, a5 + at));
            c50 = x5.fma(b0, c50);
            c51 = x5.fma(b1, c51);
            FloatVector x6 = FloatVector.broadcast(SPECIES, MEMORY.get(Tiles.FLOAT, a6 + at));
            c60 = x6.fma(b0, c60);
            c61 = x6.fma(b1, c61);
            FloatVector x7 = FloatVector.broadcast(SPECIES, MEMORY.get(Tiles.FLOAT, a7 + at));
            c70 = x7.fma(b0, c70);
            c71 = x7.fma(b1, c71);
        }
        c00.intoMemorySegment(MEMORY, c + 0 * cRow, LE);
        c01.intoMemorySegment(MEMORY, c + 0 * cRow + VECTOR, LE);
        c10.intoMemorySegment(MEMORY, c + 1 * cRow, LE);
        c11.intoMemorySegment(MEMORY, c + 1 * cRow + VECTOR, LE);
        c20.intoMemorySegment(MEMORY, c + 2 * cRow, LE);
        c21.intoMemorySegment(MEMORY, c + 2 * cRow + VECTOR, LE);
        c30.intoMemorySegment(MEMORY, c + 3 * cRow, LE);
        c31.intoMemorySegment(MEMORY, c + 3 * cRow + VECTOR, LE);
        c40.intoMemorySegment(MEMORY, c + 4 * cRow, LE);
        c41.intoMemorySegment(MEMORY, c + 4 * cRow + VECTOR, LE);
        c50.intoMemorySegment(MEMORY, c + 5 * cRow, LE);
        c51.intoMemorySegment(MEMORY, c + 5 * cRow + VECTOR, LE);
        c60.intoMemorySegment(MEMORY, c + 6 * cRow, LE);
        c61.intoMemorySegment(MEMORY, c + 6 * cRow + VECTOR, LE);
        c70.intoMemorySegment(MEMORY, c + 7 * cRow, LE);
        c71.intoMemorySegment(MEMORY, c + 7 * cRow + VECTOR, LE);
    }
}
