package org.dovetail.core.internal.backend.compiled;

import java.util.Arrays;
import org.dovetail.core.DType;
import org.dovetail.core.internal.backend.Specials;
import org.dovetail.core.internal.prim.BitCount;
import org.dovetail.core.internal.prim.Elementwise.Binary;
import org.dovetail.core.internal.prim.IntegerPow;
import org.dovetail.core.internal.prim.Special;

/** Elementwise functions of tiles that are made of others. The results may lie where the operands do. */
final class Functions {
    private Functions() {}

    static void special(Special op, float[] x, float[] y, float[] result, int n) {
        for (int i = 0; i < n; i++) {
            result[i] = Specials.single(op, x[i], y[i]);
        }
    }

    static void special(Special op, double[] x, double[] y, double[] result, int n) {
        for (int i = 0; i < n; i++) {
            result[i] = Specials.real(op, x[i], y[i]);
        }
    }

    static void count(BitCount op, DType dtype, int[] x, int[] result, int n) {
        for (int i = 0; i < n; i++) {
            result[i] = (int) op.count(dtype, x[i]);
        }
    }

    static void count(BitCount op, DType dtype, long[] x, long[] result, int n) {
        for (int i = 0; i < n; i++) {
            result[i] = op.count(dtype, x[i]);
        }
    }

    /** By squaring; the squares go into a tile of their own. */
    static void power(IntegerPow pow, float[] x, float[] square, float[] product, int n, SingleKernels singles) {
        System.arraycopy(x, 0, square, 0, n);
        boolean isEmpty = true;
        for (int rest = Math.abs(pow.exponent()); rest > 0; rest >>= 1) {
            if ((rest & 1) == 1 && isEmpty) {
                System.arraycopy(square, 0, product, 0, n);
                isEmpty = false;
            } else if ((rest & 1) == 1) {
                singles.binary(Binary.MUL, product, square, product, n);
            }
            if (rest > 1) {
                singles.binary(Binary.MUL, square, square, square, n);
            }
        }
        if (isEmpty) {
            Arrays.fill(product, 0, n, 1);
        }
        if (pow.exponent() < 0) {
            Arrays.fill(square, 0, n, 1);
            singles.binary(Binary.DIV, square, product, product, n);
        }
    }

    static void power(IntegerPow pow, double[] x, double[] square, double[] product, int n) {
        System.arraycopy(x, 0, square, 0, n);
        Arrays.fill(product, 0, n, 1);
        for (int rest = Math.abs(pow.exponent()); rest > 0; rest >>= 1) {
            if ((rest & 1) == 1) {
                Doubles.binary(Binary.MUL, product, square, product, n);
            }
            Doubles.binary(Binary.MUL, square, square, square, n);
        }
        if (pow.exponent() < 0) {
            Arrays.fill(square, 0, n, 1);
            Doubles.binary(Binary.DIV, square, product, product, n);
        }
    }

    static void power(IntegerPow pow, int[] x, int[] result, int n) {
        for (int i = 0; i < n; i++) {
            int square = x[i];
            int product = 1;
            for (int rest = pow.exponent(); rest > 0; rest >>= 1) {
                product = (rest & 1) == 1 ? product * square : product;
                square *= square;
            }
            result[i] = product;
        }
    }

    static void power(IntegerPow pow, long[] x, long[] result, int n) {
        for (int i = 0; i < n; i++) {
            long square = x[i];
            long product = 1;
            for (int rest = pow.exponent(); rest > 0; rest >>= 1) {
                product = (rest & 1) == 1 ? product * square : product;
                square *= square;
            }
            result[i] = product;
        }
    }
}
