package org.dovetail.core.internal.backend.nd4j;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.Consumer;
import org.dovetail.core.Array;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The way in and out for users of ND4J; numbers are copied only where their layout asks for it. */
public final class Nd4jArrays {
    private Nd4jArrays() {}

    /**
     * The numbers of an INDArray.
     *
     * <p>
     * An INDArray in C order without gaps shares its memory with the result, which keeps it: it must be neither written to nor closed from then on. Of other layouts, and of arrays in
     * a workspace, which reuses its memory, the numbers are copied.
     *
     * @param array the INDArray
     * @return the same numbers
     * @throws IllegalArgumentException if it holds no numbers, but strings
     */
    public static Array of(INDArray array) {
        Shape shape = new Shape(Arrays.stream(array.shape()).mapToObj(Math::toIntExact).toList());
        TensorSpec spec = new TensorSpec(DataTypes.of(array.dataType()), shape);
        if (spec.bytes() == 0) {
            return Array.filled(spec, _ -> {});
        }
        return Array.of(spec, memory(isPlain(array, shape) ? array : array.detach().dup('c'), spec.bytes()));
    }

    private static boolean isPlain(INDArray array, Shape shape) {
        return !array.isAttached()
                && Arrays.equals(array.stride(), new Window(MemorySegment.NULL, array.dataType(), shape).strides());
    }

    /** The array's memory: its arena is reachable while the memory is, and holds the array. */
    @SuppressWarnings("restricted")
    private static MemorySegment memory(INDArray array, long bytes) {
        return MemorySegment.ofAddress(address(array)).reinterpret(bytes, Arena.ofAuto(), new Kept(array));
    }

    /** A buffer's address is where its memory starts; the offset of a view counts from there. */
    private static long address(INDArray array) {
        return array.data().address() + array.offset() * array.dataType().width();
    }

    /** Arenas keep what they call at their end; there is nothing to free, but an array to hold. */
    private record Kept(INDArray array) implements Consumer<MemorySegment> {
        @Override
        public void accept(MemorySegment memory) {}
    }

    /**
     * The numbers as an INDArray in C order.
     *
     * <p>
     * Native memory is shared with the result, which keeps it and must not be written to: arrays are immutable. Small results lie in the heap, where ND4J cannot read them, and are
     * copied.
     *
     * @param array the array
     * @return the same numbers
     * @throws IllegalArgumentException if ND4J has no such dtype
     */
    public static INDArray toIndArray(Array array) {
        DataType type = DataTypes.of(array.dtype());
        long[] extents = Window.extents(array.shape());
        long count = array.shape().size();
        if (count == 0) {
            return Nd4j.create(type, extents);
        }
        array.buffer().share();
        MemorySegment data = array.data();
        if (!Window.isAddressable(data, array.dtype())) {
            INDArray copy = Nd4j.createUninitialized(type, extents);
            memory(copy, data.byteSize()).copyFrom(data);
            return copy;
        }
        long[] strides = new Window(data, type, array.shape()).strides();
        return Nd4j.create(Nd4j.createBuffer(Address.keeping(data, count), count, type), extents, strides, 0, 'c',
                type);
    }
}
