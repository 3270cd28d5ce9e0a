package org.dovetail.core.internal.backend;

import org.dovetail.core.internal.math.DoubleGamma;
import org.dovetail.core.internal.math.DoubleMath;
import org.dovetail.core.internal.math.XlaMath;
import org.dovetail.core.internal.prim.Special;

/** The functions of floats of which processors have none, number by number. */
public final class Specials {
    private Specials() {}

    /** A function of float32; the second operand counts for functions of two alone. */
    public static float single(Special op, float x, float y) {
        return switch (op) {
            case TAN -> XlaMath.tan(x);
            case ASIN -> XlaMath.asin(x);
            case ACOS -> XlaMath.acos(x);
            case ATAN -> XlaMath.atan(x);
            case SINH -> XlaMath.sinh(x);
            case COSH -> XlaMath.cosh(x);
            case ASINH -> XlaMath.asinh(x);
            case ACOSH -> XlaMath.acosh(x);
            case ATANH -> XlaMath.atanh(x);
            case EXP2 -> XlaMath.exp2(x);
            case CBRT -> XlaMath.cbrt(x);
            case ERFC -> XlaMath.erfc(x);
            case LGAMMA -> XlaMath.lgamma(x);
            case DIGAMMA -> XlaMath.digamma(x);
            case ATAN2 -> XlaMath.atan2(x, y);
            case LOG_ADD_EXP -> XlaMath.logAddExp(x, y);
            case POLYGAMMA -> XlaMath.polygamma(x, y);
            case NEXT_AFTER -> XlaMath.flush(x) == XlaMath.flush(y) ? y : Math.nextAfter(x, y);
        };
    }

    /** A function of float64; the second operand counts for functions of two alone. */
    public static double real(Special op, double x, double y) {
        return switch (op) {
            case TAN -> Math.tan(x);
            case ASIN -> Math.asin(x);
            case ACOS -> Math.acos(x);
            case ATAN -> Math.atan(x);
            case SINH -> Math.sinh(x);
            case COSH -> Math.cosh(x);
            case ASINH -> DoubleMath.asinh(x);
            case ACOSH -> DoubleMath.acosh(x);
            case ATANH -> DoubleMath.atanh(x);
            case EXP2 -> DoubleMath.exp2(x);
            case CBRT -> Math.cbrt(x);
            case ERFC -> DoubleMath.erfc(x);
            case LGAMMA -> DoubleGamma.lgamma(x);
            case DIGAMMA -> DoubleGamma.digamma(x);
            case ATAN2 -> Math.atan2(x, y);
            case LOG_ADD_EXP -> DoubleMath.logAddExp(x, y);
            case POLYGAMMA -> DoubleGamma.polygamma(x, y);
            case NEXT_AFTER -> x == y ? y : Math.nextAfter(x, y);
        };
    }
}
