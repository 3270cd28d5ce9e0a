package org.dovetail.bridge.report;

import org.dovetail.core.Array;

/**
 * What the numbers of an array are like. Infinities and NaNs are counted, and play no part in the rest.
 *
 * @param mean the mean; NaN when there is no finite number
 * @param std the standard deviation of the population, as {@code numpy.std}
 * @param min the smallest number
 * @param max the largest number
 * @param nans how many are NaN
 * @param infinities how many are infinite
 */
public record TensorStats(double mean, double std, double min, double max, long nans, long infinities) {
    /**
     * Goes over an array once, with sums in float64.
     *
     * @param array the array; of complex numbers, the real parts
     * @return its statistics
     */
    public static TensorStats of(Array array) {
        long size = array.shape().size();
        long nans = 0;
        long infinities = 0;
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        // Sums of differences from the first number: the squares of large, nearly equal numbers would cancel.
        double origin = Double.NaN;
        double sum = 0;
        double squares = 0;
        for (long i = 0; i < size; i++) {
            double value = array.doubleAt(i);
            if (Double.isNaN(value)) {
                nans++;
            } else if (Double.isInfinite(value)) {
                infinities++;
            } else {
                origin = Double.isNaN(origin) ? value : origin;
                double apart = value - origin;
                sum += apart;
                squares += apart * apart;
                min = Math.min(min, value);
                max = Math.max(max, value);
            }
        }
        long finite = size - nans - infinities;
        if (finite == 0) {
            return new TensorStats(Double.NaN, Double.NaN, Double.NaN, Double.NaN, nans, infinities);
        }
        double shift = sum / finite;
        double variance = Math.max(0, squares / finite - shift * shift);
        return new TensorStats(origin + shift, Math.sqrt(variance), min, max, nans, infinities);
    }
}
