package org.dovetail.core.internal.backend.compiled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.dovetail.core.internal.backend.compiled.Products.Sizes;
import org.dovetail.core.internal.memory.Buffer;
import org.dovetail.core.internal.prim.Elementwise.Binary;
import org.junit.jupiter.api.Test;

/** The kernels of the Vector API against the plain ones. */
final class SingleKernelsTests {
    private static final SingleKernels PLAIN = new SingleKernels.Plain();
    private static final float[] EDGES = {0f, -0f, 1, -1.5f, Float.NaN, Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY, Float.MAX_VALUE, Float.MIN_NORMAL, -Float.MIN_NORMAL, 1e-40f, -1e-40f, 1e-20f};

    @Test
    void testsRunOnTheVectorApi() { assertThat(SingleKernels.fastest()).isInstanceOf(VectorKernels.class); }

    @Test
    void everyEdgeGivesTheSameBits() {
        int count = EDGES.length * EDGES.length;
        float[] x = new float[Scratch.TILE];
        float[] y = new float[Scratch.TILE];
        for (int i = 0; i < count; i++) {
            x[i] = EDGES[i / EDGES.length];
            y[i] = EDGES[i % EDGES.length];
        }
        for (Binary op : List.of(Binary.ADD, Binary.SUB, Binary.MUL, Binary.DIV, Binary.MAX, Binary.MIN, Binary.POW)) {
            float[] expected = new float[Scratch.TILE];
            float[] got = new float[Scratch.TILE];
            PLAIN.binary(op, x, y, expected, count);
            SingleKernels.fastest().binary(op, x, y, got, count);
            assertThat(Arrays.copyOf(got, count)).as(op.toString()).isEqualTo(Arrays.copyOf(expected, count));
        }
    }

    /** How a matrix lies in memory: with its rows or its columns next to each other, perhaps with gaps. */
    private static long[] steps(int layout, int rows, int columns) {
        return switch (layout) {
            case 0 -> new long[]{columns, 1};
            case 1 -> new long[]{1, rows};
            case 2 -> new long[]{columns + 3, 1};
            default -> new long[]{2, 2L * rows + 1};
        };
    }

    private static MemorySegment random(long elements, SplittableRandom random) {
        MemorySegment memory = Buffer.outside(4 * elements).write();
        for (long i = 0; i < elements; i++) {
            memory.set(Tiles.FLOAT, 4 * i, (float) random.nextDouble(-1, 1));
        }
        return memory;
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.MIXIN)
    void productsOfAllSizesAndLayoutsAgree(@ForAll @IntRange(max = 40) int rows,
            @ForAll @IntRange(max = 80) int columns,
            @ForAll @IntRange(max = 600) int depth, @ForAll @IntRange(max = 3) int left,
            @ForAll @IntRange(max = 3) int right, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] a = steps(left, rows, depth);
        long[] b = steps(right, depth, columns);
        Sizes sizes = new Sizes(rows, columns, depth, a[0], a[1], b[0], b[1]);
        MemorySegment x = random(rows * a[0] + depth * a[1] + 8, random);
        MemorySegment y = random(depth * b[0] + columns * b[1] + 8, random);
        long count = (long) rows * columns;
        MemorySegment expected = Buffer.outside(4 * count + 4).write();
        MemorySegment got = Buffer.outside(4 * count + 4).write();
        got.fill((byte) 42);
        PLAIN.product(sizes, x, 3, y, 5, expected, 0, new Scratch());
        SingleKernels.fastest().product(sizes, x, 3, y, 5, got, 0, new Scratch());
        for (long i = 0; i < count; i++) {
            assertThat(got.get(Tiles.FLOAT, 4 * i)).isCloseTo(expected.get(Tiles.FLOAT, 4 * i),
                    within(1e-4f));
        }
        assertThat(got.get(Tiles.BYTE, 4 * count)).isEqualTo((byte) 42);
    }
}
