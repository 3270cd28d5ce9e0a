package org.dovetail.bridge.format.pickle;

/**
 * A class or function that a pickle names.
 *
 * @param module the module
 * @param name its name there
 * @param role what stands for it here
 */
public record Global(String module, String name, Role role) implements PyValue {
    /** What a class or function does when a pickle is read; none of them is ever run. */
    public enum Role {
        /** Makes an empty NumPy array that is given its state afterwards. */
        RECONSTRUCT,
        /** Makes an array without axes from a dtype and bytes. */
        SCALAR,
        /** Makes an array of a buffer. */
        FROM_BUFFER,
        /** The class of NumPy's arrays. */
        NDARRAY,
        /** The class of NumPy's dtypes. */
        DTYPE,
        /** A type of elements that ml_dtypes adds to NumPy. */
        ELEMENT_TYPE,
        /** Makes an array from the parts of a NumPy array, as JAX and dill do. */
        ARRAY,
        /** Makes a class of NamedTuples from its name and its fields, as dill does. */
        NAMED_TUPLE,
        /** What joblib puts in the place of an array, whose bytes follow in the file. */
        JOBLIB_ARRAY,
        /** Makes a JAX constant from a NumPy array. */
        JAX_CONSTANT,
        /** Turns the text that stands for bytes into bytes. */
        ENCODE,
        /** A mapping made from a dict. */
        MAPPING,
        /** A dict that is filled afterwards. */
        DICT,
        /** A dict with a default. */
        DEFAULT_DICT,
        /** A class of plain values. */
        PLAIN,
        /** A set, or a frozen set. */
        SET,
        /** Bytes. */
        BYTES,
        /** Makes an object of a class, as protocols below 2 do. */
        RECONSTRUCTOR,
        /** Makes an object of a class by its {@code __new__}. */
        NEW_OBJECT,
        /** The class of JAX's typed random keys. */
        KEY_ARRAY,
        /** What JAX knows of a kind of random keys. */
        KEY_KIND,
        /** A function of a kind of random keys. */
        KEY_FUNCTION,
        /** An NNX State. */
        STATE,
        /** An NNX State by paths. */
        FLAT_STATE,
        /** What NNX remembers about the trace in which something was made. */
        TRACE_STATE,
        /** A Variable in an NNX State, in older versions of Flax. */
        VARIABLE_STATE,
        /** A part of every NNX module, and of nothing else. */
        MODULE_STATE,
        /** Any other class: data only, as a NamedTuple or an NNX Variable. */
        STUB
    }

    /**
     * The class's own name, without those that it is nested in.
     *
     * @return the name
     */
    public String simpleName() { return name.substring(name.lastIndexOf('.') + 1); }

    @Override
    public String toString() { return module + "." + name; }
}
