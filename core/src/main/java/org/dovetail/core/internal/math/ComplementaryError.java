package org.dovetail.core.internal.math;

/** 1 - erf(x) of float32, as XLA makes it. */
final class ComplementaryError {
    /*
     * S. Moshier, Cephes Mathematical Library, single precision: below 1 by the series of erf, above by exp(-x²)/x times a
     * polynomial in 1/x².
     */
    private static final float[] SERIES = {7.85386146e-05f, -0.000801019371f, 0.00518832775f, -0.0268538129f,
            0.112835854f, -0.37612626f, 1.12837911f};
    private static final float[] NEAR = {0.0232682f, -0.138703942f, 0.368742466f, -0.582473278f, 0.621000469f,
            -0.494451523f, 0.340488f, -0.274112701f, 0.563825965f};
    private static final float[] FAR = {-10.477664f, 12.9772f, -7.49551868f, 2.92101908f, -1.01526523f, 0.42184633f,
            -0.282076746f, 0.564189494f};

    private ComplementaryError() {}

    static float erfc(float x) {
        float magnitude = Math.abs(x);
        float square = XlaMath.flush(x * x);
        if (magnitude < 1f) {
            return Math.fma(-x, polynomial(SERIES, square), 1f);
        }
        float inverse = 1f / square;
        float scale = XlaMath.flush(XlaMath.exp(-square) * (1f / magnitude));
        float tail = -square < -88.7228394f
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
