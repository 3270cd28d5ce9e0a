package org.dovetail.core.internal.math;

/** 1 - erf(x) of float32, as XLA makes it. */
final class ComplementaryError {
    /*
     * S. Moshier, Cephes Mathematical Library, single precision: below 1 by the series of erf, above by exp(-x²)/x times a
     * polynomial in 1/x².
     */
    private static final float[] SERIES = {7.8538615e-5f, -0.00080101937f, 0.0051883277f, -0.026853813f,
            0.112835854f, -0.37612626f, 1.1283791f};
    private static final float[] NEAR = {0.0232682f, -0.13870394f, 0.36874247f, -0.5824733f, 0.62100047f,
            -0.49445152f, 0.340488f, -0.2741127f, 0.56382596f};
    private static final float[] FAR = {-10.477664f, 12.9772f, -7.4955187f, 2.921019f, -1.0152652f, 0.42184633f,
            -0.28207675f, 0.5641895f};

    private ComplementaryError() {}

    static float erfc(float x) {
        float magnitude = Math.abs(x);
        float square = XlaMath.flush(x * x);
        if (magnitude < 1f) {
            return Math.fma(-x, polynomial(SERIES, square), 1f);
        }
        float inverse = 1f / square;
        float scale = XlaMath.flush(XlaMath.exp(-square) * (1f / magnitude));
        float tail = -square < -88.72284f
                ? 0f
                : XlaMath.flush(scale * polynomial(magnitude < 2f ? NEAR : FAR, inverse));
        return x < 0f ? 2f - tail : tail;
    }

    private static float polynomial(float[] coefficients, float x) {
        float sum = coefficients[0];
        for (int i = 1; i < coefficients.length; i++) {
            sum = Math.fma(sum, x, coefficients[i]);
        }
        return sum;
    }
}
