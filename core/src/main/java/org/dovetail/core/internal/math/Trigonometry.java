package org.dovetail.core.internal.math;

/** Sine and cosine of float32 as the GNU C library computes them, which is where XLA's compiled code calls. */
final class Trigonometry {
    /*
     * After W. Dijkstra: sinf and cosf, Arm Optimized Routines, 2018 (MIT licence; in glibc since 2.28). The argument is
     * reduced to [-pi/4, pi/4] and a quadrant; then a polynomial in double precision, fused where glibc's FMA build fuses.
     * Reduction: below 120, n = round(x 2/pi) and x - n pi/2. Above, a mantissa of 24 bits times the 96 bits of 4/pi
     * that matter at its exponent, in fixed point modulo 2 pi.
     */
    static final double HALF_PI = Math.PI / 2;
    static final double TWO_OVER_PI_SCALED = 0x1.45f306dc9c883p+23;
    static final double PI_SCALED = 0x1.921fb54442d18p-62;

    /** The bits of 4/pi, the leading one 8 bits before the end of the first word. */
    private static final int[] FOUR_OVER_PI = {0x0000_00a2, 0xf983_6e4e, 0x4415_29fc, 0x2757_d1f5, 0x34dd_c0db,
            0x6295_993c, 0x4390_4100};

    private Trigonometry() {}

    static float sin(float x) { return quarterTurned(x, 0); }

    static float cos(float x) { return quarterTurned(x, 1); }

    private static float quarterTurned(float x, int quarters) {
        float magnitude = Math.abs(x);
        if (magnitude < 0x1p-12f) {
            return quarters == 0 ? x : 1f;
        }
        if (!(magnitude < Float.POSITIVE_INFINITY)) {
            return Float.NaN;
        }
        if (Float.floatToRawIntBits(magnitude) >> 20 < Float.floatToRawIntBits((float) (Math.PI / 4)) >> 20) {
            return polynomial(x, quarters);
        }
        if (magnitude < 120f) {
            int n = (int) (x * TWO_OVER_PI_SCALED) + 0x80_0000 >> 24;
            return polynomial(Math.fma(n, -HALF_PI, (double) x), n + quarters);
        }
        long product = product(Float.floatToRawIntBits(magnitude));
        long n = product + (1L << 61) >>> 62;
        double reduced = (product - (n << 62)) * PI_SCALED;
        return x < 0 && quarters == 0 ? -polynomial(reduced, (int) n) : polynomial(reduced, (int) n + quarters);
    }

    /** A number of 2 bits before the binary point and 62 behind it: the magnitude in quarter turns. */
    static long product(int bits) {
        int first = bits >>> 26 & 15;
        long mantissa = (bits & 0x7f_ffff | 0x80_0000) << (bits >>> 23 & 7) & 0xffff_ffffL;
        long high = mantissa * word(first);
        long middle = mantissa * word(first + 4);
        long low = mantissa * word(first + 8);
        return (high << 32 | low >>> 32) + middle;
    }

    /** The 32 bits of 4/pi that end 8 bits further with every index. */
    private static long word(int index) {
        long words = (long) FOUR_OVER_PI[index >> 2] << 32 | FOUR_OVER_PI[(index >> 2) + 1] & 0xffff_ffffL;
        return words >>> 32 - 8 * (index & 3) & 0xffff_ffffL;
    }

    /** sin(x + quadrant pi / 2) for |x| at most pi/4. */
    private static float polynomial(double x, int quadrant) {
        double square = x * x;
        double result;
        if ((quadrant & 1) == 0) {
            double cube = x * square;
            double tail = Math.fma(square, -0x1.994eb3774cf24p-13, 0x1.1107605230bc4p-7);
            result = Math.fma(cube * square, tail, Math.fma(cube, -0x1.555545995a603p-3, x));
        } else {
            double fourth = square * square;
            double tail = Math.fma(square, 0x1.99343027bf8c3p-16, -0x1.6c087e89a359dp-10);
            double head = Math.fma(square, -0x1.ffffffd0c621cp-2, 1.0);
            result = Math.fma(fourth * square, tail, Math.fma(fourth, 0x1.55553e1068f19p-5, head));
        }
        return (float) ((quadrant & 2) == 0 ? result : -result);
    }
}
