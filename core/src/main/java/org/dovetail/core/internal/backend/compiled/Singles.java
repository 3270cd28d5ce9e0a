package org.dovetail.core.internal.backend.compiled;

import org.dovetail.core.internal.math.XlaMath;
import org.dovetail.core.internal.prim.Elementwise.Binary;
import org.dovetail.core.internal.prim.Elementwise.Compare;
import org.dovetail.core.internal.prim.Elementwise.Unary;

/** Elementwise functions of float32, as XLA computes them: subnormal numbers are zero. */
final class Singles {
    private Singles() {}

    private static float flush(float x) { return XlaMath.flush(x); }

    static void unary(Unary op, float[] x, float[] y, int n) {
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
                    y[i] = Math.signum(flush(x[i]));
                }
            }
            case SQRT -> {
                for (int i = 0; i < n; i++) {
                    y[i] = (float) Math.sqrt(flush(x[i]));
                }
            }
            case FLOOR -> {
                for (int i = 0; i < n; i++) {
                    y[i] = (float) Math.floor(flush(x[i]));
                }
            }
            case CEIL -> {
                for (int i = 0; i < n; i++) {
                    y[i] = (float) Math.ceil(flush(x[i]));
                }
            }
            case ROUND -> {
                for (int i = 0; i < n; i++) {
                    y[i] = (float) Math.rint(flush(x[i]));
                }
            }
            default -> transcendental(op, x, y, n);
        }
    }

    private static void transcendental(Unary op, float[] x, float[] y, int n) {
        switch (op) {
            case EXP -> {
                for (int i = 0; i < n; i++) {
                    y[i] = XlaMath.exp(x[i]);
                }
            }
            case EXPM1 -> {
                for (int i = 0; i < n; i++) {
                    y[i] = XlaMath.expm1(x[i]);
                }
            }
            case LOG -> {
                for (int i = 0; i < n; i++) {
                    y[i] = XlaMath.log(x[i]);
                }
            }
            case LOG1P -> {
                for (int i = 0; i < n; i++) {
                    y[i] = XlaMath.log1p(x[i]);
                }
            }
            case TANH -> {
                for (int i = 0; i < n; i++) {
                    y[i] = XlaMath.tanh(x[i]);
                }
            }
            case LOGISTIC -> {
                for (int i = 0; i < n; i++) {
                    y[i] = XlaMath.logistic(x[i]);
                }
            }
            case RSQRT -> {
                for (int i = 0; i < n; i++) {
                    y[i] = XlaMath.rsqrt(x[i]);
                }
            }
            case SIN -> {
                for (int i = 0; i < n; i++) {
                    y[i] = XlaMath.sin(x[i]);
                }
            }
            case COS -> {
                for (int i = 0; i < n; i++) {
                    y[i] = XlaMath.cos(x[i]);
                }
            }
            case ERF -> {
                for (int i = 0; i < n; i++) {
                    y[i] = XlaMath.erf(x[i]);
                }
            }
            case ERF_INV -> {
                for (int i = 0; i < n; i++) {
                    y[i] = XlaMath.erfInv(x[i]);
                }
            }
            case NEG, ABS, SIGN, SQRT, FLOOR, CEIL, ROUND, NOT, IS_FINITE, STOP_GRADIENT -> throw stray(op);
        }
    }

    static void isFinite(float[] x, int[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = Math.abs(x[i]) <= Float.MAX_VALUE ? 1 : 0;
        }
    }

    static void binary(Binary op, float[] x, float[] y, float[] z, int n) {
        switch (op) {
            case ADD -> {
                for (int i = 0; i < n; i++) {
                    z[i] = flush(flush(x[i]) + flush(y[i]));
                }
            }
            case SUB -> {
                for (int i = 0; i < n; i++) {
                    z[i] = flush(flush(x[i]) - flush(y[i]));
                }
            }
            case MUL -> {
                for (int i = 0; i < n; i++) {
                    z[i] = flush(flush(x[i]) * flush(y[i]));
                }
            }
            case DIV -> {
                for (int i = 0; i < n; i++) {
                    z[i] = flush(flush(x[i]) / flush(y[i]));
                }
            }
            case REM -> {
                for (int i = 0; i < n; i++) {
                    z[i] = x[i] % flush(y[i]);
                }
            }
            case POW -> {
                for (int i = 0; i < n; i++) {
                    z[i] = XlaMath.pow(x[i], y[i]);
                }
            }
            case MAX -> {
                for (int i = 0; i < n; i++) {
                    z[i] = Math.max(flush(x[i]), flush(y[i]));
                }
            }
            case MIN -> {
                for (int i = 0; i < n; i++) {
                    z[i] = Math.min(flush(x[i]), flush(y[i]));
                }
            }
            case AND, OR, XOR, SHIFT_LEFT, SHIFT_RIGHT_LOGICAL, SHIFT_RIGHT_ARITHMETIC -> throw stray(op);
        }
    }

    static void fma(float[] x, float[] y, float[] z, float[] result, int n) {
        for (int i = 0; i < n; i++) {
            result[i] = flush(Math.fma(flush(x[i]), flush(y[i]), flush(z[i])));
        }
    }

    static void compare(Compare op, float[] x, float[] y, int[] z, int n) {
        switch (op) {
            case EQ -> {
                for (int i = 0; i < n; i++) {
                    z[i] = flush(x[i]) == flush(y[i]) ? 1 : 0;
                }
            }
            case NE -> {
                for (int i = 0; i < n; i++) {
                    z[i] = flush(x[i]) != flush(y[i]) ? 1 : 0;
                }
            }
            case LT -> {
                for (int i = 0; i < n; i++) {
                    z[i] = flush(x[i]) < flush(y[i]) ? 1 : 0;
                }
            }
            case LE -> {
                for (int i = 0; i < n; i++) {
                    z[i] = flush(x[i]) <= flush(y[i]) ? 1 : 0;
                }
            }
            case GT -> {
                for (int i = 0; i < n; i++) {
                    z[i] = flush(x[i]) > flush(y[i]) ? 1 : 0;
                }
            }
            case GE -> {
                for (int i = 0; i < n; i++) {
                    z[i] = flush(x[i]) >= flush(y[i]) ? 1 : 0;
                }
            }
        }
    }

    private static IllegalStateException stray(Object op) {
        return new IllegalStateException(op + " takes no floats, or gives none");
    }
}
