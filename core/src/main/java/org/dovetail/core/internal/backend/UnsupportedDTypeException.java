package org.dovetail.core.internal.backend;

import java.util.List;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.TensorSpec;
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
        this(backend, operands.stream().map(Array::spec).toList(), primitive);
    }

    private UnsupportedDTypeException(String backend, List<TensorSpec> operands, Primitive primitive) {
        super(primitive + ": the backend '" + backend + "' does not compute on " + operands + "; " + advice(operands));
    }

    private static String advice(List<TensorSpec> operands) {
        return operands.stream().anyMatch(operand -> operand.dtype().kind() == DType.Kind.COMPLEX)
                ? "complex numbers are stored, moved and cast alone: compute their real and imaginary parts as two tensors"
                : "cast to float32 or int32 first";
    }

    /**
     * The failure, before there are numbers.
     *
     * @param backend the backend's name
     * @param primitive the primitive
     * @param operands dtype and shape of its operands
     * @return the failure
     */
    public static UnsupportedDTypeException on(String backend, Primitive primitive, List<TensorSpec> operands) {
        return new UnsupportedDTypeException(backend, operands, primitive);
    }
}
