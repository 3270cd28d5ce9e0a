package org.dovetail.core.internal.backend.compiled;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A tile of eight rows and two vectors of columns, which stays in registers while sums of products run through several parts: in each, every row has elements of its own,
 * and all have the same rows of the right matrix. All offsets and steps are in bytes.
 */
final class VectorTile {
    static final int ROWS = 8;
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    static final int COLUMNS = 2 * SPECIES.length();
    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;
    private static final int VECTOR = SPECIES.vectorByteSize();
    private static final MemorySegment MEMORY = VectorProduct.MEMORY;

    private VectorTile() {}

    /**
     * Makes a tile. Written out, without methods of its own, since the compiler gives up inlining those.
     *
     * @param lefts for each part, the first elements of the eight rows, from {@code 8 first} on
     * @param rights for each part, how far behind {@code right} its first row is, from {@code first} on
     * @param depths for each part, how many products are added, from {@code first} on
     * @param leftStep from one factor of a row to the next
     * @param rightStep from one row of the right matrix to the next
     * @param results where the eight rows of the result are, from {@code result} on
     * @param column how far behind it the tile's columns are
     * @param onTop whether what is there is added to
     */
    static void run(long[] lefts, long[] rights, long[] depths, int first, int parts, long right, long leftStep,
            long rightStep, long[] results, int result, long column, boolean onTop) {
        FloatVector c00 = FloatVector.zero(SPECIES);
        FloatVector c01 = FloatVector.zero(SPECIES);
        FloatVector c10 = FloatVector.zero(SPECIES);
        FloatVector c11 = FloatVector.zero(SPECIES);
        FloatVector c20 = FloatVector.zero(SPECIES);
        FloatVector c21 = FloatVector.zero(SPECIES);
        FloatVector c30 = FloatVector.zero(SPECIES);
        FloatVector c31 = FloatVector.zero(SPECIES);
        FloatVector c40 = FloatVector.zero(SPECIES);
        FloatVector c41 = FloatVector.zero(SPECIES);
        FloatVector c50 = FloatVector.zero(SPECIES);
        FloatVector c51 = FloatVector.zero(SPECIES);
        FloatVector c60 = FloatVector.zero(SPECIES);
        FloatVector c61 = FloatVector.zero(SPECIES);
        FloatVector c70 = FloatVector.zero(SPECIES);
        FloatVector c71 = FloatVector.zero(SPECIES);
        if (onTop) {
            c00 = FloatVector.fromMemorySegment(SPECIES, MEMORY, results[result + 0] + column, LE);
            c01 = FloatVector.fromMemorySegment(SPECIES, MEMORY, results[result + 0] + column + VECTOR, LE);
            c10 = FloatVector.fromMemorySegment(SPECIES, MEMORY, results[result + 1] + column, LE);
            c11 = FloatVector.fromMemorySegment(SPECIES, MEMORY, results[result + 1] + column + VECTOR, LE);
            c20 = FloatVector.fromMemorySegment(SPECIES, MEMORY, results[result + 2] + column, LE);
            c21 = FloatVector.fromMemorySegment(SPECIES, MEMORY, results[result + 2] + column + VECTOR, LE);
            c30 = FloatVector.fromMemorySegment(SPECIES, MEMORY, results[result + 3] + column, LE);
            c31 = FloatVector.fromMemorySegment(SPECIES, MEMORY, results[result + 3] + column + VECTOR, LE);
            c40 = FloatVector.fromMemorySegment(SPECIES, MEMORY, results[result + 4] + column, LE);
            c41 = FloatVector.fromMemorySegment(SPECIES, MEMORY, results[result + 4] + column + VECTOR, LE);
            c50 = FloatVector.fromMemorySegment(SPECIES, MEMORY, results[result + 5] + column, LE);
            c51 = FloatVector.fromMemorySegment(SPECIES, MEMORY, results[result + 5] + column + VECTOR, LE);
            c60 = FloatVector.fromMemorySegment(SPECIES, MEMORY, results[result + 6] + column, LE);
            c61 = FloatVector.fromMemorySegment(SPECIES, MEMORY, results[result + 6] + column + VECTOR, LE);
            c70 = FloatVector.fromMemorySegment(SPECIES, MEMORY, results[result + 7] + column, LE);
            c71 = FloatVector.fromMemorySegment(SPECIES, MEMORY, results[result + 7] + column + VECTOR, LE);
        }
        for (int part = first; part < first + parts; part++) {
            int at = part * ROWS;
            long a0 = lefts[at + 0];
            long a1 = lefts[at + 1];
            long a2 = lefts[at + 2];
            long a3 = lefts[at + 3];
            long a4 = lefts[at + 4];
            long a5 = lefts[at + 5];
            long a6 = lefts[at + 6];
            long a7 = lefts[at + 7];
            long b = right + rights[part];
            int depth = (int) depths[part];
            for (int k = 0; k < depth; k++) {
                FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, b + k * rightStep, LE);
                FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, MEMORY, b + k * rightStep + VECTOR, LE);
                long along = k * leftStep;
                FloatVector x0 = FloatVector.broadcast(SPECIES, MEMORY.get(Tiles.FLOAT, a0 + along));
                c00 = x0.fma(b0, c00);
                c01 = x0.fma(b1, c01);
                FloatVector x1 = FloatVector.broadcast(SPECIES, MEMORY.get(Tiles.FLOAT, a1 + along));
                c10 = x1.fma(b0, c10);
                c11 = x1.fma(b1, c11);
                FloatVector x2 = FloatVector.broadcast(SPECIES, MEMORY.get(Tiles.FLOAT, a2 + along));
                c20 = x2.fma(b0, c20);
                c21 = x2.fma(b1, c21);
                FloatVector x3 = FloatVector.broadcast(SPECIES, MEMORY.get(Tiles.FLOAT, a3 + along));
                c30 = x3.fma(b0, c30);
                c31 = x3.fma(b1, c31);
                FloatVector x4 = FloatVector.broadcast(SPECIES, MEMORY.get(Tiles.FLOAT, a4 + along));
                c40 = x4.fma(b0, c40);
                c41 = x4.fma(b1, c41);
                FloatVector x5 = FloatVector.broadcast(SPECIES, MEMORY.get(Tiles.FLOAT, a5 + along));
                c50 = x5.fma(b0, c50);
                c51 = x5.fma(b1, c51);
                FloatVector x6 = FloatVector.broadcast(SPECIES, MEMORY.get(Tiles.FLOAT, a6 + along));
                c60 = x6.fma(b0, c60);
                c61 = x6.fma(b1, c61);
                FloatVector x7 = FloatVector.broadcast(SPECIES, MEMORY.get(Tiles.FLOAT, a7 + along));
                c70 = x7.fma(b0, c70);
                c71 = x7.fma(b1, c71);
            }
        }
        c00.intoMemorySegment(MEMORY, results[result + 0] + column, LE);
        c01.intoMemorySegment(MEMORY, results[result + 0] + column + VECTOR, LE);
        c10.intoMemorySegment(MEMORY, results[result + 1] + column, LE);
        c11.intoMemorySegment(MEMORY, results[result + 1] + column + VECTOR, LE);
        c20.intoMemorySegment(MEMORY, results[result + 2] + column, LE);
        c21.intoMemorySegment(MEMORY, results[result + 2] + column + VECTOR, LE);
        c30.intoMemorySegment(MEMORY, results[result + 3] + column, LE);
        c31.intoMemorySegment(MEMORY, results[result + 3] + column + VECTOR, LE);
        c40.intoMemorySegment(MEMORY, results[result + 4] + column, LE);
        c41.intoMemorySegment(MEMORY, results[result + 4] + column + VECTOR, LE);
        c50.intoMemorySegment(MEMORY, results[result + 5] + column, LE);
        c51.intoMemorySegment(MEMORY, results[result + 5] + column + VECTOR, LE);
        c60.intoMemorySegment(MEMORY, results[result + 6] + column, LE);
        c61.intoMemorySegment(MEMORY, results[result + 6] + column + VECTOR, LE);
        c70.intoMemorySegment(MEMORY, results[result + 7] + column, LE);
        c71.intoMemorySegment(MEMORY, results[result + 7] + column + VECTOR, LE);
    }
}
