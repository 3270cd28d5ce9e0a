package org.dovetail.core.internal.backend.compiled;

import java.lang.foreign.MemorySegment;

/** What a convolution packs: a row of zeros, a panel of the right matrix as wide as a tile, and the tiles that stand over the result's edges. */
final class VectorPanels {
    /** From one row of the panel to the next. */
    static final long ROW = (long) VectorTile.COLUMNS * Float.BYTES;
    private static final long EDGE = VectorTile.ROWS * ROW;
    private static final MemorySegment MEMORY = VectorProduct.MEMORY;

    /** Where the zeros are. */
    final long zeros;
    /** Where the panel is. */
    final long right;
    /** Where the eight rows of an edge tile are. */
    private final long[] edges;

    VectorPanels(Scratch scratch, long zeroBytes, long rows) {
        long aligned = Math.ceilDiv(zeroBytes, 64) * 64;
        MemorySegment memory = scratch.panels(aligned + EDGE + rows * ROW);
        memory.asSlice(0, aligned).fill((byte) 0);
        this.zeros = memory.address();
        this.right = zeros + aligned + EDGE;
        this.edges = scratch.pointers(Scratch.EDGES, VectorTile.ROWS);
        for (int row = 0; row < VectorTile.ROWS; row++) {
            edges[row] = zeros + aligned + row * ROW;
        }
    }

    /** Copies rows of a matrix into the panel, with zeros behind them. */
    void pack(long from, long step, int depth, int width, long firstRow) {
        for (int k = 0; k < depth; k++) {
            long to = right + (firstRow + k) * ROW;
            MemorySegment.copy(MEMORY, from + k * step, MEMORY, to, width * 4L);
            for (int n = width; n < VectorTile.COLUMNS; n++) {
                MEMORY.set(Tiles.FLOAT, to + n * 4L, 0f);
            }
        }
    }

    /** Makes a tile of which some rows or columns are no part of the result. */
    void edge(long[] lefts, long[] rights, long[] depths, int first, int parts, long base, long leftStep,
            long rightStep, long[] results, int result, long column, boolean onTop, int height, int width) {
        VectorTile.run(lefts, rights, depths, first, parts, base, leftStep, rightStep, edges, 0, 0, false);
        for (int m = 0; m < height; m++) {
            long to = results[result + m] + column;
            for (int n = 0; n < width; n++) {
                float sum = MEMORY.get(Tiles.FLOAT, edges[m] + n * 4L);
                MEMORY.set(Tiles.FLOAT, to + n * 4L, onTop ? sum + MEMORY.get(Tiles.FLOAT, to + n * 4L) : sum);
            }
        }
    }
}
