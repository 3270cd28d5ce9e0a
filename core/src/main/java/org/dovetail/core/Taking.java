package org.dovetail.core;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.dovetail.core.internal.prim.Gather;
import org.dovetail.core.internal.prim.Ops;

/** Elements along one axis. */
final class Taking {
    private Taking() {}

    static Tensor take(Tensor x, Tensor indices, int axis, GatherScatterMode mode) {
        requireIntegers("take", indices);
        int counted = Ops.axis("take", x.spec(), axis);
        int extent = x.shape().extent(counted);
        Shape result = x.shape().leading(counted).concat(indices.shape())
                .concat(x.shape().trailing(x.rank() - counted - 1));
        if (extent == 0 && indices.size() > 0) {
            throw new IllegalArgumentException(
                    "take: axis " + axis + " of " + x.spec() + " has no elements to take; got " + indices.spec());
        }
        if (indices.size() == 0) {
            return Tensors.zeros(x.dtype(), result);
        }
        boolean wraps = mode == GatherScatterMode.FILL_OR_DROP;
        Tensor numbers = wraps ? GatherPlan.wrapped(indices, extent) : indices;
        List<Integer> offsets = IntStream.range(0, result.rank()).boxed()
                .filter(i -> i < counted || i >= counted + indices.rank()).toList();
        GatherDimensionNumbers along = new GatherDimensionNumbers(offsets, List.of(counted), List.of(counted));
        List<Integer> sizes = x.shape().with(counted, 1).extents();
        return Gather.filling(along, sizes, mode, x.dtype()).of(x, numbers.expandDims(-1));
    }

    static void requireIntegers(String who, Tensor indices) {
        if (indices.dtype().kind() != DType.Kind.SIGNED && indices.dtype().kind() != DType.Kind.UNSIGNED) {
            throw new IllegalArgumentException(who + ": integer indices are expected; got " + indices.spec()
                    + ". Cast them with indices.cast(DType.INT32)");
        }
    }

    /** Axes along which the tensor and the indices both have elements run along with each other; along others one is repeated. */
    static Tensor takeAlongAxis(Tensor x, Tensor indices, int axis) {
        requireIntegers("takeAlongAxis", indices);
        int along = Ops.axis("takeAlongAxis", x.spec(), axis);
        Shape result = x.rank() != indices.rank()
                ? null
                : x.shape().with(along, 1).broadcastWith(indices.shape()).orElse(null);
        if (result == null) {
            throw new IllegalArgumentException("takeAlongAxis: indices with the axes of " + x.spec()
                    + " are expected, which broadcast with it but for axis " + axis + "; got " + indices.spec());
        }
        int extent = x.shape().extent(along);
        if (extent == 0) {
            return Tensors.zeros(x.dtype(), result);
        }
        List<Integer> offsets = new ArrayList<>();
        List<Integer> operandBatch = new ArrayList<>();
        List<Integer> indexBatch = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        List<Integer> squeezed = new ArrayList<>();
        List<Integer> rows = new ArrayList<>();
        for (int i = 0; i < x.rank(); i++) {
            boolean isRow = i == along || indices.shape().extent(i) != 1;
            boolean isDropped = isRow && i != along && x.shape().extent(i) == 1;
            if (!isRow) {
                offsets.add(i);
                sizes.add(x.shape().extent(i));
            } else if (isDropped) {
                squeezed.add(i);
            } else {
                if (i != along) {
                    operandBatch.add(i - squeezed.size());
                    indexBatch.add(rows.size());
                }
                sizes.add(Math.min(1, x.shape().extent(i)));
            }
            if (isRow) {
                rows.add(result.extent(i));
            }
        }
        int collapsed = along - (int) squeezed.stream().filter(i -> i < along).count();
        rows.add(1);
        Tensor numbers = GatherPlan.wrapped(indices, extent).reshape(new Shape(rows));
        GatherDimensionNumbers both = new GatherDimensionNumbers(offsets, List.of(collapsed), List.of(collapsed),
                operandBatch, indexBatch);
        Tensor whole = x.reshape(x.shape().without(squeezed));
        return Gather.filling(both, sizes, GatherScatterMode.FILL_OR_DROP, x.dtype()).of(whole, numbers);
    }
}
