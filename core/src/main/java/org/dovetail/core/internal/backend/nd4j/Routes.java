package org.dovetail.core.internal.backend.nd4j;

import static org.dovetail.core.internal.backend.nd4j.Route.Lens.BITS;
import static org.dovetail.core.internal.backend.nd4j.Route.Lens.NORMAL_NUMBERS;
import static org.dovetail.core.internal.backend.nd4j.Route.Lens.NUMBERS;

import java.util.List;
import java.util.Optional;
import org.dovetail.core.DType;
import org.dovetail.core.DType.Kind;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.internal.backend.nd4j.Route.Kernel;
import org.dovetail.core.internal.backend.nd4j.Route.Lens;
import org.dovetail.core.internal.prim.Convolution;
import org.dovetail.core.internal.prim.DotGeneral;
import org.dovetail.core.internal.prim.Elementwise.Binary;
import org.dovetail.core.internal.prim.Elementwise.Bitcast;
import org.dovetail.core.internal.prim.Elementwise.Cast;
import org.dovetail.core.internal.prim.Elementwise.Compare;
import org.dovetail.core.internal.prim.Elementwise.Ternary;
import org.dovetail.core.internal.prim.Elementwise.Unary;
import org.dovetail.core.internal.prim.Indexing;
import org.dovetail.core.internal.prim.RandomBits;
import org.dovetail.core.internal.prim.Reduction.ArgReduce;
import org.dovetail.core.internal.prim.Reduction.Op;
import org.dovetail.core.internal.prim.Reduction.Reduce;
import org.dovetail.core.internal.prim.Shaping;
import org.dovetail.core.internal.prim.Simple;
import org.dovetail.core.internal.prim.Window;

/**
 * Which primitives ND4J runs, and as what it sees their elements. What stays with our own kernels has its reason here; the experiments behind the reasons are in
 * {@code docs/decisions/nd4j.md}.
 */
final class Routes {
    private static final Optional<Route> OURS = Optional.empty();

    private Routes() {}

    /** The way a primitive takes through ND4J, or nothing when our own kernels run it. */
    static Optional<Route> of(Simple primitive, List<TensorSpec> operands, TensorSpec result) {
        return switch (primitive) {
            case Unary unary -> unary(unary, result.dtype(), operands);
            case Binary binary -> binary(binary, result.dtype());
            case Ternary ternary -> switch (ternary) {
                case SELECT -> OURS; // ND4J's takes 85 times as long
                case CLAMP -> OURS; // ND4J's takes the same bounds for all elements
                case FMA -> OURS; // ND4J has none
            };
            case Compare compare -> compare(compare, operands.getFirst().dtype());
            case Cast(DType to) -> cast(operands.getFirst().dtype(), to);
            case Bitcast _ -> OURS; // nothing to compute: the result shares the operand's buffer
            case Shaping shaping -> shaping(shaping, result.dtype());
            case Reduce(Op op, List<Integer> axes) -> reduce(op, axes, result.dtype());
            case ArgReduce _ -> OURS; // ND4J's passes over NaN, and its indices are int64
            case DotGeneral dot -> arithmetic(result.dtype(), (x, z) -> Products.run(dot, x, z));
            case Indexing _ -> OURS; // its gather and scatter have other rules for indices out of bounds
            case Convolution _ -> OURS; // ND4J's takes six times as long as XLA, and has no input dilation
            case Window _ -> OURS; // ND4J's has neither explicit padding nor dilations of the base
            case RandomBits _ -> OURS; // JAX's numbers; ND4J has generators of its own
        };
    }

