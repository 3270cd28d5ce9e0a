package org.dovetail.core.internal.math;

/**
 * The elementary functions of float32 as XLA computes them on a CPU, bit for bit unless a method says otherwise.
 * <p>
 * XLA compiles approximations of its own, which round differently from {@link Math}. The results here were compared with
 * jax 0.10.2 on x86-64: for every 127th float, and for every float near an edge, 44 million in all. All
 * NaNs count as equal. XLA takes subnormal arguments and results for zero, except where a function returns its argument.
 * One case is not covered: an {@code exp} or {@code log} that is not fused with anything, of a vector of 3, 5, 6, 7, 11, 13,
 * 14 or 15 elements, calls the C library for its last elements, and is up to 1 ulp away.
 */
public final class XlaMath {
    /*
     * exp, log: S. Moshier, Cephes Mathematical Library, single precision, with clamped arguments.
     * log1p: Cephes' rational function of double precision, evaluated in single precision.
     * tanh, erf: odd rational functions fitted by Eigen's authors.
     * erfInv: M. Giles, Approximating the erfinv function, GPU Computing Gems 2, 2010.
     * A multiplication whose only use is an addition is fused with it, since LLVM contracts it so.
     */
    private static final float SQRT_HALF = 0x1.6a09e6p-1f;
    private static final float LN2_HIGH = 0.6933594f;
    private static final float LN2_LOW = -0.00021219444f;
    static final float LOG1P_BOUND = 0x1.a8279ap-2f;
    private static final float TANH_BOUND = 0x1.ffec88p2f;

    /** The least argument for which erfInv is not subnormal before it is rounded. */
    private static final float ERF_INV_NORMAL = 0x1.20dd78p-126f;

    private XlaMath() {}

    /** The number, or the zero of its sign where it is subnormal: what XLA's arithmetic reads and writes. */
    public static float flush(float x) {
        return Math.abs(x) < Float.MIN_NORMAL ? x * 0f : x;
    }

    /** e<sup>x</sup>. */
    public static float exp(float x) {
        float clamped = Math.min(Math.max(x, -87.8f), 88.8f);
        float n = Math.min((float) Math.floor(Math.fma(clamped, 1.442695f, 0.5f)), 127f);
        float r = Math.fma(n, -LN2_HIGH, clamped);
        r = Math.fma(n, -LN2_LOW, r);
        float p = Math.fma(0.00019875691f, r, 0.0013981999f);
        p = Math.fma(p, r, 0.008333452f);
        p = Math.fma(p, r, 0.041665796f);
        p = Math.fma(p, r, 0.16666666f);
        p = Math.fma(p, r, 0.5f);
        float mantissa = 1f + Math.fma(p, r * r, r);
        return flush(mantissa * Float.intBitsToFloat((int) n + 127 << 23));
    }

    /** e<sup>x</sup> - 1. */
    public static float expm1(float x) {
        float half = x * 0.5f;
        float exp = exp(x);
        float result = Math.abs(x) > 0.5f ? exp - 1f : tanh(half) * (exp + 1f);
        return Math.abs(x) < 2 * Float.MIN_NORMAL ? x : result;
    }

    /** The natural logarithm. */
    public static float log(float x) {
        int bits = Float.floatToRawIntBits(Math.max(x, Float.MIN_NORMAL));
        float m = Float.intBitsToFloat(bits & 0x7f_ffff | 0x3f00_0000);
        float e = (bits >>> 23) - 126;
        boolean small = m < SQRT_HALF;
        e -= small ? 1f : 0f;
        m = m - 1f + (small ? m : 0f);
        float square = m * m;
        float cube = square * m;
        float a = Math.fma(Math.fma(0.070376836f, m, -0.1151461f), m, 0.116769984f);
        float b = Math.fma(Math.fma(-0.12420141f, m, 0.14249323f), m, -0.16668057f);
        float c = Math.fma(Math.fma(0.20000714f, m, -0.24999994f), m, 0.3333333f);
        float y = Math.fma(Math.fma(a, cube, b), cube, c);
        y = Math.fma(y, cube, e * LN2_LOW);
        float result = Math.fma(e, LN2_HIGH, Math.fma(square, -0.5f, m) + y);
        float edge = Math.abs(x) < Float.MIN_NORMAL ? Float.NEGATIVE_INFINITY : x > 0f ? x : Float.NaN;
        return x >= Float.MIN_NORMAL && x < Float.POSITIVE_INFINITY ? result : edge;
    }

