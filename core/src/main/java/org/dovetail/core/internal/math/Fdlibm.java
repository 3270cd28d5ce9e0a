package org.dovetail.core.internal.math;

/** Tangent, arc tangent and cube root of float32 as the GNU C library computes them, which is where XLA's compiled code calls. */
final class Fdlibm {
    /*
     * After K. C. Ng and I. L. Taylor: k_tanf, s_atanf, e_atan2f, FDLIBM, 1993 (Sun Microsystems, freely
     * distributable), in the arithmetic of float32; glibc 2.36 compiles them without fused multiplication.
     * tan: x is reduced as for sine, to y + rest in [-pi/4, pi/4] and the parity of the quadrant, then an odd polynomial;
     * near pi/4 that of pi/4 - x. atan: x is reduced to [0, 7/16] by the angles of 1/2, 1, 3/2 and infinity, then an odd polynomial.
     * cbrt: after U. Drepper and D. M. Gay, an estimate by a parabola, then Halley's method in double precision.
     */
    private static final float PIO4_HIGH = 0x1.921fb4p-1f;
    private static final float PIO4_LOW = 0x1.4442dp-25f;
    private static final float[] TAN = {bits(0x3eaaaaab), bits(0x3e088889), bits(0x3d5d0dd1), bits(0x3cb327a4),
            bits(0x3c11371f), bits(0x3b6b6916), bits(0x3abede48), bits(0x3a1a26c8), bits(0x398137b9), bits(0x38a3f445),
            bits(0x3895c07a), bits(0xb79bae5f), bits(0x37d95384)};
    private static final float[] ATAN = {bits(0x3eaaaaab), bits(0xbe4ccccd), bits(0x3e124925), bits(0xbde38e38),
            bits(0x3dba2e6e), bits(0xbd9d8795), bits(0x3d886b35), bits(0xbd6ef16b), bits(0x3d4bda59), bits(0xbd15a221),
            bits(0x3c8569d7)};
    private static final float[] ATAN_HIGH = {bits(0x3eed6338), bits(0x3f490fda), bits(0x3f7b985e), bits(0x3fc90fda)};
    private static final float[] ATAN_LOW = {bits(0x31ac3769), bits(0x33222168), bits(0x33140fb4), bits(0x33a22168)};
    private static final float PI = 0x1.921fb6p1f;
    private static final float PI_LOW = bits(0xb3bbbd2e);
    private static final float HALF_PI = 0x1.921fb6p0f;
    private static final double CBRT_2 = 1.2599210498948732;
    private static final double SQUARE_CBRT_2 = 1.5874010519681996;
    private static final double[] CBRT_FACTORS = {1 / SQUARE_CBRT_2, 1 / CBRT_2, 1, CBRT_2, SQUARE_CBRT_2};

    private Fdlibm() {}

    private static float bits(int bits) { return Float.intBitsToFloat(bits); }

    static float tan(float x) {
        int magnitude = Float.floatToRawIntBits(x) & 0x7fff_ffff;
        if (magnitude <= 0x3f49_0fda) {
            return tangent(x, 0, false);
        }
        if (magnitude >= 0x7f80_0000) {
            return Float.NaN;
        }
        double y;
        long n;
        if (magnitude < 0x42f0_0000) {
            int quarters = (int) (x * Trigonometry.TWO_OVER_PI_SCALED) + 0x80_0000 >> 24;
            n = quarters;
            y = x - quarters * Trigonometry.HALF_PI;
        } else {
            long quarters = Trigonometry.product(magnitude);
            n = quarters + (1L << 61) >>> 62;
            double reduced = (quarters - (n << 62)) * Trigonometry.PI_SCALED;
            y = x < 0 ? -reduced : reduced;
        }
        return tangent((float) y, (float) (y - (float) y), (n & 1) != 0);
    }

    /** The tangent of x + y within pi/4 of 0; with its sign changed and inverted in odd quadrants. */
    private static float tangent(float x0, float y0, boolean inverts) {
        float x = x0;
        float y = y0;
        int magnitude = Float.floatToRawIntBits(x) & 0x7fff_ffff;
        if (magnitude < 0x3900_0000) {
            return inverts ? -1f / x : x;
        }
        boolean nearPio4 = magnitude >= 0x3f2c_a140;
        float sign = x0 < 0 ? -1 : 1;
        float parity = inverts ? -1 : 1;
        if (nearPio4) {
            x = PIO4_HIGH - sign * x0 + (PIO4_LOW - sign * y0);
            y = 0;
            if (Math.abs(x) < 0x1p-13f) {
                return sign * parity * (1f - 2 * parity * x);
            }
        }
        float z = x * x;
        float w = z * z;
        float r = TAN[1] + w * (TAN[3] + w * (TAN[5] + w * (TAN[7] + w * (TAN[9] + w * TAN[11]))));
        float v = z * (TAN[2] + w * (TAN[4] + w * (TAN[6] + w * (TAN[8] + w * (TAN[10] + w * TAN[12])))));
        float s = z * x;
        r = y + z * (s * (r + v) + y);
        r += TAN[0] * s;
        w = x + r;
        if (nearPio4) {
            return sign * (parity - 2f * (x - (w * w / (w + parity) - r)));
        }
        if (!inverts) {
            return w;
        }
        float head = bits(Float.floatToRawIntBits(w) & 0xffff_f000);
        float tail = r - (head - x);
        float a = -1f / w;
        float t = bits(Float.floatToRawIntBits(a) & 0xffff_f000);
        return t + a * (1f + t * head + t * tail);
    }

