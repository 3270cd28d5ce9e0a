package org.dovetail.core.internal.math;

/** The power of float32 as the GNU C library computes it, which is where XLA's compiled code calls. */
final class Power {
    /*
     * After S. Nagy: powf, Arm Optimized Routines, 2017 (MIT licence; in glibc since 2.28): 2^(y log2 x) in double
     * precision, fused where glibc's FMA build fuses.
     * log2: x = 2^k z with z in [0.7, 1.4); of 16 intervals, the one of z has a center c; log2 x = k + log2 c + log2(z / c),
     * the last by a polynomial of degree 5 in z / c - 1.
     * exp2: x = k / 32 + r; 2^(k / 32) from a table, 2^r by a cubic.
     */
    private static final double[] INVERSE_CENTERS = {0x1.661ec79f8f3bep+0, 0x1.571ed4aaf883dp+0, 0x1.49539f0f010bp+0,
            0x1.3c995b0b80385p+0, 0x1.30d190c8864a5p+0, 0x1.25e227b0b8eap+0, 0x1.1bb4a4a1a343fp+0, 0x1.12358f08ae5bap+0,
            0x1.0953f419900a7p+0, 0x1p+0, 0x1.e608cfd9a47acp-1, 0x1.ca4b31f026aap-1, 0x1.b2036576afce6p-1,
            0x1.9c2d163a1aa2dp-1, 0x1.886e6037841edp-1, 0x1.767dcf5534862p-1};
    private static final double[] LOG2_CENTERS = {-0x1.efec65b963019p-2, -0x1.b0b6832d4fca4p-2, -0x1.7418b0a1fb77bp-2,
            -0x1.39de91a6dcf7bp-2, -0x1.01d9bf3f2b631p-2, -0x1.97c1d1b3b7afp-3, -0x1.2f9e393af3c9fp-3,
            -0x1.960cbbf788d5cp-4, -0x1.a6f9db6475fcep-5, 0x0p+0, 0x1.338ca9f24f53dp-4, 0x1.476a9543891bap-3,
            0x1.e840b4ac4e4d2p-3, 0x1.40645f0c6651cp-2, 0x1.88e9c2c1b9ff8p-2, 0x1.ce0a44eb17bccp-2};
    private static final double[] ROOTS = new double[32];

    static {
        for (int i = 0; i < ROOTS.length; i++) {
            ROOTS[i] = StrictMath.pow(2, i / 32.0);
        }
    }

    private Power() {}

    static float pow(float x, float y) {
        if (y == 0f || x == 1f) {
            return 1f;
        }
        boolean negative = x < 0f || Float.floatToRawIntBits(x) == Integer.MIN_VALUE;
        boolean odd = negative && isOdd(y);
        if (x == -1f && Float.isInfinite(y)) {
            return 1f;
        }
        if (x == 0f || !Float.isFinite(x) || !Float.isFinite(y)) {
            return (float) Math.pow(x, y);
        }
        if (negative && y != Math.rint(y)) {
            return Float.NaN;
        }
        double exponent = (double) XlaMath.flush(y) * log2(Math.abs(x));
        double power = exponent > 0x1.fffffffd1d571p+6
                ? Double.POSITIVE_INFINITY
                : exponent <= -150 ? 0 : exp2(exponent);
        // Zero for what is below the normal numbers when it is rounded to 24 bits.
        float result = power < 0x1.ffffffp-127 ? 0f : (float) power;
        return odd ? -result : result;
    }

    private static boolean isOdd(float y) { return Math.abs(y) < 0x1p24f && y == Math.rint(y) && ((int) y & 1) != 0; }

    private static double log2(float x) {
        // A subnormal is read as zero when it is scaled to a normal number.
        int bits = x < Float.MIN_NORMAL ? -23 << 23 : Float.floatToRawIntBits(x);
        int offset = bits - 0x3f33_0000;
        int interval = offset >>> 19 & 15;
        int k = offset >> 23;
        double z = Float.intBitsToFloat(bits - (k << 23));
        double r = Math.fma(z, INVERSE_CENTERS[interval], -1.0);
        double high = Math.fma(0x1.27616c9496e0bp-2, r, -0x1.71969a075c67ap-2);
        double middle = Math.fma(0x1.ec70a6ca7baddp-2, r, -0x1.7154748bef6c8p-1);
        double low = Math.fma(0x1.71547652ab82bp0, r, LOG2_CENTERS[interval] + k);
        double square = r * r;
        return Math.fma(high, square * square, Math.fma(middle, square, low));
    }

    private static double exp2(double x) {
        double rounded = Math.rint(x * 32);
        double r = x - rounded / 32;
        long k = (long) rounded;
        double scale = ROOTS[(int) k & 31] * Math.scalb(1.0, (int) (k >> 5));
        double head = Math.fma(0x1.62e42ff0c52d6p-1, r, 1.0);
        double tail = Math.fma(0x1.c6af84b912394p-5, r, 0x1.ebfce50fac4f3p-3);
        return Math.fma(tail, r * r, head) * scale;
    }
}
