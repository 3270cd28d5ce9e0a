package org.dovetail.core.internal.backend.reference;

import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.internal.math.DoubleMath;
import org.dovetail.core.internal.math.XlaMath;
import org.dovetail.core.internal.prim.Elementwise.Unary;

/** Functions of one operand. */
final class Unaries {
    private Unaries() {}

    static Array run(Unary op, Array x, TensorSpec result) {
        if (op == Unary.STOP_GRADIENT) {
            return x;
        }
        if (op == Unary.IS_FINITE) {
            return Array.ofLongs(result, i -> Double.isFinite(x.doubleAt(i)) ? 1 : 0);
        }
        return switch (Domain.of(x.dtype())) {
            case SINGLE -> Array.ofDoubles(result, i -> single(op, Domain.single(x, i)));
            case DOUBLE -> Array.ofDoubles(result, i -> real(op, x.doubleAt(i)));
            case INTEGER -> Array.ofLongs(result, i -> integer(op, x.dtype(), x.longAt(i)));
            case NONE -> throw Domain.uncovered(x.dtype());
        };
    }

    private static float single(Unary op, float x) {
        return switch (op) {
            case NEG -> -x;
            case ABS -> Math.abs(x);
            case SIGN -> Math.signum(XlaMath.flush(x));
            case EXP -> XlaMath.exp(x);
            case EXPM1 -> XlaMath.expm1(x);
            case LOG -> XlaMath.log(x);
            case LOG1P -> XlaMath.log1p(x);
            case TANH -> XlaMath.tanh(x);
            case LOGISTIC -> XlaMath.logistic(x);
            case SQRT -> (float) Math.sqrt(XlaMath.flush(x));
            case RSQRT -> XlaMath.rsqrt(x);
            case SIN -> XlaMath.sin(x);
            case COS -> XlaMath.cos(x);
            case ERF -> XlaMath.erf(x);
            case ERF_INV -> XlaMath.erfInv(x);
            case FLOOR -> (float) Math.floor(XlaMath.flush(x));
            case CEIL -> (float) Math.ceil(XlaMath.flush(x));
            case ROUND -> (float) Math.rint(XlaMath.flush(x));
            case NOT, IS_FINITE, STOP_GRADIENT -> throw noFloats(op);
        };
    }

    private static double real(Unary op, double x) {
        return switch (op) {
            case NEG -> -x;
            case ABS -> Math.abs(x);
            case SIGN -> Math.signum(x);
            case EXP -> DoubleMath.exp(x);
            case EXPM1 -> DoubleMath.expm1(x);
            case LOG -> DoubleMath.log(x);
            case LOG1P -> DoubleMath.log1p(x);
            case TANH -> DoubleMath.tanh(x);
            case LOGISTIC -> DoubleMath.logistic(x);
            case SQRT -> Math.sqrt(x);
            case RSQRT -> DoubleMath.rsqrt(x);
            case SIN -> DoubleMath.sin(x);
            case COS -> DoubleMath.cos(x);
            case ERF -> DoubleMath.erf(x);
            case ERF_INV -> DoubleMath.erfInv(x);
            case FLOOR -> Math.floor(x);
            case CEIL -> Math.ceil(x);
            case ROUND -> Math.rint(x);
            case NOT, IS_FINITE, STOP_GRADIENT -> throw noFloats(op);
        };
    }

    private static long integer(Unary op, DType dtype, long x) {
        return switch (op) {
            case NEG -> -x;
            case ABS -> Domain.isUnsigned(dtype) ? x : Math.abs(x);
            case SIGN -> Domain.isUnsigned(dtype) ? Math.min(1, Long.compareUnsigned(x, 0)) : Long.signum(x);
            case NOT -> dtype == DType.BOOL ? 1 - x : ~x;
            case EXP, EXPM1, LOG, LOG1P, TANH, LOGISTIC, SQRT, RSQRT, SIN, COS, ERF, ERF_INV, FLOOR, CEIL, ROUND,
                    IS_FINITE, STOP_GRADIENT ->
                throw new IllegalStateException(op + " takes no integers");
        };
    }

    private static IllegalStateException noFloats(Unary op) {
        return new IllegalStateException(op + " takes no floats, or gives none");
    }
}