    static float atan(float x) {
        int magnitude = Float.floatToRawIntBits(x) & 0x7fff_ffff;
        if (magnitude > 0x7f80_0000) {
            return x;
        }
        if (magnitude >= 0x4c00_0000) {
            return Math.copySign(ATAN_HIGH[3] + ATAN_LOW[3], x);
        }
        if (magnitude < 0x3ee0_0000) {
            return magnitude < 0x3100_0000 ? x : x - x * arc(x);
        }
        float t = Math.abs(x);
        int angle = magnitude < 0x3f30_0000 ? 0 : magnitude < 0x3f98_0000 ? 1 : magnitude < 0x401c_0000 ? 2 : 3;
        float reduced = switch (angle) {
            case 0 -> (2f * t - 1f) / (2f + t);
            case 1 -> (t - 1f) / (t + 1f);
            case 2 -> (t - 1.5f) / (1f + 1.5f * t);
            default -> -1f / t;
        };
        float z = ATAN_HIGH[angle] - (reduced * arc(reduced) - ATAN_LOW[angle] - reduced);
        return x < 0 ? -z : z;
    }

    private static float arc(float x) {
        float z = x * x;
        float w = z * z;
        float even = z * (ATAN[0] + w * (ATAN[2] + w * (ATAN[4] + w * (ATAN[6] + w * (ATAN[8] + w * ATAN[10])))));
        float odd = w * (ATAN[1] + w * (ATAN[3] + w * (ATAN[5] + w * (ATAN[7] + w * ATAN[9]))));
        return even + odd;
    }

    static float atan2(float y, float x) {
        if (Float.isNaN(x) || Float.isNaN(y)) {
            return Float.NaN;
        }
        if (x == 1f) {
            return atan(y);
        }
        boolean left = Float.floatToRawIntBits(x) < 0;
        if (Float.isInfinite(y)) {
            return Math.copySign(!Float.isInfinite(x) ? HALF_PI : left ? 3f * (HALF_PI / 2) : HALF_PI / 2, y);
        }
        if (Float.isInfinite(x) || y == 0f && Float.floatToRawIntBits(y) << 1 == 0) {
            return left ? Math.copySign(PI, y) : Math.copySign(0f, y);
        }
        if (Float.floatToRawIntBits(x) << 1 == 0) {
            return Math.copySign(HALF_PI, y);
        }
        int exponents = (Float.floatToRawIntBits(y) & 0x7fff_ffff) - (Float.floatToRawIntBits(x) & 0x7fff_ffff) >> 23;
        float z;
        if (exponents > 60) {
            z = HALF_PI + 0.5f * PI_LOW;
        } else if (left && exponents < -60) {
            z = 0;
        } else {
            z = atan(quotient(Math.abs(XlaMath.flush(y)), Math.abs(XlaMath.flush(x))));
        }
        if (!left) {
            return Math.copySign(z, y);
        }
        return y < 0 ? z - PI_LOW - PI : PI - (z - PI_LOW);
    }

    /** Zero where it is below the normal numbers when it is rounded to 24 bits. */
    private static float quotient(float y, float x) {
        double quotient = (double) y / x;
        return quotient < 0x1.ffffffp-127 ? 0f : (float) quotient;
    }

    static float cbrt(float x) {
        float magnitude = Math.abs(XlaMath.flush(x));
        if (!(magnitude > 0 && magnitude < Float.POSITIVE_INFINITY)) {
            return x + XlaMath.flush(x);
        }
        int exponent = Math.getExponent(magnitude) + 1;
        float mantissa = Math.scalb(magnitude, -exponent);
        float u = (float) (0.49265962052896956
                + (0.6975704602079228 - 0.19150216167871906 * mantissa) * mantissa);
        float cube = u * u * u;
        float root = (float) (u * (cube + 2.0 * mantissa) / (2.0 * cube + mantissa) * CBRT_FACTORS[2 + exponent % 3]);
        return Math.copySign(Math.scalb(root, exponent / 3), x);
    }
}
