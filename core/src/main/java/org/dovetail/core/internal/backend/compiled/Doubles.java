package org.dovetail.core.internal.backend.compiled;

import org.dovetail.core.internal.math.DoubleMath;
import org.dovetail.core.internal.prim.Elementwise.Binary;
import org.dovetail.core.internal.prim.Elementwise.Compare;
import org.dovetail.core.internal.prim.Elementwise.Unary;

/** Elementwise functions of float64. */
final class Doubles {
    private Doubles() {}

    static void unary(Unary op, double[] x, double[] y, int n) {
        switch (op) {
            case NEG -> {
                for (int i = 0; i < n; i++) {
                    y[i] = -x[i];
                }
            }
            case ABS -> {
                for (int i = 0; i < n; i++) {
                    y[i] = Math.abs(x[i]);
                }
            }
            case SIGN -> {
                for (int i = 0; i < n; i++) {
                    y[i] = Math.signum(x[i]);
                }
            }
            case SQRT -> {
                for (int i = 0; i < n; i++) {
                    y[i] = Math.sqrt(x[i]);
                }
            }
            case FLOOR -> {
                for (int i = 0; i < n; i++) {
                    y[i] = Math.floor(x[i]);
                }
            }
            case CEIL -> {
                for (int i = 0; i < n; i++) {
                    y[i] = Math.ceil(x[i]);
                }
            }
            case ROUND -> {
                for (int i = 0; i < n; i++) {
                    y[i] = Math.rint(x[i]);
                }
            }
            default -> transcendental(op, x, y, n);
        }
    }

    private static void transcendental(Unary op, double[] x, double[] y, int n) {
        switch (op) {
            case EXP -> {
                for (int i = 0; i < n; i++) {
                    y[i] = DoubleMath.exp(x[i]);
                }
            }
            case EXPM1 -> {
                for (int i = 0; i < n; i++) {
                    y[i] = DoubleMath.expm1(x[i]);
                }
            }
            case LOG -> {
                for (int i = 0; i < n; i++) {
                    y[i] = DoubleMath.log(x[i]);
                }
            }
            case LOG1P -> {
                for (int i = 0; i < n; i++) {
                    y[i] = DoubleMath.log1p(x[i]);
                }
            }
            case TANH -> {
                for (int i = 0; i < n; i++) {
                    y[i] = DoubleMath.tanh(x[i]);
                }
            }
            case LOGISTIC -> {
                for (int i = 0; i < n; i++) {
                    y[i] = DoubleMath.logistic(x[i]);
                }
            }
            case RSQRT -> {
                for (int i = 0; i < n; i++) {
                    y[i] = DoubleMath.rsqrt(x[i]);
                }
            }
            case SIN -> {
                for (int i = 0; i < n; i++) {
                    y[i] = DoubleMath.sin(x[i]);
                }
            }
            case COS -> {
                for (int i = 0; i < n; i++) {
                    y[i] = DoubleMath.cos(x[i]);
                }
            }
            case ERF -> {
                for (int i = 0; i < n; i++) {
                    y[i] = DoubleMath.erf(x[i]);
                }
            }
            case ERF_INV -> {
                for (int i = 0; i < n; i++) {
                    y[i] = DoubleMath.erfInv(x[i]);
                }
            }
            case NEG, ABS, SIGN, SQRT, FLOOR, CEIL, ROUND, NOT, IS_FINITE, STOP_GRADIENT -> throw stray(op);
        }
    }

    static void isFinite(double[] x, int[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = Math.abs(x[i]) <= Double.MAX_VALUE ? 1 : 0;
        }
    }

    static void binary(Binary op, double[] x, double[] y, double[] z, int n) {
        switch (op) {
            case ADD -> {
                for (int i = 0; i < n; i++) {
                    z[i] = x[i] + y[i];
                }
            }
            case SUB -> {
                for (int i = 0; i < n; i++) {
                    z[i] = x[i] - y[i];
                }
            }
            case MUL -> {
                for (int i = 0; i < n; i++) {
                    z[i] = x[i] * y[i];
                }
            }
            case DIV -> {
                for (int i = 0; i < n; i++) {
                    z[i] = x[i] / y[i];
                }
            }
            case REM -> {
                for (int i = 0; i < n; i++) {
                    z[i] = x[i] % y[i];
                }
            }
            case POW -> {
                for (int i = 0; i < n; i++) {
                    z[i] = DoubleMath.pow(x[i], y[i]);
                }
            }
            case MAX -> {
                for (int i = 0; i < n; i++) {
                    z[i] = Math.max(x[i], y[i]);
                }
            }
            case MIN -> {
                for (int i = 0; i < n; i++) {
                    z[i] = Math.min(x[i], y[i]);
                }
            }
            case AND, OR, XOR, SHIFT_LEFT, SHIFT_RIGHT_LOGICAL, SHIFT_RIGHT_ARITHMETIC -> throw stray(op);
        }
    }

    static void fma(double[] x, double[] y, double[] z, double[] result, int n) {
        for (int i = 0; i < n; i++) {
            result[i] = Math.fma(x[i], y[i], z[i]);
        }
    }

    static void compare(Compare op, double[] x, double[] y, int[] z, int n) {
        switch (op) {
            case EQ -> {
                for (int i = 0; i < n; i++) {
                    z[i] = x[i] == y[i] ? 1 : 0;
                }
            }
            case NE -> {
                for (int i = 0; i < n; i++) {
                    z[i] = x[i] != y[i] ? 1 : 0;
                }
            }
            case LT -> {
                for (int i = 0; i < n; i++) {
                    z[i] = x[i] < y[i] ? 1 : 0;
                }
            }
            case LE -> {
                for (int i = 0; i < n; i++) {
                    z[i] = x[i] <= y[i] ? 1 : 0;
                }
            }
            case GT -> {
                for (int i = 0; i < n; i++) {
                    z[i] = x[i] > y[i] ? 1 : 0;
                }
            }
            case GE -> {
                for (int i = 0; i < n; i++) {
                    z[i] = x[i] >= y[i] ? 1 : 0;
                }
            }
        }
    }

    private static IllegalStateException stray(Object op) {
        return new IllegalStateException(op + " takes no floats, or gives none");
    }
}
