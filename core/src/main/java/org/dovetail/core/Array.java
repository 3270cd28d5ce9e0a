package org.dovetail.core;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Set;

/**
 * Concrete numbers in a buffer: elements in C order, little-endian, without gaps.
 *
 * <p>
 * The buffer may be heap memory, native memory or a mapped file; an Array never writes to it, and lives as long as the buffer's arena. Methods that make new numbers take
 * the allocator that holds them.
 */
public final class Array {
    private final TensorSpec spec;
    private final MemorySegment data;

    private Array(TensorSpec spec, MemorySegment data) {
        this.spec = spec;
        this.data = data;
    }

    /**
     * The numbers in a buffer.
     *
     * @param spec dtype and shape
     * @param data the elements; not copied
     * @return the array
     * @throws IllegalArgumentException if the buffer has not exactly {@code spec.bytes()} bytes
     */
    public static Array of(TensorSpec spec, MemorySegment data) {
        if (data.byteSize() != spec.bytes()) {
            throw new IllegalArgumentException(
                    "array: " + spec + " needs " + spec.bytes() + " bytes, the buffer has " + data.byteSize());
        }
        return new Array(spec, data.isReadOnly() ? data : data.asReadOnly());
    }

    /**
     * A float32 array.
     *
     * @param shape the extents
     * @param values the elements in C order
     * @return the array
     */
    public static Array ofFloats(Shape shape, float... values) {
        MemorySegment data = Arena.ofAuto().allocate(4L * values.length, 8);
        for (int i = 0; i < values.length; i++) {
            data.set(Elements.FLOAT, 4L * i, values[i]);
        }
        return of(new TensorSpec(DType.FLOAT32, shape), data);
    }

    /**
     * An int32 array.
     *
     * @param shape the extents
     * @param values the elements in C order
     * @return the array
     */
    public static Array ofInts(Shape shape, int... values) {
        MemorySegment data = Arena.ofAuto().allocate(4L * values.length, 8);
        for (int i = 0; i < values.length; i++) {
            data.set(Elements.INT, 4L * i, values[i]);
        }
        return of(new TensorSpec(DType.INT32, shape), data);
    }

    /**
     * Dtype and shape.
     *
     * @return the spec
     */
    public TensorSpec spec() { return spec; }

    /**
     * The type of the elements.
     *
     * @return the dtype
     */
    public DType dtype() { return spec.dtype(); }

    /**
     * The extents.
     *
     * @return the shape
     */
    public Shape shape() { return spec.shape(); }

    /**
     * The elements' bytes, read-only.
     *
     * @return the buffer
     */
    public MemorySegment data() { return data; }

    /**
     * One element as a double; the real part of a complex one.
     *
     * @param index its number in C order
     * @return the value; integers beyond 2^53 are rounded
     */
    public double doubleAt(long index) { return Elements.readDouble(dtype(), data, index); }

    /**
     * One element as a long.
     *
     * @param index its number in C order
     * @return the value; floats are cut towards zero, uint64 wraps
     */
    public long longAt(long index) { return Elements.readLong(dtype(), data, index); }

    /**
     * Whether dtype, shape and every bit are equal, NaNs and signs of zeros included.
     *
     * @param other another array
     * @return true when they are
     */
    public boolean bitEquals(Array other) { return spec.equals(other.spec) && data.mismatch(other.data) < 0; }

    /**
     * The same numbers as another dtype, as {@code jax.Array.astype}: floats round to the nearest, ties to even; a float is cut towards zero to an integer, and to the
     * nearest one there is; integers wrap; the imaginary part is dropped. A float64 is rounded once, also to float16 and bfloat16, to which XLA rounds it by way of float32.
     *
     * @param to the dtype
     * @param memory what holds the result
     * @return this array when the dtype is the same, else a new one
     */
    public Array cast(DType to, SegmentAllocator memory) {
        if (to == dtype()) {
            return this;
        }
        TensorSpec result = spec.withDtype(to);
        MemorySegment target = memory.allocate(result.bytes(), 16);
        Elements.cast(dtype(), data, to, target, shape().size());
        return of(result, target);
    }

