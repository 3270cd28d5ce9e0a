package org.dovetail.core.internal.prim;

import java.util.List;
import org.dovetail.core.DType;
import org.dovetail.core.DType.Kind;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.jspecify.annotations.Nullable;

/** The power of a whole number, by squaring, so that integers stay integers: {@code jax.lax.integer_pow}. */
public record IntegerPow(int exponent) implements Elementwise {
    @Override
    public DType result(List<TensorSpec> operands) {
        DType dtype = operands.getFirst().dtype();
        if (dtype.kind() == Kind.BOOL) {
            throw refuse("numbers are expected", operands);
        }
        if (exponent < 0 && dtype.kind() != Kind.FLOAT && dtype.kind() != Kind.COMPLEX) {
            throw new IllegalArgumentException("pow: integers have no negative powers; got "
                    + operands.getFirst() + " to the " + exponent + ". Cast with cast(DType.FLOAT32)");
        }
        return dtype;
    }

    @Override
    public @Nullable Tensor tangent(Tensor result, List<Tensor> primals, List<@Nullable Tensor> tangents) {
        Tensor x = primals.getFirst();
        Tensor dx = tangents.getFirst();
        if (dx == null || exponent == 0) {
            return null;
        }
        return switch (exponent) { // d(x^n) = n x^(n-1) dx
            case 1 -> dx;
            case 2 -> dx.mul(Ops.like(x, 2).mul(x));
            default -> dx.mul(Ops.like(x, exponent).mul(new IntegerPow(exponent - 1).of(x)));
        };
    }

    @Override
    public List<@Nullable Tensor> transposeResult(Tensor cotangent, List<Operand> operands) {
        if (exponent != 1) {
            throw notLinear();
        }
        return List.of(cotangent);
    }

    @Override
    public String toString() { return "integer_pow[" + exponent + "]"; }
}
