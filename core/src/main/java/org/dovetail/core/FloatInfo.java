package org.dovetail.core;

/**
 * The limits of a float dtype, as {@code jnp.finfo}.
 *
 * @param max the largest finite number
 * @param min the smallest finite number
 * @param eps the distance of 1 to the next larger number
 * @param tiny the smallest positive number of full precision
 */
public record FloatInfo(double max, double min, double eps, double tiny) {
    /**
     * Those of a dtype.
     *
     * @param dtype a float
     * @return its limits
     * @throws IllegalArgumentException if it is none
     */
    public static FloatInfo of(DType dtype) {
        FloatFormat format = FloatFormat.of(dtype);
        if (format == null) {
            throw new IllegalArgumentException("FloatInfo: a float is expected; got " + dtype);
        }
        return new FloatInfo(format.largest(), format.signed() ? -format.largest() : 0,
                Math.scalb(1d, -format.mantissaBits()), Math.scalb(1d, format.minExponent()));
    }
}
