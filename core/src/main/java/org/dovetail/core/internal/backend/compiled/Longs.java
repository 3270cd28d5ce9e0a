package org.dovetail.core.internal.backend.compiled;

import org.dovetail.core.DType;
import org.dovetail.core.internal.prim.Elementwise.Binary;
import org.dovetail.core.internal.prim.Elementwise.Compare;
import org.dovetail.core.internal.prim.Elementwise.Unary;

/** Elementwise functions of 64-bit integers. */
final class Longs {
    private Longs() {}
    private static boolean isFullUnsigned(DType dtype) { return dtype == DType.UINT64; }

    static void unary(Unary op, DType dtype, long[] x, long[] y, int n) {
        boolean signed = dtype.kind() == DType.Kind.SIGNED;
        switch (op) {
            case NEG -> {
                for (int i = 0; i < n; i++) {
                    y[i] = -x[i];
                }
            }
            case ABS -> {
                for (int i = 0; i < n; i++) {
                    y[i] = signed ? Math.abs(x[i]) : x[i];
                }
            }
            case SIGN -> {
                for (int i = 0; i < n; i++) {
                    y[i] = signed ? Long.signum(x[i]) : x[i] == 0 ? 0 : 1;
                }
            }
            case NOT -> {
                for (int i = 0; i < n; i++) {
                    y[i] = ~x[i];
                }
            }
            case EXP, EXPM1, LOG, LOG1P, TANH, LOGISTIC, SQRT, RSQRT, SIN, COS, ERF, ERF_INV, FLOOR, CEIL, ROUND,
                    IS_FINITE, STOP_GRADIENT ->
                throw new IllegalStateException(op + " takes no integers");
        }
    }

    static void binary(Binary op, DType dtype, long[] x, long[] y, long[] z, int n) {
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
            case AND -> {
                for (int i = 0; i < n; i++) {
                    z[i] = x[i] & y[i];
                }
            }
            case OR -> {
                for (int i = 0; i < n; i++) {
                    z[i] = x[i] | y[i];
                }
            }
            case XOR -> {
                for (int i = 0; i < n; i++) {
                    z[i] = x[i] ^ y[i];
                }
            }
            case MAX, MIN -> extreme(op == Binary.MAX, isFullUnsigned(dtype), x, y, z, n);
            case DIV, REM -> divide(op == Binary.DIV, isFullUnsigned(dtype), x, y, z, n);
            case SHIFT_LEFT, SHIFT_RIGHT_LOGICAL, SHIFT_RIGHT_ARITHMETIC ->
                shift(op, dtype.bytes() * Byte.SIZE, x, y, z, n);
            case POW -> throw new IllegalStateException(op + " takes no integers");
        }
    }

    private static void extreme(boolean max, boolean unsigned, long[] x, long[] y, long[] z, int n) {
        long flip = unsigned ? Long.MIN_VALUE : 0;
        if (max) {
            for (int i = 0; i < n; i++) {
                z[i] = Math.max(x[i] ^ flip, y[i] ^ flip) ^ flip;
            }
        } else {
            for (int i = 0; i < n; i++) {
                z[i] = Math.min(x[i] ^ flip, y[i] ^ flip) ^ flip;
            }
        }
    }

    /** Like XLA: a quotient by zero has all bits set, and the remainder is the dividend. */
    private static void divide(boolean quotient, boolean unsigned, long[] x, long[] y, long[] z, int n) {
        for (int i = 0; i < n; i++) {
            if (y[i] == 0) {
                z[i] = quotient ? -1 : x[i];
            } else if (quotient) {
                z[i] = unsigned ? Long.divideUnsigned(x[i], y[i]) : x[i] / y[i];
            } else {
                z[i] = unsigned ? Long.remainderUnsigned(x[i], y[i]) : x[i] % y[i];
            }
        }
    }

    /** Shifts by the width or more, which Java would wrap, move all bits out. */
    private static void shift(Binary op, int width, long[] x, long[] y, long[] z, int n) {
        int spare = Long.SIZE - width;
        for (int i = 0; i < n; i++) {
            boolean within = Long.compareUnsigned(y[i], width) < 0;
            z[i] = switch (op) {
                case SHIFT_LEFT -> within ? x[i] << y[i] : 0;
                case SHIFT_RIGHT_LOGICAL -> within ? x[i] << spare >>> spare >>> y[i] : 0;
                default -> x[i] << spare >> spare >> (within ? y[i] : Long.SIZE - 1);
            };
        }
    }

    static void compare(Compare op, DType dtype, long[] x, long[] y, int[] z, int n) {
        long flip = isFullUnsigned(dtype) ? Long.MIN_VALUE : 0;
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
                    z[i] = (x[i] ^ flip) < (y[i] ^ flip) ? 1 : 0;
                }
            }
            case LE -> {
                for (int i = 0; i < n; i++) {
                    z[i] = (x[i] ^ flip) <= (y[i] ^ flip) ? 1 : 0;
                }
            }
            case GT -> {
                for (int i = 0; i < n; i++) {
                    z[i] = (x[i] ^ flip) > (y[i] ^ flip) ? 1 : 0;
                }
            }
            case GE -> {
                for (int i = 0; i < n; i++) {
                    z[i] = (x[i] ^ flip) >= (y[i] ^ flip) ? 1 : 0;
                }
            }
        }
    }

    static void select(int[] condition, long[] yes, long[] no, long[] z, int n) {
        for (int i = 0; i < n; i++) {
            z[i] = condition[i] != 0 ? yes[i] : no[i];
        }
    }
}
