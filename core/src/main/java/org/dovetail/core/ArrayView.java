package org.dovetail.core;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.List;
import java.util.Set;

/**
 * An array seen with its elements in another order. Nothing is copied before {@link #copy}, so that a part of the order costs a part of the memory.
 */
public final class ArrayView {
    private final Array array;
    private final Shape shape;
    private final long offset;
    private final long[] strides;

    private ArrayView(Array array, Shape shape, long offset, long[] strides) {
        this.array = array;
        this.shape = shape;
        this.offset = offset;
        this.strides = strides;
    }

    /**
     * An array as it is.
     *
     * @param array the array
     * @return its view
     */
    public static ArrayView of(Array array) {
        return new ArrayView(array, array.shape(), 0, Strided.contiguous(array.shape()));
    }

    /**
     * What a copy would be.
     *
     * @return its dtype and shape
     */
    public TensorSpec spec() { return array.spec().withShape(shape); }

    /**
     * The axes in another order, as {@code numpy.transpose}.
     *
     * @param axes for each axis of the result, the axis here
     * @return the view
     * @throws IllegalArgumentException if the axes are no permutation
     */
    public ArrayView permute(List<Integer> axes) {
        if (axes.size() != shape.rank() || !distinctAxes(axes)) {
            throw new IllegalArgumentException("permute: " + axes + " is no permutation of the axes of " + spec());
        }
        return new ArrayView(array, shape.permuted(axes), offset,
                axes.stream().mapToLong(axis -> strides[axis]).toArray());
    }

    /**
     * The elements in reverse order along some axes, as {@code numpy.flip}.
     *
     * @param axes the axes
     * @return the view
     * @throws IllegalArgumentException if an axis is not there, or stands there twice
     */
    public ArrayView flip(List<Integer> axes) {
        if (!distinctAxes(axes)) {
            throw new IllegalArgumentException("flip: " + axes + " are no distinct axes of " + spec());
        }
        long[] flipped = strides.clone();
        long first = offset;
        if (shape.size() > 0) {
            for (int axis : axes) {
                first += strides[axis] * (shape.extent(axis) - 1);
                flipped[axis] = -strides[axis];
            }
        }
        return new ArrayView(array, shape, first, flipped);
    }

    private boolean distinctAxes(List<Integer> axes) {
        return Set.copyOf(axes).size() == axes.size()
                && axes.stream().allMatch(axis -> axis >= 0 && axis < shape.rank());
    }

    /**
     * Neighbours along the first axis, as {@code x[start:start + count]}.
     *
     * @param start the first
     * @param count how many
     * @return the view
     * @throws IndexOutOfBoundsException if the view has no such rows
     */
    public ArrayView rows(int start, int count) {
        if (start < 0 || count < 0 || start > shape.extent(0) - count) {
            throw new IndexOutOfBoundsException("rows: " + spec() + " has no " + count + " rows from " + start + " on");
        }
        return new ArrayView(array, shape.with(0, count), offset + start * strides[0], strides);
    }

    /**
     * One element along the first axis, as {@code x[index]}.
     *
     * @param index its number
     * @return the view
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public ArrayView at(int index) {
        ArrayView row = rows(index, 1);
        long[] inner = new long[strides.length - 1];
        System.arraycopy(strides, 1, inner, 0, inner.length);
        return new ArrayView(array, shape.withoutFirst(), row.offset, inner);
    }

    /**
     * Copies the elements, in C order.
     *
     * @param memory what holds them
     * @return a new array
     */
    public Array copy(SegmentAllocator memory) {
        TensorSpec result = spec();
        MemorySegment target = memory.allocate(result.bytes(), 16);
        Strided.copy(array.data(), offset, strides, shape, result.dtype().bytes(), target);
        return Array.of(result, target);
    }
}
