package org.dovetail.core.internal.math;

/** The logarithm of the gamma function and its derivatives, of float64. */
public final class DoubleGamma {
    /*
     * lgamma, digamma: C. Lanczos, A precision approximation of the gamma function, 1964, with g = 7 and 9 terms, and the reflection
     * below 1/2.
     * polygamma: the series of 1 / (x + k)^(n + 1), whose end is summed by Euler and Maclaurin's formula.
     */
    private static final double[] LANCZOS = {676.5203681218851, -1259.1392167224028,
            771.3234287776531, -176.6150291621406, 12.507343278686905,
            -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7};

    /** B<sub>2k</sub> / (2k)! for k from 1. */
    private static final double[] BERNOULLI = {1.0 / 12, -1.0 / 720, 1.0 / 30240, -1.0 / 1209600, 1.0 / 47900160,
            -691.0 / 1307674368000.0, 1.0 / 74724249600.0, -3617.0 / 10670622842880000.0};

    private DoubleGamma() {}

    /** log |&Gamma;(x)|. */
    public static double lgamma(double x) {
        if (Double.isInfinite(x)) {
            return Double.POSITIVE_INFINITY;
        }
        boolean reflects = x < 0.5;
        double z = reflects ? -x : x - 1;
        double series = 0.9999999999998099;
        for (int i = 0; i < LANCZOS.length; i++) {
            series += LANCZOS[i] / (z + i + 1);
        }
        double t = z + 7.5;
        double log = Math.log(t);
        double positive = (z + 0.5 - t / log) * log + 0.5 * Math.log(2 * Math.PI) + Math.log(series);
        if (!reflects) {
            return positive;
        }
        double fraction = Math.abs(x) - Math.floor(Math.abs(x));
        double sine = Math.log(Math.sin(Math.PI * Math.min(fraction, 1 - fraction)));
        return Double.isInfinite(sine) ? -sine : Math.log(Math.PI) - sine - positive;
    }

    /** The derivative of lgamma; NaN at 0 and the negative whole numbers. */
    public static double digamma(double x) {
        if (x <= 0 && x == Math.floor(x)) {
            return Double.NaN;
        }
        boolean reflects = x < 0.5;
        double z = reflects ? -x : x - 1;
        double numerator = 0;
        double denominator = 0.9999999999998099;
        for (int i = 0; i < LANCZOS.length; i++) {
            double term = z + i + 1;
            numerator -= LANCZOS[i] / (term * term);
            denominator += LANCZOS[i] / term;
        }
        double t = z + 7.5;
        double positive = Math.log(t) + numerator / denominator - 7 / t;
        double angle = Math.PI * (x + Math.abs(Math.floor(x + 0.5)));
        return reflects ? positive - Math.PI / Math.tan(angle) : positive;
    }

    /** The derivative of digamma of an order; NaN unless that is a natural number. */
    public static double polygamma(double order, double x) {
        if (order == 0) {
            return digamma(x);
        }
        if (!(order > 0) || order != Math.floor(order) || Double.isNaN(x)) {
            return Double.NaN;
        }
        double sign = order % 2 == 1 ? 1 : -1;
        return sign * Math.exp(lgamma(order + 1)) * zeta(order + 1, x);
    }

    private static double zeta(double s, double q) {
        if (q <= 0 && q == Math.floor(q)) {
            return s % 2 == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        }
        double sum = 0;
        double a = q;
        for (int k = 0; k < 12 || a < 12; k++) {
            sum += Math.pow(a, -s);
            a += 1;
        }
        double power = Math.pow(a, -s);
        sum += power * a / (s - 1) + power / 2;
        double factor = s;
        for (int k = 0; k < BERNOULLI.length; k++) {
            power /= a;
            sum += BERNOULLI[k] * factor * power;
            power /= a;
            factor *= (s + 2 * k + 1) * (s + 2 * k + 2);
        }
        return sum;
    }
}
