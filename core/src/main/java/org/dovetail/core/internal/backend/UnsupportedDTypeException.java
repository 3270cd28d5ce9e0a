package org.dovetail.core.internal.backend;

import java.util.List;
import org.dovetail.core.Array;
import org.dovetail.core.internal.prim.Primitive;

/** A primitive on a dtype that a backend does not compute. */
public final class UnsupportedDTypeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    /**
     * The failure.
     *
     * @param backend the backend's name
     * @param primitive the primitive
     * @param operands its operands
     */
    public UnsupportedDTypeException(String backend, Primitive primitive, List<Array> operands) {
        super(primitive + ": the backend '" + backend + "' does not compute on "
                + operands.stream().map(Array::spec).toList()
                + "; cast to float32 or int32 first");
    }
}
