package org.dovetail.core.internal.backend.compiled;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.dovetail.core.DType;
import org.dovetail.core.internal.backend.compiled.Axes.Axis;

/** A matrix product for each index of the batch axes; the results lie in C order one behind the other. */
final class Products {
    /**
     * One product: {@code c[m,n] = Σ a[m,k] b[k,n]}, with steps in elements; the result's rows follow each other.
     *
     * @param rows m
     * @param columns n
     * @param depth k
     */
    record Sizes(int rows, int columns, int depth, long leftRow, long leftDepth, long rightDepth, long rightColumn) {}

    private final DType dtype;
    private final Sizes sizes;
    private final long batches;
    private final long[] extents;
    private final long[] leftSteps;
    private final long[] rightSteps;

    Products(DType dtype, Sizes sizes, List<Axis> batch) {
        List<Axis> merged = Axes.merged(batch);
        this.dtype = dtype;
        this.sizes = sizes;
        this.batches = Axes.count(merged);
        long[][] columns = Axes.columns(merged);
        this.extents = columns[0];
        this.leftSteps = columns[1];
        this.rightSteps = columns[2];
    }

    void run(MemorySegment left, MemorySegment right, MemorySegment result, SingleKernels singles, Scratch scratch) {
        long size = (long) sizes.rows * sizes.columns;
        for (long batch = 0; batch < batches; batch++) {
            long leftFirst = Axes.offset(batch, extents, leftSteps);
            long rightFirst = Axes.offset(batch, extents, rightSteps);
            switch (Lane.known(dtype)) {
                case SINGLE ->
                    singles.product(sizes, left, leftFirst, right, rightFirst, result, batch * size, scratch);
                case DOUBLE -> PlainProducts.floats(dtype, sizes, left, leftFirst, right, rightFirst, result,
                        batch * size, scratch);
                case INT, LONG -> PlainProducts.integers(dtype, sizes, left, leftFirst, right, rightFirst, result,
                        batch * size, scratch);
            }
        }
    }
}
