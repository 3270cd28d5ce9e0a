package org.dovetail.core;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongToDoubleFunction;
import java.util.function.LongUnaryOperator;
import org.dovetail.core.internal.memory.Buffer;
import org.dovetail.core.internal.prim.Ops;

/**
 * Concrete numbers in a buffer: elements in C order, little-endian, without gaps.
 *
 * <p>
 * The buffer may be heap memory, native memory or a mapped file; no operation writes to it, and it lives as long as its arena. Methods that take an allocator make new
 * numbers there at once, outside of all transformations.
 */
public final class Array implements Tensor {
    private final TensorSpec spec;
    private final Buffer buffer;

    private Array(TensorSpec spec, Buffer buffer) {
        this.spec = spec;
        this.buffer = buffer;
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
        return new Array(spec, Buffer.ofForeign(data));
    }

    /**
     * The numbers in a buffer of the machine's own, for backends.
     *
     * @param spec dtype and shape
     * @param buffer the elements; not copied
     * @return the array
     */
    public static Array of(TensorSpec spec, Buffer buffer) { return new Array(spec, buffer); }

    /**
     * An array whose elements a function writes.
     *
     * @param spec dtype and shape
     * @param filling writes the elements, in C order
     * @return the array
     */
    public static Array filled(TensorSpec spec, Consumer<MemorySegment> filling) {
        Buffer buffer = Buffer.allocate(spec.bytes());
        filling.accept(buffer.write());
        return new Array(spec, buffer);
    }

    /**
     * An array whose elements a function gives as doubles, as {@code numpy.fromfunction}.
     *
     * @param spec dtype and shape
     * @param element takes the number of an element in C order; what it gives is rounded as a cast rounds
     * @return the array
     */
    public static Array ofDoubles(TensorSpec spec, LongToDoubleFunction element) {
        return filled(spec, data -> {
            for (long i = 0; i < spec.shape().size(); i++) {
                Elements.writeDouble(spec.dtype(), data, i, element.applyAsDouble(i));
            }
        });
    }

    /**
     * An array whose elements a function gives as longs, as {@code numpy.fromfunction}.
     *
     * @param spec dtype and shape
     * @param element takes the number of an element in C order; what it gives wraps in a narrower integer, and is true unless 0
     * @return the array
     */
    public static Array ofLongs(TensorSpec spec, LongUnaryOperator element) {
        return filled(spec, data -> {
            for (long i = 0; i < spec.shape().size(); i++) {
                Elements.writeLong(spec.dtype(), data, i, element.applyAsLong(i));
            }
        });
    }

    /**
     * A scalar.
     *
     * @param dtype its type
     * @param value its value, rounded as a cast rounds
     * @return the array
     */
    public static Array scalar(DType dtype, double value) {
        return filled(TensorSpec.of(dtype), data -> Elements.writeDouble(dtype, data, 0, value));
    }

    /**
     * A float32 array.
     *
     * @param shape the extents
     * @param values the elements in C order
     * @return the array
     */
    public static Array ofFloats(Shape shape, float... values) {
        checkCount(shape, values.length);
        return filled(new TensorSpec(DType.FLOAT32, shape),
                data -> MemorySegment.copy(values, 0, data, Elements.FLOAT, 0, values.length));
    }

    /**
     * An int32 array.
     *
     * @param shape the extents
     * @param values the elements in C order
     * @return the array
     */
    public static Array ofInts(Shape shape, int... values) {
        checkCount(shape, values.length);
        return filled(new TensorSpec(DType.INT32, shape),
                data -> MemorySegment.copy(values, 0, data, Elements.INT, 0, values.length));
    }

    /**
     * A uint32 array.
     *
     * @param shape the extents
     * @param values the elements' bits in C order
     * @return the array
     */
    public static Array ofUnsigned(Shape shape, int... values) {
        checkCount(shape, values.length);
        return filled(new TensorSpec(DType.UINT32, shape),
                data -> MemorySegment.copy(values, 0, data, Elements.INT, 0, values.length));
    }

    private static void checkCount(Shape shape, int count) {
        if (shape.size() != count) {
            throw new IllegalArgumentException(
                    "array: " + shape + " has " + shape.size() + " elements; got " + count + " values");
        }
    }

    /**
     * Dtype and shape.
     *
     * @return the spec
     */
    @Override
    public TensorSpec spec() { return spec; }