    private static Optional<Route> unary(Unary unary, DType dtype, List<TensorSpec> operands) {
        return switch (unary) {
            case NEG -> isFloat(dtype) ? route(NUMBERS, Kernels::negative) : modular(dtype, Kernels::negative);
            case ABS -> isFloat(dtype) || isSigned(dtype) ? route(NUMBERS, Kernels::abs) : OURS;
            case SIGN -> isSigned(dtype) ? route(NUMBERS, Kernels::sign) : OURS; // ND4J: sign(NaN) = 0, sign(-0) = 0
            case SQRT -> floats(dtype, Kernels::sqrt);
            case FLOOR -> floats(dtype, Kernels::floor);
            case CEIL -> floats(dtype, Kernels::ceil);
            case ROUND -> floats(dtype, Kernels::rint); // ND4J's round takes ties away from zero, its rint to even
            case IS_FINITE -> floats(operands.getFirst().dtype(), Kernels::isFinite);
            case NOT -> dtype == DType.BOOL ? route(NUMBERS, Kernels::not) : OURS; // ND4J has none of bits
            case EXP, EXPM1, LOG, LOG1P, TANH, LOGISTIC, RSQRT, SIN, COS, ERF, ERF_INV -> OURS; // not XLA's numbers
            case STOP_GRADIENT -> OURS; // nothing to compute
        };
    }

    private static Optional<Route> binary(Binary binary, DType dtype) {
        return switch (binary) {
            case ADD -> arithmetic(dtype, Kernels::add);
            case SUB -> arithmetic(dtype, Kernels::sub);
            case MUL -> arithmetic(dtype, Kernels::mul);
            case DIV -> floats(dtype, Kernels::div); // an integer divided by zero ends the process
            case MAX -> isSigned(dtype) ? route(NUMBERS, Kernels::max) : OURS; // ND4J: max(NaN, x) = x, max(-0, 0) = -0
            case MIN -> isSigned(dtype) ? route(NUMBERS, Kernels::min) : OURS;
            case AND -> bitwise(dtype, Kernels::and, Kernels::bitwiseAnd);
            case OR -> bitwise(dtype, Kernels::or, Kernels::bitwiseOr);
            case XOR -> bitwise(dtype, Kernels::xor, Kernels::bitwiseXor);
            case REM -> OURS; // ND4J's has the sign of the divisor
            case POW -> OURS; // not XLA's numbers
            case SHIFT_LEFT, SHIFT_RIGHT_LOGICAL, SHIFT_RIGHT_ARITHMETIC -> OURS; // C defines no shift by the whole width
        };
    }

    private static Optional<Route> compare(Compare compare, DType dtype) {
        boolean isOrdered = isFloat(dtype) || isSigned(dtype) || dtype == DType.UINT8;
        return switch (compare) {
            case EQ -> arithmetic(dtype, Kernels::equal);
            case NE -> arithmetic(dtype, Kernels::notEqual);
            case LT -> isOrdered ? route(NORMAL_NUMBERS, Kernels::less) : OURS; // as signed integers, unsigned ones have another order
            case LE -> isOrdered ? route(NORMAL_NUMBERS, Kernels::lessOrEqual) : OURS;
            case GT -> isOrdered ? route(NORMAL_NUMBERS, Kernels::greater) : OURS;
            case GE -> isOrdered ? route(NORMAL_NUMBERS, Kernels::greaterOrEqual) : OURS;
        };
    }

    /** Floats to integers are saturated, and half floats round as our own kernels do. */
    private static Optional<Route> cast(DType from, DType to) {
        boolean toNumber = isFloat(to) || isSigned(to) || to == DType.UINT8;
        boolean isExact = switch (from.kind()) {
            case BOOL -> toNumber;
            case SIGNED -> isSigned(from) && (toNumber || to == DType.BOOL);
            case UNSIGNED -> from == DType.UINT8 && (toNumber || to == DType.BOOL);
            case FLOAT -> isFloat(from) && (isFloat(to) || to == DType.BOOL);
            case COMPLEX -> false;
        };
        return isExact ? route(to == DType.BOOL ? NORMAL_NUMBERS : NUMBERS, Kernels::copy) : OURS;
    }

