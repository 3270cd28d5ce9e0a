package org.dovetail.bridge.format.pickle;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A NumPy array, or a JAX array, which is one in a pickle. */
public final class PyArray implements PyValue {
    /** What an array is made of. */
    sealed interface Data permits Numbers, Objects {}

    /**
     * Elements of a fixed size.
     *
     * @param bytes all of them
     */
    record Numbers(PyBytes bytes) implements Data {}

    /**
     * Python objects.
     *
     * @param items the objects, in C order
     */
    record Objects(List<PyValue> items) implements Data {}

    private static final int STATE = 5;
    private static final int MAX_RANK = 64;

    private @Nullable PyDType dtype;
    private List<Long> shape = List.of();
    private List<Integer> axes = List.of();
    private boolean fortran;
    private @Nullable Data data;

    PyArray() {}

    /** An array in C order. */
    static PyArray of(PyValue dtype, PyValue shape, PyValue data) throws PickleException {
        PyArray array = new PyArray();
        array.set(dtype, shape, data);
        return array;
    }

    /** Whether it has its dtype, shape and data. */
    boolean isBuilt() { return data != null; }

    /** Takes the state that NumPy gives an array: version, shape, dtype, order, data. */
    void build(List<PyValue> state) throws PickleException {
        if (isBuilt()) {
            throw new PickleException("the pickle is damaged: an array is given its data twice");
        }
        if (state.size() != STATE) {
            throw damaged();
        }
        set(state.get(2), state.get(1), state.get(4));
        fortran = switch (state.get(3)) {
            case Constant c when c != Constant.NONE -> c == Constant.TRUE;
            case Int(long flag) -> flag != 0;
            default -> throw damaged();
        };
    }

    /** Lies in the file in the order of {@code order}, as {@code numpy._core.numeric._frombuffer} takes it. */
    void setOrder(PyValue order, PyValue axisOrder) throws PickleException {
        if (!(order instanceof PyText text)) {
            throw damaged();
        }
        if (text.is("F")) {
            fortran = true;
        } else if (text.is("K") && axisOrder != Constant.NONE) {
            axes = permutation(integers(axisOrder));
        } else if (!text.is("C")) {
            throw damaged();
        }
    }

    private void set(PyValue dtype, PyValue shape, PyValue data) throws PickleException {
        if (!(dtype instanceof PyDType type)) {
            throw damaged();
        }
        this.dtype = type;
        this.shape = integers(shape);
        this.data = switch (data) {
            case PyBytes bytes -> new Numbers(bytes);
            case PyText text when text.isPython2() -> new Numbers(text.latin1());
            case PySequence(var kind, var items) when kind == PySequence.Kind.LIST -> new Objects(items);
            default -> throw damaged();
        };
    }

    private static List<Long> integers(PyValue tuple) throws PickleException {
        if (!(tuple instanceof PySequence(var _, var items)) || items.size() > MAX_RANK) {
            throw damaged();
        }
        List<Long> integers = new ArrayList<>();
        for (PyValue item : items) {
            if (!(item instanceof Int(long value))) {
                throw damaged();
            }
            integers.add(value);
        }
        return integers;
    }

    private List<Integer> permutation(List<Long> order) throws PickleException {
        List<Integer> sorted = IntStream.range(0, shape.size()).boxed().toList();
        if (!order.stream().sorted().toList().equals(sorted.stream().map(Integer::longValue).toList())) {
            throw damaged();
        }
        return order.stream().map(Long::intValue).toList();
    }

    private static PickleException damaged() {
        return new PickleException("the pickle is damaged: an array has a state that NumPy does not write");
    }

    /**
     * The type of the elements.
     *
     * @return the dtype
     * @throws PickleException if the array was never given its data
     */
    public PyDType dtype() throws PickleException {
        if (dtype == null) {
            throw new PickleException("the pickle is damaged: an array has no data");
        }
        return dtype;
    }

    /**
     * The extents in the file, before {@link #axes} are moved.
     *
     * @return the shape, not checked against the data
     */
    public List<Long> shape() { return shape; }

    /**
     * Where each axis of the array is in the file.
     *
     * @return for each axis its number in {@link #shape}; empty when they are in order
     */
    public List<Integer> axes() { return axes; }

    /**
     * Whether the first axis varies fastest.
     *
     * @return false for C order
     */
    public boolean isFortran() { return fortran; }

    /**
     * The elements' bytes.
     *
     * @return the bytes, not checked against the shape
     * @throws PickleException if there are none
     */
    public PyBytes bytes() throws PickleException {
        if (data instanceof Numbers(PyBytes bytes)) {
            return bytes;
        }
        throw damaged();
    }

    /**
     * The elements, when they are Python objects.
     *
     * @return the objects in C order, not checked against the shape
     * @throws PickleException if they are not
     */
    public List<PyValue> objects() throws PickleException {
        if (data instanceof Objects(var items)) {
            return items;
        }
        throw damaged();
    }
}
