package org.dovetail.core.internal.math;

/** The hyperbolic functions of float32, their inverses and those of sine and cosine, of the functions that XLA makes them of. */
final class Hyperbolic {
    /*
     * The formulas are those of CHLO's legalisation. No multiplication here is contracted, since their results are used twice.
     */
    private static final float LN2 = 0.6931472f;

    private Hyperbolic() {}

    static float sinh(float x) {
        float e = XlaMath.expm1(x);
        float small = (e + XlaMath.flush(e / (e + 1f))) * 0.5f;
        float large = XlaMath.exp(x - LN2) - XlaMath.exp(-LN2 - x);
        return XlaMath.flush(Math.abs(x) < 1f ? small : large);
    }

    static float cosh(float x) { return XlaMath.exp(x - LN2) + XlaMath.exp(-LN2 - x); }

    static float asinh(float x) {
        float magnitude = Math.abs(x);
        float square = XlaMath.flush(x * x);
        float small = XlaMath.log1p(magnitude + XlaMath.flush(square / ((float) Math.sqrt(square + 1f) + 1f)));
        float result = magnitude >= 1.8446743e19f ? XlaMath.log(magnitude) + LN2 : small;
        return XlaMath.flush(Math.signum(XlaMath.flush(x)) * result);
    }

    static float acosh(float x) {
        float root = (float) Math.sqrt(x - 1f);
        float small = XlaMath.log1p(root * ((float) Math.sqrt(x + 1f) + root));
        return x >= 1.7014117e+38f ? XlaMath.log(x) + LN2 : small;
    }

    static float atanh(float x) {
        float magnitude = Math.abs(x);
        float twice = magnitude < XlaMath.LOG1P_BOUND ? log1p(x) - log1p(-x) : XlaMath.log1p(x) - XlaMath.log1p(-x);
        return magnitude > 1f ? Float.NaN : XlaMath.flush(twice * 0.5f);
    }

    /** Of a small number. Half of the square is used for -x, too, so that the other product is contracted. */
    private static float log1p(float x) {
        float square = x * x;
        return XlaMath.flush(x + Math.fma(x * square, XlaMath.log1pRatio(x), square * -0.5f));
    }

    static float asin(float x) {
        float half = Fdlibm.atan2(x, (float) Math.sqrt((1f - x) * (x + 1f)) + 1f);
        return half + half;
    }

    static float acos(float x) { return Fdlibm.atan2((float) Math.sqrt((1f - x) * (x + 1f)), x); }
}