    /**
     * The elements' bytes, read-only.
     *
     * @return the buffer
     * @throws IllegalStateException if the array was donated to a call
     */
    public MemorySegment data() { return buffer.read(); }

    /**
     * The memory of the elements, for backends.
     *
     * @return the buffer
     */
    public Buffer buffer() { return buffer; }

    /**
     * Gives the array to a call: whoever uses it afterwards is told so.
     *
     * @param call the call's name
     */
    public void donate(String call) { buffer.donate(call); }

    /**
     * One element as a double; the real part of a complex one.
     *
     * @param index its number in C order
     * @return the value; integers beyond 2^53 are rounded
     */
    public double doubleAt(long index) { return Elements.readDouble(dtype(), data(), index); }

    /**
     * One element as a long.
     *
     * @param index its number in C order
     * @return the value; floats are cut towards zero, uint64 wraps
     */
    public long longAt(long index) { return Elements.readLong(dtype(), data(), index); }

    /**
     * Whether dtype, shape and every bit are equal, NaNs and signs of zeros included.
     *
     * @param other another array
     * @return true when they are
     */
    public boolean bitEquals(Array other) { return spec.equals(other.spec) && data().mismatch(other.data()) < 0; }

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
        Elements.cast(dtype(), data(), to, target, shape().size());
        return of(result, target);
    }

    /**
     * The same elements under another shape, as {@code numpy.reshape}; shares the buffer.
     *
     * @param shape the new extents
     * @return the view
     * @throws IllegalArgumentException if the number of elements differs
     */
    @Override
    public Array reshape(Shape shape) {
        if (shape.size() != shape().size()) {
            throw new IllegalArgumentException(
                    "reshape: " + spec + " has " + shape().size() + " elements, " + shape + " has " + shape.size()
                            + ". " + Ops.RESHAPE_REMEDY);
        }
        return new Array(spec.withShape(shape), buffer);
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
        return ArrayView.of(this).permute(axes).copy(memory);
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
        return ArrayView.of(this).flip(axes).copy(memory);
    }

    /**
     * One element along the first axis, as {@code x[index]}; shares the buffer.
     *
     * @param index its number; negative ones count from the end
     * @return the view
     * @throws IllegalArgumentException if there is no such element
     */
    @Override
    public Array at(int index) {
        int counted = Ops.index(spec, index);
        TensorSpec part = spec.withShape(shape().withoutFirst());
        return of(part, buffer.lend(part.bytes() * counted, part.bytes()));
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
            MemorySegment.copy(array.data(), 0, target, offset, part.bytes());
            offset += part.bytes();
        }
        return of(all, target);
    }

    /**
     * A copy on the heap, for arrays that must outlive their buffer's arena.
     *
     * @return the copy
     * @throws IllegalArgumentException if there are more than 2^31 bytes
     */
    public Array toHeap() {
        if (data().byteSize() > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("toHeap: " + spec + " has " + data().byteSize()
                    + " bytes, more than a Java array holds");
        }
        return of(spec, MemorySegment.ofArray(data().toArray(ValueLayout.JAVA_BYTE)));
    }

    /**
     * The elements as floats.
     *
     * @return the elements in C order, rounded to float32
     */
    @Override
    public float[] toFloats() {
        float[] values = new float[Math.toIntExact(shape().size())];
        MemorySegment data = data();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Elements.readDouble(dtype(), data, i);
        }
        return values;
    }

    /** An element as graphs print it. */
    String text(long index) {
        return switch (dtype().kind()) {
            case BOOL -> longAt(index) != 0 ? "true" : "false";
            case SIGNED -> Long.toString(longAt(index));
            case UNSIGNED -> Long.toUnsignedString(longAt(index));
            case FLOAT ->
                dtype().bytes() == 8 ? Double.toString(doubleAt(index)) : Float.toString((float) doubleAt(index));
            case COMPLEX -> {
                double imaginary = Elements.readDouble(dtype().part(), data(), 2 * index + 1);
                String sign = Math.copySign(1, imaginary) < 0 ? "" : "+";
                yield "(" + doubleAt(index) + sign + imaginary + "j)";
            }
        };
    }

    /**
     * A scalar as graphs print it: {@code 0.5:f32[]}.
     *
     * @return the text
     */
    public String literal() { return text(0) + ":" + spec; }

    @Override
    public String toString() { return spec.toString(); }
}
