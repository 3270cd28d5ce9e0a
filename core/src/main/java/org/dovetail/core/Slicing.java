package org.dovetail.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.dovetail.core.internal.prim.Gather;
import org.dovetail.core.internal.prim.Indexing;
import org.dovetail.core.internal.prim.Ops;
import org.dovetail.core.internal.prim.Scatter;

/** Windows whose places are numbers in tensors: what {@code jax.lax} has of slices, gather and scatter. */
public final class Slicing {
    private Slicing() {}

    /**
     * A window of a tensor, as {@code jax.lax.dynamic_slice}; one that does not lie in the tensor is moved to the nearest place where it does.
     *
     * @param x the tensor
     * @param starts for each axis where the window begins, integer scalars; negative ones count from the end
     * @param sizes the extents of the window
     * @return the window
     * @throws IllegalArgumentException if there is not a start and an extent for each axis, or the window is larger than the tensor
     */
    public static Tensor dynamicSlice(Tensor x, List<Tensor> starts, int... sizes) {
        List<Tensor> operands = new ArrayList<>(List.of(x));
        operands.addAll(counted("dynamicSlice", x, starts));
        return new Indexing.DynamicSlice(Shape.of(sizes)).of(operands);
    }

    /**
     * A tensor with other elements in a window, as {@code jax.lax.dynamic_update_slice}; one that does not lie in the tensor is moved to the nearest place where it does.
     *
     * @param x the tensor
     * @param update the elements, of the same dtype
     * @param starts for each axis where the window begins, integer scalars; negative ones count from the end
     * @return the new tensor
     * @throws IllegalArgumentException if there is not a start for each axis, or the update is larger than the tensor or has another dtype
     */
    public static Tensor dynamicUpdateSlice(Tensor x, Tensor update, List<Tensor> starts) {
        List<Tensor> operands = new ArrayList<>(List.of(x, update));
        operands.addAll(counted("dynamicUpdateSlice", x, starts));
        return new Indexing.DynamicUpdateSlice().of(operands);
    }

    /** The starts counted from the front, of one dtype. */
    private static List<Tensor> counted(String who, Tensor x, List<Tensor> starts) {
        if (starts.size() != x.rank()) {
            throw new IllegalArgumentException(
                    who + ": a start is expected for each axis of " + x.spec() + "; got " + starts.size());
        }
        List<Tensor> all = new ArrayList<>();
        for (int axis = 0; axis < starts.size(); axis++) {
            Taking.requireIntegers(who, starts.get(axis));
            all.add(GatherPlan.wrapped(starts.get(axis), x.shape().extent(axis)));
        }
        boolean isOne = all.stream().map(Tensor::dtype).distinct().count() <= 1;
        return isOne ? all : all.stream().map(start -> start.cast(DType.INT32)).toList();
    }

    private static List<Tensor> starts(Tensor x, Tensor start, int axis) {
        List<Tensor> starts = new ArrayList<>(
                Collections.nCopies(x.rank(), Array.ofLongs(TensorSpec.of(start.dtype()), _ -> 0)));
        starts.set(axis, start);
        return starts;
    }

    /**
     * A range along one axis, as {@code jax.lax.dynamic_slice_in_dim}; one that does not lie in the tensor is moved to the nearest place where it does.
     *
     * @param x the tensor
     * @param start where it begins, an integer scalar; negative ones count from the end
     * @param size how many elements
     * @param axis the axis
     * @return the range
     * @throws IllegalArgumentException if it is longer than the axis
     */
    public static Tensor dynamicSliceInDim(Tensor x, Tensor start, int size, int axis) {
        int counted = Ops.axis("dynamicSliceInDim", x.spec(), axis);
        int[] sizes = x.shape().extents().stream().mapToInt(Integer::intValue).toArray();
        sizes[counted] = size;
        return dynamicSlice(x, starts(x, start, counted), sizes);
    }

    /**
     * An element along one axis, as {@code jax.lax.dynamic_index_in_dim} with {@code keepdims=False}; one out of bounds is the nearest.
     *
     * @param x the tensor
     * @param index its number, an integer scalar; negative ones count from the end
     * @param axis the axis, which the result has not
     * @return the element
     */
    public static Tensor dynamicIndexInDim(Tensor x, Tensor index, int axis) {
        return dynamicSliceInDim(x, index, 1, axis).squeeze(axis);
    }

    /**
     * A tensor with another range along one axis, as {@code jax.lax.dynamic_update_slice_in_dim}; one that does not lie in the tensor is moved to the nearest place where it
     * does.
     *
     * @param x the tensor
     * @param update the range, of the same dtype
     * @param start where it begins, an integer scalar; negative ones count from the end
     * @param axis the axis
     * @return the new tensor
     * @throws IllegalArgumentException if the update is larger than the tensor or has another dtype
     */
    public static Tensor dynamicUpdateSliceInDim(Tensor x, Tensor update, Tensor start, int axis) {
        return dynamicUpdateSlice(x, update, starts(x, start, Ops.axis("dynamicUpdateSliceInDim", x.spec(), axis)));
    }

    /**
     * A tensor with another element along one axis, as {@code jax.lax.dynamic_update_index_in_dim}; one out of bounds is the nearest.
     *
     * @param x the tensor
     * @param update the element, of the same dtype, with the axis or without it
     * @param index its number, an integer scalar; negative ones count from the end
     * @param axis the axis
     * @return the new tensor
     * @throws IllegalArgumentException if the update does not fit
     */
    public static Tensor dynamicUpdateIndexInDim(Tensor x, Tensor update, Tensor index, int axis) {
        int counted = Ops.axis("dynamicUpdateIndexInDim", x.spec(), axis);
        Tensor range = update.rank() == x.rank() ? update : update.expandDims(counted);
        return dynamicUpdateSliceInDim(x, range, index, counted);
    }