    private static Optional<Route> shaping(Shaping shaping, DType dtype) {
        return switch (shaping) {
            case Shaping.Reshape _ -> OURS; // nothing to compute: the result shares the operand's buffer
            case Shaping.Broadcast broadcast -> moving(dtype, (x, z) -> Moves.broadcast(broadcast, x.getFirst(), z));
            case Shaping.Transpose transpose -> moving(dtype, (x, z) -> Moves.transpose(transpose, x.getFirst(), z));
            case Shaping.Slice slice -> moving(dtype, (x, z) -> Moves.slice(slice, x.getFirst(), z));
            case Shaping.Pad pad -> moving(dtype, (x, z) -> Moves.pad(pad, x.get(0), x.get(1), z));
            case Shaping.Concatenate concatenate -> moving(dtype, (x, z) -> Moves.concatenate(concatenate, x, z));
            case Shaping.Reverse reverse -> moving(dtype, (x, z) -> Moves.reverse(reverse, x.getFirst(), z));
            case Shaping.Iota _ -> OURS; // ND4J counts along one axis alone
        };
    }

    private static Optional<Route> reduce(Op op, List<Integer> axes, DType dtype) {
        if (axes.isEmpty()) {
            return OURS; // ND4J takes no axis for all of them
        }
        int[] dimensions = axes.stream().mapToInt(axis -> axis).toArray();
        return switch (op) {
            case SUM -> arithmetic(dtype, (x, z) -> Kernels.sum(dimensions, x, z));
            case PROD -> modular(dtype, (x, z) -> Kernels.prod(dimensions, x, z)); // of floats, an underflow on the way differs
            case MAX -> isSigned(dtype) ? route(NUMBERS, (x, z) -> Kernels.reduceMax(dimensions, x, z)) : OURS; // passes over NaN
            case MIN -> isSigned(dtype) ? route(NUMBERS, (x, z) -> Kernels.reduceMin(dimensions, x, z)) : OURS;
            case AND -> dtype == DType.BOOL ? route(NUMBERS, (x, z) -> Kernels.all(dimensions, x, z)) : OURS; // none of bits
            case OR -> dtype == DType.BOOL ? route(NUMBERS, (x, z) -> Kernels.any(dimensions, x, z)) : OURS;
        };
    }

    private static Optional<Route> route(Lens lens, Kernel kernel) { return Optional.of(new Route(lens, kernel)); }

    private static Optional<Route> floats(DType dtype, Kernel kernel) {
        return isFloat(dtype) ? route(NORMAL_NUMBERS, kernel) : OURS;
    }

    /** Elements are moved as bits, which keeps every NaN and needs no arithmetic of their dtype. */
    private static Optional<Route> moving(DType dtype, Kernel kernel) {
        return dtype.bytes() <= 8 ? route(BITS, kernel) : OURS;
    }

    private static Optional<Route> bitwise(DType dtype, Kernel logical, Kernel bits) {
        return dtype == DType.BOOL ? route(NUMBERS, logical) : isModular(dtype) ? route(BITS, bits) : OURS;
    }

    /** Of 16-bit floats, complex numbers and the like ND4J has no arithmetic, or another one. */
    private static Optional<Route> arithmetic(DType dtype, Kernel kernel) {
        return isFloat(dtype) ? floats(dtype, kernel) : modular(dtype, kernel);
    }

    private static Optional<Route> modular(DType dtype, Kernel kernel) {
        return isModular(dtype) ? route(BITS, kernel) : OURS;
    }

    /** The floats that ND4J computes as IEEE 754 says; of 16 bits it does not go through float32. */
    private static boolean isFloat(DType dtype) {
        return dtype == DType.FLOAT32 || dtype == DType.FLOAT64;
    }

    private static boolean isSigned(DType dtype) { return dtype.kind() == Kind.SIGNED && isModular(dtype); }

    /** Integers that fill their bytes, so that ND4J's arithmetic of signed integers wraps as theirs does. */
    private static boolean isModular(DType dtype) {
        return switch (dtype) {
            case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 -> true;
            default -> false;
        };
    }
}
