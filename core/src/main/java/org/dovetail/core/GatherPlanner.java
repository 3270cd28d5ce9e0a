package org.dovetail.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.dovetail.core.internal.prim.Ops;
import org.dovetail.core.internal.prim.Shaping;
import org.jspecify.annotations.Nullable;

/** Makes a plan of indices, as {@code jax.numpy} does: an index after the other, those that are tensors together. */
final class GatherPlanner {
    /**
     * The numbers of some indices along one axis.
     *
     * @param start the first axis of all indices that the numbers have
     */
    private record Part(Tensor numbers, int start) {}

    private final Shape shape;
    private final List<Index> indices;
    private final List<Integer> gathered = new ArrayList<>();
    private final List<Integer> newAxes = new ArrayList<>();
    private final List<Integer> reversed = new ArrayList<>();
    private final List<Integer> offsets = new ArrayList<>();
    private final List<Integer> collapsed = new ArrayList<>();
    private final List<Integer> map = new ArrayList<>();
    private final List<Integer> sizes = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();
    private final List<Integer> rows = new ArrayList<>();
    private final List<Integer> starts = new ArrayList<>();
    private final List<Integer> limits = new ArrayList<>();
    private final List<Integer> strides = new ArrayList<>();
    private final TensorSpec x;

    GatherPlanner(TensorSpec x, List<Index> indices) {
        this.x = x;
        this.shape = x.shape();
        this.indices = indices;
    }

    private static boolean isTensor(Index index) { return index instanceof Index.Numbers; }

    GatherPlan plan() {
        boolean isAdvanced = indices.stream()
                .anyMatch(index -> index instanceof Index.Numbers(Tensor tensor) && tensor.rank() > 0);
        List<Integer> together = IntStream.range(0, indices.size()).boxed().filter(
                i -> isAdvanced && (isTensor(indices.get(i)) || indices.get(i) instanceof Index.Element)).toList();
        boolean isRun = !isAdvanced || together.getLast() - together.getFirst() == together.size() - 1;
        int axis = 0;
        for (int i = 0; i < indices.size(); i++) {
            if (isAdvanced && i == (isRun ? together.getFirst() : 0)) {
                tensors(together);
            }
            if (together.contains(i)) {
                sizes.add(1);
                axis++;
            } else {
                axis += one(indices.get(i), axis);
            }
        }
        return new GatherPlan(new Shape(gathered), newAxes, reversed,
                new GatherDimensionNumbers(offsets, collapsed.stream().sorted().toList(), map), sizes, joined(),
                indices.stream().anyMatch(GatherPlanner::isTensor)
                        ? Optional.empty()
                        : Optional.of(new Shaping.Slice(starts, limits, strides)),
                !isAdvanced);
    }

    /** The axis of the tensor that an index takes. */
    private int axisOf(int index) {
        return (int) indices.subList(0, index).stream().filter(i -> i != Index.Marker.NEW_AXIS).count();
    }

    private Tensor numbers(Index index, int axis) {
        return switch (index) {
            case Index.Element(int number) ->
                Tensors.scalar(number < 0 ? number + shape.extent(axis) : number);
            case Index.Numbers(Tensor tensor) ->
                GatherPlan.wrapped(tensor, shape.extent(axis)).cast(DType.INT32);
            case Index.Slice slice -> throw new IllegalStateException(slice + " is no number");
            case Index.Marker marker -> throw new IllegalStateException(marker + " is no number");
        };
    }

    /** Indices by tensors go together: they are broadcast to one shape, which stands where the first of them is, or in front if others are between them. */
    private void tensors(List<Integer> together) {
        List<Tensor> all = together.stream().map(i -> numbers(indices.get(i), axisOf(i))).toList();
        Shape common = Shape.of();
        for (Tensor numbers : all) {
            common = common.broadcastWith(numbers.shape()).orElseThrow(() -> new IllegalArgumentException(
                    "at: index tensors that broadcast to one shape are expected; got "
                            + all.stream().map(Tensor::spec).toList()));
        }
        for (int i = 0; i < all.size(); i++) {
            parts.add(new Part(all.get(i).broadcastTo(common), rows.size()));
            map.add(axisOf(together.get(i)));
            collapsed.add(axisOf(together.get(i)));
        }
        rows.addAll(common.extents());
        gathered.addAll(common.extents());
    }

    /** Takes an index; how many axes it is for. */
    private int one(Index index, int axis) {
        if (index == Index.Marker.NEW_AXIS) {
            newAxes.add(gathered.size());
            gathered.add(1);
            return 0;
        }
        if (index instanceof Index.Slice slice) {
            slice(slice, axis);
            return 1;
        }
        if (shape.extent(axis) == 0) {
            throw new IllegalArgumentException("at: axis " + axis + " of " + x + " has no element to index");
        }
        parts.add(new Part(numbers(index, axis), rows.size()));
        map.add(axis);
        collapsed.add(axis);
        sizes.add(1);
        if (index instanceof Index.Element(int number)) {
            keep(Math.clamp(number < 0 ? number + shape.extent(axis) : number, 0, shape.extent(axis) - 1), 1, 1);
        }
        return 1;
    }

    /** Notes every so many elements of an axis, for indices without tensors. */
    private void keep(int start, int count, int stride) {
        starts.add(count == 0 ? 0 : start);
        limits.add(count == 0 ? 0 : start + (count - 1) * stride + 1);
        strides.add(stride);
    }

    private void slice(Index.Slice slice, int axis) {
        int extent = shape.extent(axis);
        int step = slice.step() == null ? 1 : slice.step();
        int start = bound(slice.start(), extent, step, step > 0 ? 0 : extent - 1);
        int stop = bound(slice.stop(), extent, step, step > 0 ? extent : -1);
        int count = Math.max(0, Math.ceilDiv(stop - start, step));
        int place = gathered.size() - newAxes.size();
        int least = step > 0 ? start : start + (count - 1) * step;
        keep(least, count, Math.abs(step));
        gathered.add(count);
        if (step == 1) {
            if (count != extent) {
                parts.add(new Part(Tensors.scalar(start), rows.size()));
                map.add(axis);
            }
            sizes.add(count);
            offsets.add(place);
            return;
        }
        if (step < 0) {
            reversed.add(place);
        }
        parts.add(new Part(Array.ofLongs(TensorSpec.of(DType.INT32, count), i -> least + i * Math.abs(step)),
                rows.size()));
        map.add(axis);
        collapsed.add(axis);
        sizes.add(1);
        rows.add(count);
    }

    /** A bound of a slice, counted from the front and kept within the axis, as Python does. */
    private static int bound(@Nullable Integer bound, int extent, int step, int missing) {
        if (bound == null) {
            return missing;
        }
        int counted = bound < 0 ? bound + extent : bound;
        return step > 0 ? Math.clamp(counted, 0, extent) : Math.clamp(counted, -1, extent - 1);
    }

    /** All indices, their numbers along the last axis. */
    private Tensor joined() {
        if (parts.isEmpty()) {
            return Array.ofInts(Shape.of(0));
        }
        List<Integer> extents = new ArrayList<>(rows);
        extents.add(1);
        Shape column = new Shape(extents);
        List<Tensor> columns = parts.stream().<Tensor>map(part -> new Shaping.Broadcast(column,
                IntStream.range(part.start, part.start + part.numbers.rank()).boxed().toList()).of(part.numbers))
                .toList();
        return Ops.concatenate(-1, columns);
    }
}