    /**
     * A window for each index, as {@code jax.lax.gather}: those filled hold NaN, the least signed or the largest unsigned number, or true.
     *
     * @param x the tensor
     * @param indices integers, the numbers of each index along the last axis
     * @param numbers how the axes belong together
     * @param sizes the extents of a window, for each axis of the tensor
     * @param mode what becomes of windows that do not lie in the tensor
     * @return the windows
     * @throws IllegalArgumentException if the numbers do not fit the operands
     */
    public static Tensor gather(Tensor x, Tensor indices, GatherDimensionNumbers numbers, List<Integer> sizes,
            GatherScatterMode mode) {
        return Gather.filling(numbers, sizes, mode, x.dtype()).of(x, indices);
    }

    /**
     * A window for each index, as {@code jax.lax.gather} with {@code mode='fill'}.
     *
     * @param x the tensor
     * @param indices integers, the numbers of each index along the last axis
     * @param numbers how the axes belong together
     * @param sizes the extents of a window, for each axis of the tensor
     * @param fill what those windows hold that do not lie in the tensor
     * @return the windows
     * @throws IllegalArgumentException if the numbers do not fit the operands
     */
    public static Tensor gather(Tensor x, Tensor indices, GatherDimensionNumbers numbers, List<Integer> sizes,
            Number fill) {
        return new Gather(numbers, sizes, GatherScatterMode.FILL_OR_DROP, fill).of(x, indices);
    }

    private static Tensor scatter(Scatter.Op op, Tensor x, Tensor indices, Tensor updates,
            GatherDimensionNumbers numbers, GatherScatterMode mode, boolean unique) {
        return new Scatter(op, numbers, mode, unique).of(x, indices, updates);
    }

    /**
     * Another window for each index, as {@code jax.lax.scatter}; of several of one place the last stays.
     *
     * @param x the tensor
     * @param indices integers, the numbers of each index along the last axis
     * @param updates the windows, of the same dtype
     * @param numbers how the axes belong together
     * @param mode what becomes of windows that do not lie in the tensor
     * @return the new tensor
     * @throws IllegalArgumentException if the numbers do not fit the operands
     */
    public static Tensor scatter(Tensor x, Tensor indices, Tensor updates, GatherDimensionNumbers numbers,
            GatherScatterMode mode) {
        return scatter(Scatter.Op.SET, x, indices, updates, numbers, mode, false);
    }

    /**
     * A window added for each index, as {@code jax.lax.scatter_add}.
     *
     * @param x the tensor
     * @param indices integers, the numbers of each index along the last axis
     * @param updates the windows, of the same dtype
     * @param numbers how the axes belong together
     * @param mode what becomes of windows that do not lie in the tensor
     * @return the new tensor
     * @throws IllegalArgumentException if the numbers do not fit the operands
     */
    public static Tensor scatterAdd(Tensor x, Tensor indices, Tensor updates, GatherDimensionNumbers numbers,
            GatherScatterMode mode) {
        return scatter(Scatter.Op.ADD, x, indices, updates, numbers, mode, false);
    }

    /**
     * A window multiplied for each index, as {@code jax.lax.scatter_mul}.
     *
     * @param x the tensor
     * @param indices integers, the numbers of each index along the last axis
     * @param updates the windows, of the same dtype
     * @param numbers how the axes belong together
     * @param mode what becomes of windows that do not lie in the tensor
     * @param uniqueIndices the promise that no place is named twice, without which there is no derivative of the updates
     * @return the new tensor
     * @throws IllegalArgumentException if the numbers do not fit the operands
     */
    public static Tensor scatterMul(Tensor x, Tensor indices, Tensor updates, GatherDimensionNumbers numbers,
            GatherScatterMode mode, boolean uniqueIndices) {
        return scatter(Scatter.Op.MUL, x, indices, updates, numbers, mode, uniqueIndices);
    }

    /**
     * The smaller of element and update for each index, as {@code jax.lax.scatter_min}.
     *
     * @param x the tensor
     * @param indices integers, the numbers of each index along the last axis
     * @param updates the windows, of the same dtype
     * @param numbers how the axes belong together
     * @param mode what becomes of windows that do not lie in the tensor
     * @return the new tensor
     * @throws IllegalArgumentException if the numbers do not fit the operands
     */
    public static Tensor scatterMin(Tensor x, Tensor indices, Tensor updates, GatherDimensionNumbers numbers,
            GatherScatterMode mode) {
        return scatter(Scatter.Op.MIN, x, indices, updates, numbers, mode, false);
    }

    /**
     * The larger of element and update for each index, as {@code jax.lax.scatter_max}.
     *
     * @param x the tensor
     * @param indices integers, the numbers of each index along the last axis
     * @param updates the windows, of the same dtype
     * @param numbers how the axes belong together
     * @param mode what becomes of windows that do not lie in the tensor
     * @return the new tensor
     * @throws IllegalArgumentException if the numbers do not fit the operands
     */
    public static Tensor scatterMax(Tensor x, Tensor indices, Tensor updates, GatherDimensionNumbers numbers,
            GatherScatterMode mode) {
        return scatter(Scatter.Op.MAX, x, indices, updates, numbers, mode, false);
    }
}
