package org.dovetail.core.optim;

/**
 * A line up to a peak and half a cosine down from it: the arguments of {@code optax.warmup_cosine_decay_schedule}.
 *
 * @param initValue the number at the first step
 * @param peakValue the number at the peak
 * @param warmupSteps how many steps lead up to the peak
 * @param decaySteps how many there are in all, those included
 * @param endValue the number at the end
 * @param exponent the power of the cosine
 */
public record WarmupCosine(double initValue, double peakValue, int warmupSteps, int decaySteps, double endValue,
        double exponent) {
    /**
     * One that ends at 0.
     *
     * @param initValue the number at the first step
     * @param peakValue the number at the peak
     * @param warmupSteps how many steps lead up to the peak
     * @param decaySteps how many there are in all, those included
     */
    public WarmupCosine(double initValue, double peakValue, int warmupSteps, int decaySteps) {
        this(initValue, peakValue, warmupSteps, decaySteps, 0, 1);
    }

    /**
     * The same with another end.
     *
     * @param value the number at the end
     * @return the arguments
     */
    public WarmupCosine withEndValue(double value) {
        return new WarmupCosine(initValue, peakValue, warmupSteps, decaySteps, value, exponent);
    }

    /**
     * The same with another power of the cosine.
     *
     * @param power the power
     * @return the arguments
     */
    public WarmupCosine withExponent(double power) {
        return new WarmupCosine(initValue, peakValue, warmupSteps, decaySteps, endValue, power);
    }
}
