package org.dovetail.core.internal.backend.compiled;

import java.lang.foreign.MemorySegment;
import org.dovetail.core.internal.memory.Buffer;
import org.jspecify.annotations.Nullable;

/** The tiles that a kernel works in: arrays on the heap, of which the compiler knows that they do not overlap. Each workspace has its own. */
final class Scratch {
    /** Elements of a tile: so many that the tiles of an operation stay in the first cache. */
    static final int TILE = 1024;
    private static final int TILES = 7;
    /* The arrays that a convolution points with. */
    static final int LEFTS = 0;
    static final int RIGHTS = 1;
    static final int PACKED = 2;
    static final int DEPTHS = 3;
    static final int RESULTS = 4;
    static final int ROWS = 5;
    static final int OUTERS = 6;
    static final int INNERS = 7;
    static final int COUNTS = 8;
    static final int EDGES = 9;
    private static final int POINTERS = 10;

    private final float[] @Nullable [] singles = new float[TILES] @Nullable [];
    private final double[] @Nullable [] doubles = new double[TILES] @Nullable [];
    private final int[] @Nullable [] ints = new int[TILES] @Nullable [];
    private final long[] @Nullable [] longs = new long[TILES] @Nullable [];
    private final long[] @Nullable [] pointers = new long[POINTERS] @Nullable [];
    private @Nullable MemorySegment panels;

    float[] single(int number) {
        float[] tile = singles[number];
        if (tile == null) {
            singles[number] = tile = new float[TILE];
        }
        return tile;
    }

    double[] real(int number) {
        double[] tile = doubles[number];
        if (tile == null) {
            doubles[number] = tile = new double[TILE];
        }
        return tile;
    }

    int[] integer(int number) {
        int[] tile = ints[number];
        if (tile == null) {
            ints[number] = tile = new int[TILE];
        }
        return tile;
    }

    long[] wide(int number) {
        long[] tile = longs[number];
        if (tile == null) {
            longs[number] = tile = new long[TILE];
        }
        return tile;
    }

    /** At least so many addresses or numbers, in an array that goes by a number. */
    long[] pointers(int number, int count) {
        long[] known = pointers[number];
        if (known == null || known.length < count) {
            pointers[number] = known = new long[count];
        }
        return known;
    }

    /** Memory outside of the heap for the parts of matrices that a product packs. */
    MemorySegment panels(long bytes) {
        MemorySegment known = panels;
        if (known == null || known.byteSize() < bytes) {
            panels = known = Buffer.outside(bytes).write();
        }
        return known;
    }
}
