package org.dovetail.core.internal.prim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import org.dovetail.core.DType;
import org.dovetail.core.GatherDimensionNumbers;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;

/** What gather and scatter have in common: the windows of an operand that indices name. */
public final class Windows {
    private Windows() {}

    /** The axes of the operand along which windows lie, in order. */
    public static List<Integer> operandAxes(GatherDimensionNumbers numbers, int rank) {
        return Batching.range(0, rank).stream().filter(axis -> !numbers.collapsedSliceDims().contains(axis)
                && !numbers.operandBatchingDims().contains(axis)).toList();
    }

    /** The axes of the gathered windows along which indices lie, in order. */
    public static List<Integer> indexAxes(GatherDimensionNumbers numbers, int rank) {
        return Batching.range(0, rank).stream().filter(axis -> !numbers.offsetDims().contains(axis)).toList();
    }

    /** The extents of a window along all axes of the operand, by what it is scattered from. */
    public static List<Integer> sizes(GatherDimensionNumbers numbers, int rank, Shape updates) {
        List<Integer> sizes = new ArrayList<>(Collections.nCopies(rank, 1));
        List<Integer> axes = operandAxes(numbers, rank);
        for (int i = 0; i < axes.size(); i++) {
            sizes.set(axes.get(i), updates.extent(numbers.offsetDims().get(i)));
        }
        return sizes;
    }

    /** The numbers for an operand with a new first axis. */
    static GatherDimensionNumbers withOperands(GatherDimensionNumbers numbers) {
        return new GatherDimensionNumbers(Batching.prepend(0, Batching.shifted(numbers.offsetDims())),
                Batching.shifted(numbers.collapsedSliceDims()), Batching.shifted(numbers.startIndexMap()),
                Batching.shifted(numbers.operandBatchingDims()), numbers.startIndicesBatchingDims());
    }

    /** The numbers for indices with a new first axis. */
    static GatherDimensionNumbers withIndices(GatherDimensionNumbers numbers) {
        return new GatherDimensionNumbers(Batching.shifted(numbers.offsetDims()), numbers.collapsedSliceDims(),
                numbers.startIndexMap(), numbers.operandBatchingDims(),
                Batching.shifted(numbers.startIndicesBatchingDims()));
    }

    /** The numbers for an operand and indices with new first axes that run along with each other. */
    static GatherDimensionNumbers withBoth(GatherDimensionNumbers numbers) {
        return new GatherDimensionNumbers(Batching.shifted(numbers.offsetDims()),
                Batching.shifted(numbers.collapsedSliceDims()), Batching.shifted(numbers.startIndexMap()),
                Batching.prepend(0, Batching.shifted(numbers.operandBatchingDims())),
                Batching.prepend(0, Batching.shifted(numbers.startIndicesBatchingDims())));
    }

    /**
     * Checks that windows of some extents lie in the operand.
     *
     * @param operands the operand, the indices and what else the primitive has
     * @throws IllegalArgumentException if the numbers do not fit
     */
    static void check(Simple primitive, GatherDimensionNumbers numbers, List<Integer> sizes,
            List<TensorSpec> operands) {
        Shape operand = operands.get(0).shape();
        Shape indices = operands.get(1).shape();
        checkIndices(primitive, operands.get(1), operands);
        int rank = operand.rank();
        require(primitive, areAxes(numbers.startIndexMap(), rank)
                && numbers.startIndexMap().size() == indices.extent(-1),
                "startIndexMap must name an axis of the operand for each number of an index", operands);
        require(primitive, areAxes(numbers.offsetDims(), numbers.offsetDims().size() + indices.rank() - 1)
                && isSorted(numbers.offsetDims()), "offsetDims must be axes of the windows, in order", operands);
        List<Integer> dropped = new ArrayList<>(numbers.collapsedSliceDims());
        dropped.addAll(numbers.operandBatchingDims());
        require(primitive, areAxes(dropped, rank) && isSorted(numbers.collapsedSliceDims())
                && isSorted(numbers.operandBatchingDims()),
                "collapsedSliceDims and operandBatchingDims must be different axes of the operand, in order",
                operands);
        require(primitive, Collections.disjoint(numbers.startIndexMap(), numbers.operandBatchingDims()),
                "no index counts along an axis of operandBatchingDims", operands);
        require(primitive, numbers.offsetDims().size() + dropped.size() == rank,
                "each axis of the operand must be one of offsetDims, collapsedSliceDims or operandBatchingDims",
                operands);
        checkBatches(primitive, numbers, operands);
        checkSizes(primitive, numbers, sizes, operands);
    }

