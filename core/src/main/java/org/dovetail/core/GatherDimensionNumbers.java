package org.dovetail.core;

import java.util.List;

/**
 * How the axes of a tensor, of indices and of gathered windows belong together: {@code jax.lax.GatherDimensionNumbers}.
 *
 * <p>
 * The last axis of the indices holds the numbers of one index. The same numbers serve a scatter, of which the updates are what a gather gives: {@code offsetDims} are
 * {@code update_window_dims} of {@code jax.lax.ScatterDimensionNumbers}, {@code collapsedSliceDims} are {@code inserted_window_dims}, {@code startIndexMap} is
 * {@code scatter_dims_to_operand_dims} and {@code startIndicesBatchingDims} are {@code scatter_indices_batching_dims}.
 *
 * @param offsetDims the axes of the result along which windows lie, in order
 * @param collapsedSliceDims the axes of the tensor, of extent 1 in windows, that the result has not, in order
 * @param startIndexMap for each number of an index, the axis of the tensor that it counts along
 * @param operandBatchingDims the axes of the tensor that run along with axes of the indices, in order
 * @param startIndicesBatchingDims the axes of the indices that run along with them
 */
public record GatherDimensionNumbers(List<Integer> offsetDims, List<Integer> collapsedSliceDims,
        List<Integer> startIndexMap, List<Integer> operandBatchingDims, List<Integer> startIndicesBatchingDims) {
    /** Copies the numbers. */
    public GatherDimensionNumbers {
        offsetDims = List.copyOf(offsetDims);
        collapsedSliceDims = List.copyOf(collapsedSliceDims);
        startIndexMap = List.copyOf(startIndexMap);
        operandBatchingDims = List.copyOf(operandBatchingDims);
        startIndicesBatchingDims = List.copyOf(startIndicesBatchingDims);
    }

    /**
     * The numbers without batching axes.
     *
     * @param offsetDims the axes of the result along which windows lie, in order
     * @param collapsedSliceDims the axes of the tensor, of extent 1 in windows, that the result has not, in order
     * @param startIndexMap for each number of an index, the axis of the tensor that it counts along
     */
    public GatherDimensionNumbers(List<Integer> offsetDims, List<Integer> collapsedSliceDims,
            List<Integer> startIndexMap) {
        this(offsetDims, collapsedSliceDims, startIndexMap, List.of(), List.of());
    }
}
