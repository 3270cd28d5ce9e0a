package org.dovetail.core.internal.math;

/** The logarithm of the gamma function, and its derivatives, of float32, as XLA makes them. */
final class Gamma {
    /*
     * C. Lanczos, A precision approximation of the gamma function, 1964, with g = 7 and 9 terms; below 1/2 by the
     * reflection gamma(x) gamma(1 - x) = pi / sin(pi x). XLA evaluates the coefficients of double precision in single precision.
     * polygamma: the sum of 1 / (x + k)^(n + 1) for ten k, and Euler and Maclaurin's formula for the others.
     */
    private static final float[] LANCZOS = {676.5204f, -1259.1392f, 771.3234f, -176.61504f, 12.507343f,
            -0.1385711f, 9.984369e-6f, 1.5056327e-7f};
    private static final float[] EULER_MACLAURIN = {-1.3954465e-19f, 5.509003e-18f, -2.1748687e-16f,
            8.586062e-15f, -3.3896803e-13f, 1.3382536e-11f, -5.2841903e-10f, 2.0876756e-8f, -8.267196e-7f,
            3.3068784e-5f, -0.0013888889f, 0.083333336f};
    private static final float PI = 3.1415927f;

    private Gamma() {}

    static float lgamma(float number) {
        float x = XlaMath.flush(number);
        if (Float.isInfinite(x)) {
            return Float.POSITIVE_INFINITY;
        }
        boolean reflects = x < 0.5f;
        float z = reflects ? -x : x - 1f;
        float log = XlaMath.log1p(z * 0.13333334f) + 2.014903f;
        float series = 1f;
        for (int i = 0; i < LANCZOS.length; i++) {
            series += LANCZOS[i] / (z + (i + 1));
        }
        float positive = Math.fma(z + 0.5f - (z + 7.5f) / log, log, 0.9189385f) + XlaMath.log(series);
        if (!reflects) {
            return positive;
        }
        float magnitude = Math.abs(x);
        float fraction = magnitude - (float) Math.floor(magnitude);
        float nearest = 0.5f < fraction ? 1f - fraction : fraction;
        float sine = XlaMath.log(XlaMath.sin(nearest * PI));
        return Float.isFinite(sine) ? 1.1447299f - sine - positive : -sine;
    }

    static float digamma(float number) {
        float x = XlaMath.flush(number);
        if (x <= 0 && x == (float) Math.floor(x)) {
            return Float.NaN;
        }
        boolean reflects = x < 0.5f;
        float z = reflects ? -x : x - 1f;
        float log = XlaMath.log1p(z * 0.13333334f) + 2.014903f;
        float numerator = 0f;
        float denominator = 1f;
        for (int i = 0; i < LANCZOS.length; i++) {
            float term = z + (i + 1);
            numerator -= LANCZOS[i] / (term * term);
            denominator += LANCZOS[i] / term;
        }
        float positive = log + numerator / denominator - 7f / (z + 7.5f);
        if (!reflects) {
            return positive;
        }
        float angle = (x + Math.abs((float) Math.floor(x + 0.5f))) * PI;
        return positive - XlaMath.cos(angle) * PI / XlaMath.sin(angle);
    }

    static float polygamma(float order, float number) {
        float n = XlaMath.flush(order);
        float x = XlaMath.flush(number);
        if (!(n >= 0) || n != (float) Math.floor(n)) {
            return Float.NaN;
        }
        if (n == 0) {
            return digamma(x);
        }
        float scale = XlaMath.exp(lgamma(n + 1f));
        return XlaMath.flush((n % 2 == 0 ? -scale : scale) * zeta(n, x));
    }

    /** Hurwitz' zeta function at n + 1. */
    private static float zeta(float n, float q) {
        float exponent = -(n + 1f);
        if (q <= 0 && q == (float) Math.floor(q)) {
            return (n + 1f) % 2 == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        }
        float sum = XlaMath.pow(q, exponent);
        for (int k = 1; k < 10; k++) {
            sum += XlaMath.pow(q + k, exponent);
        }
        float a = q + 10;
        float power = XlaMath.pow(a, exponent);
        float inverse = 1f / (a * a);
        float tail = inverse * EULER_MACLAURIN[0];
        for (int i = 1; i < EULER_MACLAURIN.length; i++) {
            int j = 2 * (EULER_MACLAURIN.length - i);
            float factors = (n + (j + 1)) * (n + j);
            tail = Math.fma(factors, tail, EULER_MACLAURIN[i]);
            tail = i == EULER_MACLAURIN.length - 1 ? tail : inverse * tail;
        }
        return Math.fma(power, Math.fma((n + 1f) / a, tail, 0.5f), sum + power * a / n);
    }
}