    /**
     * The same elements under another shape, as {@code numpy.reshape}; shares the buffer.
     *
     * @param shape the new extents
     * @return the view
     * @throws IllegalArgumentException if the number of elements differs
     */
    public Array reshape(Shape shape) {
        if (shape.size() != shape().size()) {
            throw new IllegalArgumentException(
                    "reshape: " + spec + " has " + shape().size() + " elements, " + shape + " has " + shape.size());
        }
        return new Array(spec.withShape(shape), data);
    }

    /**
     * The axes in another order, as {@code numpy.transpose}.
     *
     * @param axes for each axis of the result, the axis here
     * @param memory what holds the result
     * @return a new array
     * @throws IllegalArgumentException if the axes are no permutation
     */
    public Array permute(List<Integer> axes, SegmentAllocator memory) {
        if (axes.size() != shape().rank() || !distinctAxes(axes)) {
            throw new IllegalArgumentException("permute: " + axes + " is no permutation of the axes of " + spec);
        }
        long[] strides = Strided.contiguous(shape());
        long[] permuted = axes.stream().mapToLong(axis -> strides[axis]).toArray();
        return gather(shape().permuted(axes), permuted, 0, memory);
    }

    /**
     * The elements in reverse order along some axes, as {@code numpy.flip}.
     *
     * @param axes the axes
     * @param memory what holds the result
     * @return a new array
     * @throws IllegalArgumentException if an axis is not there, or stands there twice
     */
    public Array flip(List<Integer> axes, SegmentAllocator memory) {
        if (!distinctAxes(axes)) {
            throw new IllegalArgumentException("flip: " + axes + " are no distinct axes of " + spec);
        }
        long[] strides = Strided.contiguous(shape());
        long offset = 0;
        if (shape().size() > 0) {
            for (int axis : axes) {
                offset += strides[axis] * (shape().extent(axis) - 1);
                strides[axis] = -strides[axis];
            }
        }
        return gather(shape(), strides, offset, memory);
    }

    /**
     * One element along the first axis, as {@code x[index]}; shares the buffer.
     *
     * @param index its number
     * @return the view
     */
    public Array at(int index) {
        TensorSpec part = spec.withShape(shape().withoutFirst());
        return new Array(part, data.asSlice(part.bytes() * index, part.bytes()));
    }

    /**
     * Arrays of one spec along a new first axis, as {@code numpy.stack}.
     *
     * @param parts the arrays, at least one
     * @param memory what holds the result
     * @return a new array
     * @throws IllegalArgumentException if the specs differ
     */
    public static Array stack(List<Array> parts, SegmentAllocator memory) {
        TensorSpec part = parts.getFirst().spec();
        TensorSpec all = part.withShape(part.shape().withFirst(parts.size()));
        MemorySegment target = memory.allocate(all.bytes(), 16);
        long offset = 0;
        for (Array array : parts) {
            if (!array.spec().equals(part)) {
                throw new IllegalArgumentException("stack: " + part + " and " + array.spec() + " differ");
            }
            MemorySegment.copy(array.data, 0, target, offset, part.bytes());
            offset += part.bytes();
        }
        return of(all, target);
    }

    private boolean distinctAxes(List<Integer> axes) {
        return Set.copyOf(axes).size() == axes.size()
                && axes.stream().allMatch(axis -> axis >= 0 && axis < shape().rank());
    }

    private Array gather(Shape shape, long[] strides, long offset, SegmentAllocator memory) {
        TensorSpec result = spec.withShape(shape);
        MemorySegment target = memory.allocate(result.bytes(), 16);
        Strided.copy(data, offset, strides, shape, dtype().bytes(), target);
        return of(result, target);
    }

    /**
     * A copy on the heap, for arrays that must outlive their buffer's arena.
     *
     * @return the copy
     * @throws IllegalArgumentException if there are more than 2^31 bytes
     */
    public Array toHeap() {
        if (data.byteSize() > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("toHeap: " + spec + " has " + data.byteSize()
                    + " bytes, more than a Java array holds");
        }
        return new Array(spec, MemorySegment.ofArray(data.toArray(ValueLayout.JAVA_BYTE)).asReadOnly());
    }

    @Override
    public String toString() { return spec.toString(); }
}