    /** log(1 + x). */
    public static float log1p(float x) {
        float square = x * x;
        float small = flush(x + Math.fma(square, -0.5f, x * square * log1pRatio(x)));
        return Math.abs(x) < LOG1P_BOUND ? small : log(1f + x);
    }

    static float log1pRatio(float x) {
        float n = Math.fma(4.527e-5f, x, 0.49854103f);
        n = Math.fma(n, x, 6.5787325f);
        n = Math.fma(n, x, 29.911919f);
        n = Math.fma(n, x, 60.94967f);
        n = Math.fma(n, x, 57.112965f);
        n = Math.fma(n, x, 20.039553f);
        float d = x + 15.062909f;
        d = Math.fma(d, x, 83.04757f);
        d = Math.fma(d, x, 221.7624f);
        d = Math.fma(d, x, 309.09872f);
        d = Math.fma(d, x, 216.42789f);
        d = Math.fma(d, x, 60.11866f);
        return n / d;
    }

    /** 1 / (1 + e<sup>-x</sup>). */
    public static float logistic(float x) { return flush(1f / (1f + exp(-x))); }

    /** The hyperbolic tangent. */
    public static float tanh(float x) {
        float clamped = Math.min(Math.max(x, -TANH_BOUND), TANH_BOUND);
        float square = clamped * clamped;
        float n = Math.fma(square, -2.7607684e-16f, 2.000188e-13f);
        n = Math.fma(square, n, -8.604672e-11f);
        n = Math.fma(square, n, 5.1222973e-8f);
        n = Math.fma(square, n, 1.48572235e-5f);
        n = Math.fma(square, n, 0.00063726195f);
        n = Math.fma(square, n, 0.0048935246f);
        float d = Math.fma(square, 1.1982584e-6f, 0.00011853471f);
        d = Math.fma(square, d, 0.0022684347f);
        d = Math.fma(square, d, 0.004893525f);
        float result = Math.abs(x) < 4e-4f ? x : clamped * n / d;
        return Math.abs(x) >= 20f ? Math.copySign(1f, x) : result;
    }

    /** The error function. */
    public static float erf(float x) {
        float square = x * x;
        float n = Math.fma(square, 0x1.e05aa2p-13f, 0x1.bebb44p-9f);
        n = Math.fma(square, n, 0x1.a16dd6p-5f);
        n = Math.fma(square, n, 0x1.7b4e8p-3f);
        n = Math.fma(square, n, 0x1.20dd74p0f);
        float d = Math.fma(square, -0x1.fa720cp-24f, 0x1.8b11bep-16f);
        d = Math.fma(square, d, 0x1.0ada5p-10f);
        d = Math.fma(square, d, 0x1.cd0fa8p-7f);
        d = Math.fma(square, d, 0x1.c69842p-4f);
        d = Math.fma(square, d, 0x1.fd6894p-2f);
        d = Math.fma(square, d, 1f);
        return Math.abs(x) >= 0x1.ea8f96p1f ? Math.copySign(1f, x) : flush(x) * n / d;
    }

