package org.dovetail.core.internal.prim;

import java.util.List;
import java.util.Locale;
import org.dovetail.core.DType;
import org.dovetail.core.DType.Kind;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.jspecify.annotations.Nullable;

/** How many bits of an integer are such. */
public enum BitCount implements Elementwise {
    /** Those that are set. */
    POPULATION_COUNT,
    /** Those above the highest that is set. */
    COUNT_LEADING_ZEROS;

    @Override
    public DType result(List<TensorSpec> operands) {
        DType dtype = operands.getFirst().dtype();
        if (dtype.kind() != Kind.SIGNED && dtype.kind() != Kind.UNSIGNED) {
            throw refuse("integers are expected", operands);
        }
        return dtype;
    }

    /** The count, of an element of a dtype. */
    public long count(DType dtype, long element) {
        int width = dtype.bytes() * Byte.SIZE;
        long bits = element << Long.SIZE - width >>> Long.SIZE - width;
        return switch (this) {
            case POPULATION_COUNT -> Long.bitCount(bits);
            case COUNT_LEADING_ZEROS -> Long.numberOfLeadingZeros(bits) - (Long.SIZE - width);
        };
    }

    @Override
    public @Nullable Tensor tangent(Tensor result, List<Tensor> primals, List<@Nullable Tensor> tangents) {
        return null;
    }

    @Override
    public List<@Nullable Tensor> transposeResult(Tensor cotangent, List<Operand> operands) { throw notLinear(); }

    @Override
    public String toString() { return name().toLowerCase(Locale.ROOT); }
}
