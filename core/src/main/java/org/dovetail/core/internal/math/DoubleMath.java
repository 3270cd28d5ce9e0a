package org.dovetail.core.internal.math;

/** The elementary functions of float64, within about 1e-15 of the true values: for checks, not for JAX's bits. */
public final class DoubleMath {
    /*
     * erf: Abramowitz and Stegun 7.1.6, a series of positive terms, below 1; 7.1.14, a continued fraction, above.
     * erfInv: S. Winitzki's estimate of 2008, then Halley's method, which triples the correct digits at each step.
     */
    private static final double TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);
    private static final double WINITZKI = 0.147;

    private DoubleMath() {}

    /** e<sup>x</sup>. */
    public static double exp(double x) { return Math.exp(x); }

    /** e<sup>x</sup> - 1. */
    public static double expm1(double x) { return Math.expm1(x); }

    /** The natural logarithm. */
    public static double log(double x) { return Math.log(x); }

    /** log(1 + x). */
    public static double log1p(double x) { return Math.log1p(x); }

    /** 1 / (1 + e<sup>-x</sup>). */
    public static double logistic(double x) { return 1 / (1 + Math.exp(-x)); }

    /** The hyperbolic tangent. */
    public static double tanh(double x) { return Math.tanh(x); }

    /** The error function. */
    public static double erf(double x) {
        double magnitude = Math.abs(x);
        return magnitude < 1 ? series(x) : Math.copySign(1 - tail(magnitude), x);
    }

    /** The inverse of the error function; infinite at -1 and 1, NaN beyond. */
    public static double erfInv(double y) {
        double target = Math.abs(y);
        double rest = 1 - target;
        if (!(rest > 0)) {
            return y / (rest == 0 ? 0.0 : Double.NaN);
        }
        double log = Math.log(rest) + Math.log1p(target);
        double b = 2 / (Math.PI * WINITZKI) + log / 2;
        double x = Math.sqrt(Math.sqrt(b * b - log / WINITZKI) - b);
        for (int i = 0; i < 3; i++) {
            double excess = x < 1 ? series(x) - target : rest - tail(x);
            double step = excess / (TWO_OVER_ROOT_PI * Math.exp(-x * x));
            x -= step / (1 + x * step);
        }
        return Math.copySign(x, y);
    }

    /** 1 / &radic;x. */
    public static double rsqrt(double x) { return 1 / Math.sqrt(x); }

    /** The sine. */
    public static double sin(double x) { return Math.sin(x); }

    /** The cosine. */
    public static double cos(double x) { return Math.cos(x); }

    /** x<sup>y</sup>. */
    public static double pow(double x, double y) { return Math.pow(x, y); }

    /** 2<sup>x</sup>. */
    public static double exp2(double x) { return Math.pow(2, x); }

    /** The inverse of the hyperbolic sine. */
    public static double asinh(double x) {
        double magnitude = Math.abs(x);
        double square = x * x;
        return Math.copySign(magnitude > 1e150
                ? Math.log(magnitude) + Math.log(2)
                : Math.log1p(magnitude + square / (Math.sqrt(square + 1) + 1)), x);
    }

    /** The inverse of the hyperbolic cosine. */
    public static double acosh(double x) {
        double root = Math.sqrt(x - 1);
        return x > 1e150 ? Math.log(x) + Math.log(2) : Math.log1p(root * (Math.sqrt(x + 1) + root));
    }

    /** The inverse of the hyperbolic tangent. */
    public static double atanh(double x) {
        return Math.copySign((Math.log1p(Math.abs(x)) - Math.log1p(-Math.abs(x))) * 0.5, x);
    }

    /** 1 - erf(x). */
    public static double erfc(double x) {
        double magnitude = Math.abs(x);
        return magnitude < 1 ? 1 - series(x) : x < 0 ? 2 - tail(magnitude) : tail(magnitude);
    }

    /** log(e<sup>x</sup> + e<sup>y</sup>). */
    public static double logAddExp(double x, double y) {
        double difference = x - y;
        return Double.isNaN(difference) ? x + y : Math.max(x, y) + Math.log1p(Math.exp(-Math.abs(difference)));
    }

    private static double series(double x) {
        double square = 2 * x * x;
        double term = x;
        double sum = x;
        for (int odd = 3; Math.abs(term) > Math.ulp(sum) / 4; odd += 2) {
            term *= square / odd;
            sum += term;
        }
        return TWO_OVER_ROOT_PI * Math.exp(-x * x) * sum;
    }

    /** 1 - erf(x) for x at least 1. */
    private static double tail(double x) {
        double fraction = x;
        for (int k = 200; k > 0; k--) {
            fraction = x + 0.5 * k / fraction;
        }
        return Math.exp(-x * x) / (Math.sqrt(Math.PI) * fraction);
    }
}