    /** The inverse of the error function; infinite at -1 and 1, NaN beyond. */
    public static float erfInv(float x) {
        float log = log1p(-x * x);
        boolean central = log > -5f;
        float v = central ? -2.5f - log : (float) Math.sqrt(-log) - 3f;
        float p = Math.fma(central ? 2.8102264e-8f : -0.00020021426f, v,
                central ? 3.4327394e-7f : 0.00010095056f);
        p = Math.fma(p, v, central ? -3.5233877e-6f : 0.0013493432f);
        p = Math.fma(p, v, central ? -4.3915065e-6f : -0.0036734284f);
        p = Math.fma(p, v, central ? 0.00021858087f : 0.0057395077f);
        p = Math.fma(p, v, central ? -0.001253725f : -0.0076224613f);
        p = Math.fma(p, v, central ? -0.0041776816f : 0.0094388705f);
        p = Math.fma(p, v, central ? 0.24664073f : 1.001674f);
        p = Math.fma(p, v, central ? 1.5014094f : 2.8329768f);
        p = Math.abs(x) == 1f ? Float.POSITIVE_INFINITY : p;
        return x * (Math.abs(x) < ERF_INV_NORMAL ? 0f : p);
    }

    /**
     * 1 / &radic;x, correctly rounded. XLA refines the estimate of the processor, whose bits differ from model to model:
     * on an AMD EPYC with AVX-512 18 % of the results differ, by at most 2 ulp.
     */
    public static float rsqrt(float x) { return (float) (1.0 / Math.sqrt(flush(x))); }

    /** The sine. XLA calls the C library for it: these are the bits of glibc 2.36 on a processor with FMA. */
    public static float sin(float x) {
        return Trigonometry.sin(x);
    }

    /** The cosine, as {@link #sin}. */
    public static float cos(float x) { return Trigonometry.cos(x); }

    /** x<sup>y</sup>, from the C library as {@link #sin}; a subnormal x counts as 2<sup>-150</sup>. */
    public static float pow(float x, float y) {
        return Power.pow(x, y);
    }

    /** 2<sup>x</sup>. */
    public static float exp2(float x) { return exp(x * 0.6931472f); }

    /** The tangent, as {@link #sin}. */
    public static float tan(float x) { return Fdlibm.tan(x); }

    /** The arc sine. */
    public static float asin(float x) { return Hyperbolic.asin(x); }

    /** The arc cosine. */
    public static float acos(float x) { return Hyperbolic.acos(x); }

    /** The arc tangent, from the C library as {@link #sin}; for fewer than 64 numbers XLA has another formula, which is up to 2 ulp away. */
    public static float atan(float x) {
        return atan2(x, 1f);
    }

    /** The angle of a point with the first axis, from the C library as {@link #sin}. */
    public static float atan2(float y, float x) {
        return Fdlibm.atan2(y, x);
    }

    /** The hyperbolic sine. */
    public static float sinh(float x) { return Hyperbolic.sinh(x); }

    /** The hyperbolic cosine. */
    public static float cosh(float x) { return Hyperbolic.cosh(x); }

    /** The inverse of the hyperbolic sine. */
    public static float asinh(float x) { return Hyperbolic.asinh(x); }

    /** The inverse of the hyperbolic cosine. */
    public static float acosh(float x) { return Hyperbolic.acosh(x); }

    /** The inverse of the hyperbolic tangent. */
    public static float atanh(float x) { return Hyperbolic.atanh(x); }

    /** The cube root, from the C library as {@link #sin}, but for a subnormal number, whose root XLA takes for -5.6e-16. */
    public static float cbrt(float x) {
        return Fdlibm.cbrt(x);
    }

    /** The logarithm of the gamma function's magnitude. */
    public static float lgamma(float x) {
        return Gamma.lgamma(x);
    }

    /** The derivative of {@link #lgamma}. */
    public static float digamma(float x) { return Gamma.digamma(x); }

    /** The derivative of {@link #digamma} of an order. */
    public static float polygamma(float order, float x) {
        return Gamma.polygamma(order, x);
    }

    /** 1 - erf(x). */
    public static float erfc(float x) { return ComplementaryError.erfc(x); }

    /** log(e<sup>x</sup> + e<sup>y</sup>). */
    public static float logAddExp(float x, float y) {
        float a = flush(x);
        float b = flush(y);
        float difference = a - b;
        return flush(
                Float.isNaN(difference) ? a + b : Math.max(a, b) + log1p(exp(-Math.abs(difference))));
    }
}
