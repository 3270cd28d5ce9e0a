package org.dovetail.core.internal.backend.nd4j;

import java.lang.foreign.MemorySegment;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Native memory as ND4J sees it: its arrays are windows on the memory, which they neither own nor keep.
 *
 * @param data elements in C order
 * @param type as what ND4J sees them
 * @param shape the extents
 */
record Window(MemorySegment data, DataType type, Shape shape) {
    /** Whether ND4J can read elements where they are. */
    static boolean isAddressable(MemorySegment data, DType dtype) {
        return data.isNative() && data.address() % dtype.bytes() == 0;
    }

    /** All elements. */
    INDArray array() { return view(extents(shape), strides(), 0); }

    /** Some of the elements, by strides and an offset that count elements. */
    INDArray view(long[] extents, long[] strides, long offset) {
        Address start = new Address(data.address() + offset * type.width(), shape.size() - offset);
        return Nd4j.create(Nd4j.createBuffer(start, shape.size() - offset, type), extents, strides, 0, 'c', type);
    }

    /** The distance between neighbours along each axis. */
    long[] strides() {
        long[] strides = new long[shape.rank()];
        long stride = 1;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= shape.extent(axis);
        }
        return strides;
    }

    static long[] extents(Shape shape) { return shape.extents().stream().mapToLong(extent -> extent).toArray(); }
}
