package org.dovetail.core.internal.prim;

import java.util.List;
import java.util.Locale;
import org.dovetail.core.DType;
import org.dovetail.core.DType.Kind;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.jspecify.annotations.Nullable;

/** Functions of one or two floats of which processors have none, and which are made of others. */
public enum Special implements Elementwise {
    TAN(1), ASIN(1), ACOS(1), ATAN(1), SINH(1), COSH(1), ASINH(1), ACOSH(1), ATANH(1), EXP2(1), CBRT(1), ERFC(1),
    LGAMMA(
            1),
    DIGAMMA(1),
    /** The angle with the first axis, of a point whose second coordinate comes first. */
    ATAN2(2),
    /** log(exp x + exp y). */
    LOG_ADD_EXP(2),
    /** The derivative of digamma, whose order is the first operand. */
    POLYGAMMA(2),
    /** The next float after the first operand on the way to the second. */
    NEXT_AFTER(2);

    private final int arity;

    Special(int arity) { this.arity = arity; }

    @Override
    public DType result(List<TensorSpec> operands) {
        DType dtype = operands.getFirst().dtype();
        if (operands.size() != arity || dtype.kind() != Kind.FLOAT
                || operands.stream().anyMatch(operand -> operand.dtype() != dtype)) {
            throw refuse((arity == 1 ? "one float is" : "two floats of one dtype are") + " expected; cast first",
                    operands);
        }
        if (this == NEXT_AFTER && dtype.bytes() < 4) {
            throw refuse("float32 or float64 is expected; cast first", operands);
        }
        return dtype;
    }

    @Override
    public @Nullable Tensor tangent(Tensor y, List<Tensor> primals, List<@Nullable Tensor> tangents) {
        return arity == 1 ? ofOne(y, primals.getFirst(), tangents.getFirst()) : ofTwo(y, primals, tangents);
    }

    private @Nullable Tensor ofOne(Tensor y, Tensor x, @Nullable Tensor dx) {
        if (dx == null) {
            return null;
        }
        return switch (this) {
            case TAN -> dx.mul(y.pow(2).add(1)); // d(tan x) = (1 + tan² x) dx
            case ASIN -> dx.mul(rsqrt(x.pow(2).neg().add(1))); // d(asin x) = dx / √(1 - x²)
            case ACOS -> dx.mul(rsqrt(x.pow(2).neg().add(1)).neg()); // d(acos x) = -dx / √(1 - x²)
            case ATAN -> dx.div(x.pow(2).add(1)); // d(atan x) = dx / (1 + x²)
            case SINH -> dx.mul(COSH.of(x)); // d(sinh x) = cosh x dx
            case COSH -> dx.mul(SINH.of(x)); // d(cosh x) = sinh x dx
            case ASINH -> dx.mul(rsqrt(x.pow(2).add(1))); // d(asinh x) = dx / √(x² + 1)
            case ACOSH -> dx.mul(rsqrt(x.pow(2).sub(1))); // d(acosh x) = dx / √(x² - 1)
            case ATANH -> Ops.like(x, 1).div(x.add(1)).mul(dx.div(x.neg().add(1))); // dx / (1 + x) (1 - x)
            case EXP2 -> dx.mul(y).mul(Ops.like(x, 2).log()); // d(2^x) = log 2 2^x dx
            case CBRT -> dx.mul(y.pow(-2).mul(1.0 / 3)); // d(x^⅓) = ⅓ x^-⅔ dx
            case ERFC -> dx.mul(x.pow(2).neg().exp()).mul(-2 / Math.sqrt(Math.PI)); // -2/√π exp(-x²) dx
            case LGAMMA -> dx.mul(DIGAMMA.of(x)); // d(log Γ x) = ψ x dx
            case DIGAMMA -> dx.mul(POLYGAMMA.of(Ops.like(x, 1), x)); // d(ψ x) = ψ' x dx
            case ATAN2, LOG_ADD_EXP, POLYGAMMA, NEXT_AFTER ->
                throw new IllegalStateException(this + " has two operands");
        };
    }

    private @Nullable Tensor ofTwo(Tensor z, List<Tensor> primals, List<@Nullable Tensor> tangents) {
        Tensor x = primals.get(0);
        Tensor y = primals.get(1);
        Tensor dx = tangents.get(0);
        Tensor dy = tangents.get(1);
        return switch (this) {
            case ATAN2 -> { // (y dx - x dy) / (x² + y²)
                Tensor square = x.pow(2).add(y.pow(2));
                yield Nullables.sum(dx == null ? null : dx.mul(y.div(square)),
                        dy == null ? null : dy.mul(x.neg().div(square)));
            }
            case LOG_ADD_EXP -> // exp(x - z) dx + exp(y - z) dy
                Nullables.sum(dx == null ? null : dx.mul(finite(x).sub(finite(z)).exp()),
                        dy == null ? null : dy.mul(finite(y).sub(finite(z)).exp()));
            case POLYGAMMA -> {
                if (dx != null) {
                    throw new IllegalArgumentException(
                            "polygamma: there is no derivative with respect to the order; stop it with stopGradient");
                }
                yield dy == null ? null : dy.mul(POLYGAMMA.of(x.add(1), y)); // d(ψ⁽ⁿ⁾ y) = ψ⁽ⁿ⁺¹⁾ y dy
            }
            case NEXT_AFTER -> null;
            case TAN, ASIN, ACOS, ATAN, SINH, COSH, ASINH, ACOSH, ATANH, EXP2, CBRT, ERFC, LGAMMA, DIGAMMA ->
                throw new IllegalStateException(this + " has one operand");
        };
    }

    private static Tensor rsqrt(Tensor x) { return Unary.RSQRT.of(x); }

    /** Zero instead of infinity, so that the difference of two equal infinities is zero. */
    private static Tensor finite(Tensor x) {
        return Ops.select(x.eq(Double.POSITIVE_INFINITY), Ops.like(x, 0), x);
    }

    @Override
    public List<@Nullable Tensor> transposeResult(Tensor cotangent, List<Operand> operands) { throw notLinear(); }

    @Override
    public String toString() { return name().toLowerCase(Locale.ROOT); }
}
