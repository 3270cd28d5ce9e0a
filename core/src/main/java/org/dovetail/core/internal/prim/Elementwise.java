package org.dovetail.core.internal.prim;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.dovetail.core.DType;
import org.dovetail.core.DType.Kind;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.jspecify.annotations.Nullable;

/** Operations on elements at equal places: all operands have one shape, which is the result's. */
public sealed interface Elementwise extends Simple
        permits Elementwise.Unary, Elementwise.Binary, Elementwise.Ternary, Elementwise.Compare, Elementwise.Cast,
        Elementwise.Bitcast, Special, IntegerPow, BitCount {
    /** The dtype of the result on operands of some dtypes, all checked. */
    DType result(List<TensorSpec> operands);

    @Override
    default TensorSpec inferResult(List<TensorSpec> operands) {
        Shape shape = operands.getFirst().shape();
        for (TensorSpec operand : operands) {
            if (!operand.shape().equals(shape)) {
                throw refuse("operands of one shape are expected", operands);
            }
        }
        return new TensorSpec(result(operands), shape);
    }

    @Override
    default Tensor batchResult(int size, List<Tensor> operands, List<Boolean> batched) {
        List<Tensor> aligned = new ArrayList<>(operands.size());
        for (int i = 0; i < operands.size(); i++) {
            aligned.add(Batching.batched(operands.get(i), size, batched.get(i)));
        }
        return of(aligned);
    }

    private static String lower(Enum<?> op) { return op.name().toLowerCase(Locale.ROOT); }

    private static DType require(Simple op, List<TensorSpec> operands, Predicate<DType> allowed, String expected) {
        DType dtype = operands.getFirst().dtype();
        for (TensorSpec operand : operands) {
            if (operand.dtype() != dtype) {
                throw op.refuse("operands of one dtype are expected", operands);
            }
        }
        if (!allowed.test(dtype)) {
            throw op.refuse(expected, operands);
        }
        return dtype;
    }

    private static boolean isFloat(DType dtype) { return dtype.kind() == Kind.FLOAT; }

    private static boolean isNumber(DType dtype) { return dtype.kind() != Kind.BOOL; }

    private static boolean isBits(DType dtype) {
        return dtype.kind() == Kind.BOOL || dtype.kind() == Kind.SIGNED || dtype.kind() == Kind.UNSIGNED;
    }

    private static @Nullable Tensor times(@Nullable Tensor tangent, Tensor factor) {
        return tangent == null ? null : tangent.mul(factor);
    }

    /** Functions of one operand. */
    enum Unary implements Elementwise {
        NEG, ABS, SIGN, EXP, EXPM1, LOG, LOG1P, TANH, LOGISTIC, SQRT, RSQRT, SIN, COS, ERF, ERF_INV, FLOOR, CEIL, ROUND,
        /** Bit by bit; of truth values the negation. */
        NOT, IS_FINITE,
        /** The value itself, with a derivative of zero. */
        STOP_GRADIENT;

        @Override
        public DType result(List<TensorSpec> operands) {
            return switch (this) {
                case NEG, ABS, SIGN -> require(this, operands, Elementwise::isNumber, "a number is expected");
                case NOT -> require(this, operands, Elementwise::isBits, "truth values or integers are expected");
                case STOP_GRADIENT -> operands.getFirst().dtype();
                case IS_FINITE -> {
                    require(this, operands, Elementwise::isFloat, "a float is expected");
                    yield DType.BOOL;
                }
                default -> require(this, operands, Elementwise::isFloat, "a float is expected; cast first");
            };
        }

        @Override
        public @Nullable Tensor tangent(Tensor y, List<Tensor> primals, List<@Nullable Tensor> tangents) {
            Tensor x = primals.getFirst();
            Tensor dx = tangents.getFirst();
            if (dx == null) {
                return null;
            }
            return switch (this) {
                case NEG -> dx.neg(); // d(-x) = -dx
                case ABS -> Ops.select(x.ge(0), dx, dx.neg()); // d|x| = ±dx
                case EXP -> dx.mul(y); // d(exp x) = exp x dx
                case EXPM1 -> dx.mul(y.add(1)); // d(exp x - 1) = exp x dx
                case LOG -> dx.div(x); // d(log x) = dx / x
                case LOG1P -> dx.div(x.add(1)); // d(log(1 + x)) = dx / (1 + x)
                case TANH -> dx.add(dx.mul(y)).mul(y.neg().add(1)); // d(tanh x) = (1 + tanh x) (1 - tanh x) dx
                case LOGISTIC -> dx.mul(y.mul(y.neg().add(1))); // d(σ x) = σ x (1 - σ x) dx
                case SQRT -> dx.mul(Ops.like(y, 0.5).div(y)); // d(√x) = dx / 2√x
                case RSQRT -> dx.mul(y.div(x).mul(-0.5)); // d(x^-½) = -½ x^-½ / x dx
                case SIN -> dx.mul(x.cos()); // d(sin x) = cos x dx
                case COS -> dx.mul(x.sin()).neg(); // d(cos x) = -sin x dx
                case ERF -> dx.mul(x.mul(x).neg().exp()).mul(2 / Math.sqrt(Math.PI)); // d(erf x) = 2/√π exp(-x²) dx
                case ERF_INV -> dx.mul(y.mul(y).exp()).mul(Math.sqrt(Math.PI) / 2); // d(erf⁻¹ x) = √π/2 exp(y²) dx
                case SIGN, FLOOR, CEIL, ROUND, NOT, IS_FINITE, STOP_GRADIENT -> null;
            };
        }

        @Override
        public List<@Nullable Tensor> transposeResult(Tensor cotangent, List<Operand> operands) {
            return switch (this) {
                case NEG -> List.of(cotangent.neg());
                case STOP_GRADIENT -> Nullables.nulls(1); // of tangents in a rule of one's own
                default -> throw notLinear();
            };
        }

        @Override
        public String toString() { return lower(this); }
    }

    /** Functions of two operands of one dtype. */
    enum Binary implements Elementwise {
        ADD, SUB, MUL, DIV,
        /** The remainder with the sign of the dividend, as C has it. */
        REM, POW, MAX, MIN, AND, OR, XOR, SHIFT_LEFT,
        /** Fills with zeros. */
        SHIFT_RIGHT_LOGICAL,
        /** Fills with the sign. */
        SHIFT_RIGHT_ARITHMETIC;

        @Override
        public DType result(List<TensorSpec> operands) {
            return switch (this) {
                case ADD, SUB, MUL, DIV, REM -> require(this, operands, Elementwise::isNumber, "numbers are expected");
                case POW -> require(this, operands, Elementwise::isFloat, "floats are expected; cast first");
                case MAX, MIN -> require(this, operands, _ -> true, "");
                case AND, OR, XOR ->
                    require(this, operands, Elementwise::isBits, "truth values or integers are expected");
                case SHIFT_LEFT, SHIFT_RIGHT_LOGICAL, SHIFT_RIGHT_ARITHMETIC ->
                    require(this, operands, d -> isBits(d) && isNumber(d), "integers are expected");
            };
        }

        @Override
        public @Nullable Tensor tangent(Tensor z, List<Tensor> primals, List<@Nullable Tensor> tangents) {
            Tensor x = primals.get(0);
            Tensor y = primals.get(1);
            Tensor dx = tangents.get(0);
            Tensor dy = tangents.get(1);
            return switch (this) {
                case ADD -> Nullables.sum(dx, dy); // d(x + y) = dx + dy
                case SUB -> dx != null && dy != null ? dx.sub(dy) : Nullables.sum(dx, dy == null ? null : dy.neg()); // dx - dy
                case MUL -> Nullables.sum(times(dx, y), times(dy, x)); // d(x y) = y dx + x dy
                case DIV -> Nullables.sum(dx == null ? null : dx.div(y),
                        dy == null ? null : dy.neg().mul(x).mul(Ops.power(y, -2))); // d(x / y) = dx/y - x/y² dy
                case REM -> Nullables.sum(dx, dy == null
                        ? null
                        : dy.mul(x.div(y).sign().mul(x.div(y).abs().floor())).neg()); // d(x rem y) = dx - trunc(x/y) dy
                case POW -> Nullables.sum(dx == null ? null : dx.mul(y.mul(x.pow(y.sub(1)))),
                        dy == null ? null : dy.mul(logOfBase(x).mul(z))); // y x^(y-1) dx + log x x^y dy
                case MAX, MIN -> Nullables.sum(dx == null ? null : dx.mul(share(x, y, z)),
                        dy == null ? null : dy.mul(share(y, x, z))); // whoever was taken; at ties half each
                default -> null;
            };
        }

        private static Tensor logOfBase(Tensor x) { return Ops.select(x.eq(0), Ops.like(x, 1), x).log(); }

        private static Tensor share(Tensor mine, Tensor other, Tensor taken) {
            Tensor one = Ops.like(taken, 1);
            return Ops.select(mine.eq(taken), one, Ops.like(taken, 0))
                    .div(Ops.select(other.eq(taken), Ops.like(taken, 2), one));
        }

        @Override
        public List<@Nullable Tensor> transposeResult(Tensor cotangent, List<Operand> operands) {
            Operand x = operands.get(0);
            Operand y = operands.get(1);
            return switch (this) {
                case ADD -> Nullables.list(x.isLinear() ? cotangent : null, y.isLinear() ? cotangent : null);
                case SUB -> Nullables.list(x.isLinear() ? cotangent : null, y.isLinear() ? cotangent.neg() : null);
                case MUL -> x.isLinear()
                        ? Nullables.list(cotangent.mul(y.value()), null)
                        : Nullables.list(null, cotangent.mul(x.value()));
                case DIV -> Nullables.list(cotangent.div(y.value()), null);
                case REM, POW, MAX, MIN, AND, OR, XOR, SHIFT_LEFT, SHIFT_RIGHT_LOGICAL, SHIFT_RIGHT_ARITHMETIC ->
                    throw notLinear();
            };
        }

        @Override
        public String toString() { return lower(this); }
    }

    /** Functions of three operands. */
    enum Ternary implements Elementwise {
        /** The second operand where the first is true, else the third. */
        SELECT,
        /** The second operand, not below the first and not above the third. */
        CLAMP,
        /** {@code x y + z}, rounded once. */
        FMA;

        @Override
        public DType result(List<TensorSpec> operands) {
            return switch (this) {
                case SELECT -> {
                    if (operands.getFirst().dtype() != DType.BOOL) {
                        throw refuse("truth values are expected as the first operand", operands);
                    }
                    yield require(this, operands.subList(1, 3), _ -> true, "");
                }
                case CLAMP -> require(this, operands, dtype -> dtype.kind() != Kind.COMPLEX,
                        "no complex numbers are expected");
                case FMA -> require(this, operands, Elementwise::isFloat, "floats are expected");
            };
        }

        @Override
        public @Nullable Tensor tangent(Tensor result, List<Tensor> primals, List<@Nullable Tensor> tangents) {
            Tensor x = primals.get(0);
            Tensor y = primals.get(1);
            Tensor dx = tangents.get(0);
            Tensor dy = tangents.get(1);
            Tensor dz = tangents.get(2);
            return switch (this) {
                case SELECT -> dy == null && dz == null
                        ? null
                        : Ops.select(x, zeroUnless(dy, result), zeroUnless(dz, result)); // that of the taken one
                case CLAMP -> clamped(primals, tangents);
                case FMA -> Nullables.sum(Nullables.sum(times(dx, y), times(dy, x)), dz); // y dx + x dy + dz
            };
        }

        private static Tensor zeroUnless(@Nullable Tensor tangent, Tensor like) {
            return tangent == null ? Ops.like(like, 0) : tangent;
        }

        /** That of the operand which is the result; at a bound that equals the value, none. */
        private static @Nullable Tensor clamped(List<Tensor> primals, List<@Nullable Tensor> tangents) {
            Tensor low = primals.get(0);
            Tensor x = primals.get(1);
            Tensor high = primals.get(2);
            Tensor zero = Ops.like(x, 0);
            Tensor sum = null;
            List<Tensor> taken = List.of(low.gt(x), x.gt(low).and(x.lt(high)), high.lt(x));
            for (int i = 0; i < 3; i++) {
                Tensor tangent = tangents.get(i);
                sum = Nullables.sum(sum, tangent == null ? null : Ops.select(taken.get(i), tangent, zero));
            }
            return sum;
        }

        @Override
        public List<@Nullable Tensor> transposeResult(Tensor cotangent, List<Operand> operands) {
            Operand first = operands.getFirst();
            return switch (this) {
                case SELECT -> {
                    Tensor zero = Ops.like(cotangent, 0);
                    yield Nullables.list(null,
                            operands.get(1).isLinear() ? Ops.select(first.value(), cotangent, zero) : null,
                            operands.get(2).isLinear() ? Ops.select(first.value(), zero, cotangent) : null);
                }
                case FMA -> Nullables.list(
                        first.isLinear() ? cotangent.mul(operands.get(1).value()) : null,
                        operands.get(1).isLinear() ? cotangent.mul(first.value()) : null,
                        operands.get(2).isLinear() ? cotangent : null);
                case CLAMP -> throw notLinear();
            };
        }

        @Override
        public String toString() { return lower(this); }
    }

    /** Comparisons; no NaN equals, is less or is greater. */
    enum Compare implements Elementwise {
        EQ, NE, LT, LE, GT, GE;

        @Override
        public DType result(List<TensorSpec> operands) {
            require(this, operands, _ -> true, "");
            return DType.BOOL;
        }

        @Override
        public @Nullable Tensor tangent(Tensor result, List<Tensor> primals, List<@Nullable Tensor> tangents) {
            return null;
        }

        @Override
        public List<@Nullable Tensor> transposeResult(Tensor cotangent, List<Operand> operands) { throw notLinear(); }

        @Override
        public String toString() { return lower(this); }
    }

    /** The same numbers as another dtype, as {@code jax.lax.convert_element_type}. */
    record Cast(DType to) implements Elementwise {
        @Override
        public DType result(List<TensorSpec> operands) { return to; }

        @Override
        public @Nullable Tensor tangent(Tensor result, List<Tensor> primals, List<@Nullable Tensor> tangents) {
            Tensor dx = tangents.getFirst();
            return dx == null || !isFloat(to) ? null : of(dx); // d(cast x) = cast dx
        }

        @Override
        public List<@Nullable Tensor> transposeResult(Tensor cotangent, List<Operand> operands) {
            return List.of(new Cast(operands.getFirst().spec().dtype()).of(cotangent));
        }

        @Override
        public String toString() { return "cast[" + to.shortName() + "]"; }
    }

    /** The same bits as another dtype of that size, as {@code jax.lax.bitcast_convert_type}. */
    record Bitcast(DType to) implements Elementwise {
        @Override
        public DType result(List<TensorSpec> operands) {
            if (operands.getFirst().dtype().bytes() != to.bytes()) {
                throw refuse("a dtype of " + to.bytes() + " bytes is expected", operands);
            }
            return to;
        }

        @Override
        public @Nullable Tensor tangent(Tensor result, List<Tensor> primals, List<@Nullable Tensor> tangents) {
            return null;
        }

        @Override
        public List<@Nullable Tensor> transposeResult(Tensor cotangent, List<Operand> operands) { throw notLinear(); }

        @Override
        public String toString() { return "bitcast[" + to.shortName() + "]"; }
    }
}
