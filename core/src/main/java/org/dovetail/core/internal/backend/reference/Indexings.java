package org.dovetail.core.internal.backend.reference;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.GatherDimensionNumbers;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.internal.prim.Elementwise.Binary;
import org.dovetail.core.internal.prim.Gather;
import org.dovetail.core.internal.prim.Indexing;
import org.dovetail.core.internal.prim.Ops;
import org.dovetail.core.internal.prim.Scatter;
import org.dovetail.core.internal.prim.Windows;

/** Operations on elements whose places are operands. */
final class Indexings {
    private static final long OUTSIDE = -1;

    private Indexings() {}

    static Array run(Indexing indexing, List<Array> operands, TensorSpec result) {
        return switch (indexing) {
            case Indexing.DynamicSlice(Shape sizes) -> {
                Array x = operands.getFirst();
                Strides way = window(x.shape(), sizes, operands.subList(1, operands.size()));
                yield Moves.gathered(result, (move, place) -> move.copy(x, way.at(sizes, place), place));
            }
            case Indexing.DynamicUpdateSlice() -> updated(operands, result);
            case Gather gather -> gathered(gather, operands.get(0), operands.get(1), result);
            case Scatter scatter -> scattered(scatter, operands.get(0), operands.get(1), operands.get(2), result);
        };
    }

    /** The way through the elements of a window that begins at some indices, or as near to them as it can. */
    private static Strides window(Shape whole, Shape sizes, List<Array> starts) {
        List<Long> steps = Strides.of(whole).steps();
        long first = 0;
        for (int axis = 0; axis < whole.rank(); axis++) {
            first += Math.clamp(index(starts.get(axis), 0), 0, whole.extent(axis) - sizes.extent(axis))
                    * steps.get(axis);
        }
        return new Strides(first, steps);
    }

    /** An element as an index; what is beyond all longs is beyond all tensors, too. */
    private static long index(Array indices, long element) {
        long index = indices.longAt(element);
        return indices.dtype() == DType.UINT64 && index < 0 ? Long.MAX_VALUE : index;
    }

    private static Array updated(List<Array> operands, TensorSpec result) {
        Array update = operands.get(1);
        Strides way = window(result.shape(), update.shape(), operands.subList(2, operands.size()));
        int bytes = result.dtype().bytes();
        return Array.filled(result, data -> {
            data.copyFrom(operands.getFirst().data());
            for (long i = 0; i < update.size(); i++) {
                long element = way.at(update.shape(), i);
                MemorySegment.copy(update.data(), i * bytes, data, element * bytes, bytes);
            }
        });
    }

    private static Array gathered(Gather gather, Array x, Array indices, TensorSpec result) {
        Array fill = Ops.constant(result.dtype(), gather.fill());
        Places places = new Places(gather.numbers(), gather.sizes(), gather.isClamped(), x.shape(), indices,
                result.shape());
        return Moves.gathered(result, (move, place) -> {
            long element = places.element(place);
            move.copy(element == OUTSIDE ? fill : x, element == OUTSIDE ? 0 : element, place);
        });
    }

    private static Array scattered(Scatter scatter, Array x, Array indices, Array updates, TensorSpec result) {
        Places places = new Places(scatter.numbers(), scatter.sizes(x.shape(), updates.shape()), scatter.isClamped(),
                x.shape(), indices, updates.shape());
        // Window by window: two may overlap.
        List<Integer> order = new ArrayList<>(Windows.indexAxes(scatter.numbers(), updates.rank()));
        order.addAll(scatter.numbers().offsetDims());
        Shape ordered = updates.shape().permuted(order);
        Strides way = Strides.of(updates.shape()).along(order);
        TensorSpec one = result.withShape(Shape.of());
        int bytes = result.dtype().bytes();
        return Array.filled(result, data -> {
            data.copyFrom(x.data());
            for (long n = 0; n < updates.size(); n++) {
                long i = way.at(ordered, n);
                long element = places.element(i);
                if (element != OUTSIDE) {
                    MemorySegment place = data.asSlice(element * bytes, bytes);
                    Array update = Array.of(one, updates.data().asSlice(i * bytes, bytes));
                    place.copyFrom(combined(scatter.op(), Array.of(one, place), update, one).data());
                }
            }
        });
    }

    private static Array combined(Scatter.Op op, Array element, Array update, TensorSpec result) {
        return switch (op) {
            case SET -> update;
            case ADD -> Binaries.run(Binary.ADD, element, update, result);
            case MUL -> Binaries.run(Binary.MUL, element, update, result);
            case MIN -> Binaries.run(Binary.MIN, element, update, result);
            case MAX -> Binaries.run(Binary.MAX, element, update, result);
        };
    }

    /**
     * Where in a tensor the elements of windows are.
     *
     * @param whole the tensor's shape
     * @param gathered the shape of all windows
     */
    private record Places(GatherDimensionNumbers numbers, List<Integer> sizes, boolean isClamped, Shape whole,
            Array indices, Shape gathered) {
        /** The tensor's element at a place of the windows. */
        long element(long place) {
            long[] at = coordinates(gathered, place);
            List<Integer> indexAxes = Windows.indexAxes(numbers, gathered.rank());
            long[] starts = starts(indexAxes.stream().mapToLong(axis -> at[axis]).toArray());
            for (int axis : numbers.startIndexMap()) {
                long last = (long) whole.extent(axis) - sizes.get(axis);
                if (!isClamped && (starts[axis] < 0 || starts[axis] > last)) {
                    return OUTSIDE;
                }
                starts[axis] = Math.clamp(starts[axis], 0, last);
            }
            List<Integer> windowAxes = Windows.operandAxes(numbers, whole.rank());
            for (int i = 0; i < windowAxes.size(); i++) {
                starts[windowAxes.get(i)] += at[numbers.offsetDims().get(i)];
            }
            return element(whole, starts);
        }

        /** Where the window of an index begins. */
        private long[] starts(long[] row) {
            long[] starts = new long[whole.rank()];
            for (int i = 0; i < numbers.operandBatchingDims().size(); i++) {
                starts[numbers.operandBatchingDims().get(i)] = row[numbers.startIndicesBatchingDims().get(i)];
            }
            int depth = numbers.startIndexMap().size();
            long first = element(indices.shape().leading(row.length), row) * depth;
            for (int i = 0; i < depth; i++) {
                starts[numbers.startIndexMap().get(i)] = index(indices, first + i);
            }
            return starts;
        }

        private static long[] coordinates(Shape shape, long place) {
            long[] at = new long[shape.rank()];
            long rest = place;
            for (int axis = at.length - 1; axis >= 0; axis--) {
                at[axis] = rest % shape.extent(axis);
                rest /= shape.extent(axis);
            }
            return at;
        }

        private static long element(Shape shape, long[] at) {
            long element = 0;
            for (int axis = 0; axis < at.length; axis++) {
                element = element * shape.extent(axis) + at[axis];
            }
            return element;
        }
    }
}