    private static void checkIndices(Simple primitive, TensorSpec indices, List<TensorSpec> operands) {
        require(primitive, isIndex(indices.dtype()) && indices.shape().rank() > 0,
                "indices must be integers of 8 to 64 bits, the numbers of each along the last axis", operands);
    }

    static boolean isIndex(DType dtype) {
        return switch (dtype) {
            case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 -> true;
            default -> false;
        };
    }

    private static void checkBatches(Simple primitive, GatherDimensionNumbers numbers, List<TensorSpec> operands) {
        List<Integer> left = numbers.operandBatchingDims();
        List<Integer> right = numbers.startIndicesBatchingDims();
        Shape indices = operands.get(1).shape();
        require(primitive, left.size() == right.size() && areAxes(right, indices.rank() - 1),
                "startIndicesBatchingDims must name an axis of the indices for each of operandBatchingDims", operands);
        for (int i = 0; i < left.size(); i++) {
            require(primitive, operands.get(0).shape().extent(left.get(i)) == indices.extent(right.get(i)),
                    "batching axes must have equal extents", operands);
        }
    }

    private static void checkSizes(Simple primitive, GatherDimensionNumbers numbers, List<Integer> sizes,
            List<TensorSpec> operands) {
        Shape operand = operands.get(0).shape();
        require(primitive, sizes.size() == operand.rank(), "a window has an extent for each axis of the operand",
                operands);
        boolean isNone = operands.get(1).shape().size() == 0 && !numbers.startIndexMap().isEmpty();
        for (int axis = 0; axis < sizes.size(); axis++) {
            int size = sizes.get(axis);
            require(primitive, size >= 0 && (isNone || size <= operand.extent(axis)),
                    "windows of " + sizes + " must lie in the operand", operands);
            require(primitive, !numbers.collapsedSliceDims().contains(axis) || size == 1,
                    "windows must have an extent of 1 along axes of collapsedSliceDims", operands);
            require(primitive, !numbers.operandBatchingDims().contains(axis) || size <= 1,
                    "windows must have an extent of 1 along axes of operandBatchingDims", operands);
        }
    }

    /** The shape of windows of some extents, one for each index. */
    static Shape gathered(GatherDimensionNumbers numbers, List<Integer> sizes, Shape indices) {
        Iterator<Integer> window = operandAxes(numbers, sizes.size()).stream().map(sizes::get).iterator();
        Iterator<Integer> index = indices.extents().iterator();
        int rank = numbers.offsetDims().size() + indices.rank() - 1;
        return new Shape(Batching.range(0, rank).stream()
                .map(axis -> numbers.offsetDims().contains(axis) ? window.next() : index.next()).toList());
    }

    private static boolean areAxes(List<Integer> axes, int rank) {
        return new HashSet<>(axes).size() == axes.size() && axes.stream().allMatch(axis -> axis >= 0 && axis < rank);
    }

    private static boolean isSorted(List<Integer> axes) { return axes.stream().sorted().toList().equals(axes); }

    static void require(Simple primitive, boolean holds, String expected, List<TensorSpec> operands) {
        if (!holds) {
            throw primitive.refuse(expected, operands);
        }
    }
}
