package org.dovetail.bridge.format.pickle;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * What joblib writes before the bytes of an array.
 *
 * <p>
 * The bytes follow the instruction that gives the wrapper its attributes. Since joblib 1.2 a byte stands before them that counts those after it which bring the array to a
 * multiple of 16.
 *
 * @param dtype the type of the elements
 * @param shape the extents
 * @param order {@code C} or {@code F}
 * @param padded whether that byte is there
 */
record JoblibArray(PyDType dtype, PySequence shape, PyText order, boolean padded) {
    static JoblibArray of(PyObject wrapper) throws PickleException {
        boolean padded = wrapper.attribute(List.of("numpy_array_alignment_bytes"))
                .filter(alignment -> alignment != PyValue.Constant.NONE).isPresent();
        if (attribute(wrapper, "subclass") instanceof Global subclass && subclass.role() == Global.Role.NDARRAY
                && attribute(wrapper, "dtype") instanceof PyDType dtype
                && attribute(wrapper, "shape") instanceof PySequence shape
                && attribute(wrapper, "order") instanceof PyText order) {
            return new JoblibArray(dtype, shape, order, padded);
        }
        throw new PickleException("the pickle is damaged: an array has attributes that joblib does not write");
    }

    private static PyValue attribute(PyObject wrapper, String name) {
        return wrapper.attribute(List.of(name)).orElse(PyValue.Constant.NONE);
    }

    /** The array, whose bytes are the next. */
    PyArray read(PickleBytes in) throws PickleException {
        if (padded) {
            int padding = in.outsideFrames(1).get(ValueLayout.JAVA_BYTE, 0) & 0xff;
            in.outsideFrames(padding);
        }
        MemorySegment bytes = in.outsideFrames(size(in));
        PyArray array = PyArray.of(dtype, shape, PyBytes.of(bytes));
        array.setOrder(order, PyValue.Constant.NONE);
        return array;
    }

    private long size(PickleBytes in) throws PickleException {
        long size = dtype.elementBytes();
        for (PyValue item : shape.items()) {
            if (!(item instanceof PyValue.Int(long extent)) || extent < 0 || Math.multiplyHigh(size, extent) != 0
                    || size * extent < 0) {
                throw in.error("an array has a shape that no file has the bytes for");
            }
            size *= extent;
        }
        return size;
    }
}
