package org.dovetail.core.internal.backend.reference;

import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.internal.math.DoubleMath;
import org.dovetail.core.internal.math.XlaMath;
import org.dovetail.core.internal.prim.Elementwise.Binary;

/** Functions of two operands. */
final class Binaries {
    private Binaries() {}

    static Array run(Binary op, Array x, Array y, TensorSpec result) {
        return switch (Domain.of(x.dtype())) {
            case SINGLE -> Array.ofDoubles(result, i -> single(op, Domain.single(x, i), Domain.single(y, i)));
            case DOUBLE -> Array.ofDoubles(result, i -> real(op, x.doubleAt(i), y.doubleAt(i)));
            case INTEGER -> Array.ofLongs(result, i -> integer(op, x.dtype(), x.longAt(i), y.longAt(i)));
            case NONE -> throw Domain.uncovered(x.dtype());
        };
    }

    private static float single(Binary op, float x, float y) {
        float a = XlaMath.flush(x);
        float b = XlaMath.flush(y);
        return switch (op) {
            case ADD -> XlaMath.flush(a + b);
            case SUB -> XlaMath.flush(a - b);
            case MUL -> XlaMath.flush(a * b);
            case DIV -> XlaMath.flush(a / b);
            case REM -> x % b;
            case POW -> XlaMath.pow(x, y);
            case MAX -> Math.max(a, b);
            case MIN -> Math.min(a, b);
            case AND, OR, XOR, SHIFT_LEFT, SHIFT_RIGHT_LOGICAL, SHIFT_RIGHT_ARITHMETIC -> throw noFloats(op);
        };
    }

    private static double real(Binary op, double x, double y) {
        return switch (op) {
            case ADD -> x + y;
            case SUB -> x - y;
            case MUL -> x * y;
            case DIV -> x / y;
            case REM -> x % y;
            case POW -> DoubleMath.pow(x, y);
            case MAX -> Math.max(x, y);
            case MIN -> Math.min(x, y);
            case AND, OR, XOR, SHIFT_LEFT, SHIFT_RIGHT_LOGICAL, SHIFT_RIGHT_ARITHMETIC -> throw noFloats(op);
        };
    }

    private static long integer(Binary op, DType dtype, long x, long y) {
        boolean unsigned = Domain.isUnsigned(dtype);
        int width = dtype.bytes() * Byte.SIZE;
        boolean within = Long.compareUnsigned(y, width) < 0;
        return switch (op) {
            case ADD -> x + y;
            case SUB -> x - y;
            case MUL -> x * y;
            case DIV -> y == 0 ? -1 : unsigned ? Long.divideUnsigned(x, y) : x / y;
            case REM -> y == 0 ? x : unsigned ? Long.remainderUnsigned(x, y) : x % y;
            case MAX -> isLess(unsigned, x, y) ? y : x;
            case MIN -> isLess(unsigned, x, y) ? x : y;
            case AND -> x & y;
            case OR -> x | y;
            case XOR -> x ^ y;
            case SHIFT_LEFT -> within ? x << y : 0;
            case SHIFT_RIGHT_LOGICAL -> within ? x << Long.SIZE - width >>> Long.SIZE - width >>> y : 0;
            case SHIFT_RIGHT_ARITHMETIC -> {
                long signed = x << Long.SIZE - width >> Long.SIZE - width;
                yield signed >> (within ? y : Long.SIZE - 1);
            }
            case POW -> throw new IllegalStateException(op + " takes no integers");
        };
    }

    static boolean isLess(boolean unsigned, long x, long y) {
        return (unsigned ? Long.compareUnsigned(x, y) : Long.compare(x, y)) < 0;
    }

    private static IllegalStateException noFloats(Binary op) {
        return new IllegalStateException(op + " takes no floats");
    }
}
