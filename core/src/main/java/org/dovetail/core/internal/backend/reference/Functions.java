package org.dovetail.core.internal.backend.reference;

import java.util.List;
import java.util.function.DoubleBinaryOperator;
import org.dovetail.core.Array;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.internal.backend.Specials;
import org.dovetail.core.internal.math.XlaMath;
import org.dovetail.core.internal.prim.BitCount;
import org.dovetail.core.internal.prim.IntegerPow;
import org.dovetail.core.internal.prim.Special;

/** Elementwise functions that are made of others. */
final class Functions {
    private Functions() {}

    static Array run(Special op, List<Array> operands, TensorSpec result) {
        Array x = operands.getFirst();
        Array y = operands.getLast();
        return Domain.of(x.dtype()) == Domain.SINGLE
                ? Array.ofDoubles(result, i -> Specials.single(op, Domain.single(x, i), Domain.single(y, i)))
                : Array.ofDoubles(result, i -> Specials.real(op, x.doubleAt(i), y.doubleAt(i)));
    }

    static Array run(BitCount op, Array x, TensorSpec result) {
        return Array.ofLongs(result, i -> op.count(x.dtype(), x.longAt(i)));
    }

    static Array run(IntegerPow pow, Array x, TensorSpec result) {
        return switch (Domain.of(x.dtype())) {
            case SINGLE -> {
                DoubleBinaryOperator times = (a, b) -> XlaMath.flush(
                        XlaMath.flush((float) a) * XlaMath.flush((float) b));
                yield Array.ofDoubles(result, i -> {
                    double power = power(times, Domain.single(x, i), pow.exponent());
                    return pow.exponent() < 0 ? XlaMath.flush(1f / XlaMath.flush((float) power)) : power;
                });
            }
            case DOUBLE -> Array.ofDoubles(result, i -> {
                double power = power((a, b) -> a * b, x.doubleAt(i), pow.exponent());
                return pow.exponent() < 0 ? 1 / power : power;
            });
            case INTEGER -> Array.ofLongs(result, i -> {
                long power = 1;
                for (int n = 0; n < pow.exponent(); n++) {
                    power *= x.longAt(i);
                }
                return power;
            });
            case NONE -> throw Domain.uncovered(x.dtype());
        };
    }

    /** By squaring: the factors are the powers whose exponents are the bits of the exponent, the lowest first. */
    private static double power(DoubleBinaryOperator times, double x, int exponent) {
        double square = x;
        int rest = Math.abs(exponent);
        for (; rest > 0 && (rest & 1) == 0; rest >>= 1) {
            square = times.applyAsDouble(square, square);
        }
        double power = rest == 0 ? 1 : square;
        for (rest >>= 1; rest > 0; rest >>= 1) {
            square = times.applyAsDouble(square, square);
            power = (rest & 1) == 1 ? times.applyAsDouble(power, square) : power;
        }
        return power;
    }
}
