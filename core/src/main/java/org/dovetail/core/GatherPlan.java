package org.dovetail.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.dovetail.core.internal.prim.Gather;
import org.dovetail.core.internal.prim.Ops;
import org.dovetail.core.internal.prim.Scatter;
import org.dovetail.core.internal.prim.Shaping;

/**
 * Numpy's indices as a gather, which a reversal and new axes follow; a scatter goes the same way back.
 *
 * @param gathered the shape of the elements, with new axes
 * @param newAxes which of its axes are new
 * @param reversed the axes that go backwards, without the new ones
 * @param numbers how the axes of the gather belong together
 * @param sizes the extents of a window
 * @param indices where windows begin
 * @param slice the slice that takes the elements, if no index is a tensor
 * @param isUnique whether no place can be named twice
 */
record GatherPlan(Shape gathered, List<Integer> newAxes, List<Integer> reversed, GatherDimensionNumbers numbers,
        List<Integer> sizes, Tensor indices, Optional<Shaping.Slice> slice, boolean isUnique) {
    /** The indices with one for each axis in the place of an ellipsis. */
    static List<Index> expanded(TensorSpec x, List<Index> indices) {
        int taken = 0;
        int ellipsis = indices.size();
        for (int i = 0; i < indices.size(); i++) {
            taken += switch (indices.get(i)) {
                case Index.Element _,Index.Slice _ -> 1;
                case Index.Numbers(Tensor tensor) -> tensor.dtype() == DType.BOOL ? tensor.rank() : 1;
                case Index.Marker _ -> 0;
            };
            if (indices.get(i) == Index.Marker.ELLIPSIS) {
                if (ellipsis < indices.size()) {
                    throw new IllegalArgumentException("at: one ellipsis is expected at most; got " + indices);
                }
                ellipsis = i;
            }
        }
        int rest = x.shape().rank() - taken;
        if (rest < 0) {
            throw new IllegalArgumentException("at: indices of " + x.shape().rank() + " axes are expected for " + x
                    + " at most; got indices of " + taken);
        }
        List<Index> all = new ArrayList<>(indices.subList(0, ellipsis));
        all.addAll(Collections.nCopies(rest, Index.all()));
        all.addAll(indices.subList(Math.min(ellipsis + 1, indices.size()), indices.size()));
        return List.copyOf(all);
    }

    /** Integers with those counted from the end counted from the front, as int32; those of fewer bits are widened before. */
    static Tensor wrapped(Tensor numbers, int extent) {
        Tensor wide = numbers.dtype().bytes() < 4 ? numbers.cast(DType.INT32) : numbers;
        return wide.dtype().kind() == DType.Kind.UNSIGNED
                ? wide
                : Tensors.where(wide.lt(0), wide.add(extent), wide);
    }

    static void requireFits(String who, Tensor values, Shape shape, String more) {
        if (values.shape().broadcastWith(shape).filter(shape::equals).isEmpty()) {
            throw new IllegalArgumentException(
                    who + ": values that broadcast to " + shape + " are expected; got " + values.spec() + more);
        }
    }

    static GatherPlan of(TensorSpec x, List<Index> indices) { return new GatherPlanner(x, indices).plan(); }

    /** The elements. */
    Tensor get(Tensor x, Optional<GatherScatterMode> mode, Optional<Number> fill) {
        if (gathered.size() == 0) {
            return Tensors.zeros(x.dtype(), gathered);
        }
        GatherScatterMode how = mode.orElse(GatherScatterMode.PROMISE_IN_BOUNDS);
        Tensor taken;
        if (numbers.startIndexMap().isEmpty()) {
            taken = x;
        } else if (slice.isPresent() && how != GatherScatterMode.FILL_OR_DROP) {
            taken = slice.get().of(x).reshape(withoutNewAxes());
        } else {
            taken = fill.map(value -> new Gather(numbers, sizes, how, value))
                    .orElseGet(() -> Gather.filling(numbers, sizes, how, x.dtype())).of(x, indices);
        }
        return ordered(taken).reshape(gathered);
    }

    private Shape withoutNewAxes() { return gathered.without(newAxes); }

    private Tensor ordered(Tensor elements) {
        return reversed.isEmpty() ? elements : new Shaping.Reverse(reversed).of(elements);
    }

    /** The tensor with updates, which have its dtype. */
    Tensor update(Scatter.Op op, Tensor x, Tensor values, GatherScatterMode mode, boolean unique) {
        requireFits("at(...)." + At.name(op), values, gathered, "");
        if (gathered.size() == 0) {
            return x;
        }
        Tensor ordered = ordered(Ops.reshape(values.broadcastTo(gathered), withoutNewAxes()));
        return new Scatter(op, numbers, mode, unique || isUnique).of(x, indices, ordered);
    }
}
