package org.dovetail.core;

import org.jspecify.annotations.Nullable;

/**
 * How a binary float is laid out: sign, exponent, mantissa, and what its special bit patterns mean.
 *
 * @param exponentBits the width of the exponent
 * @param mantissaBits the width of the mantissa, without the hidden bit
 * @param bias what is subtracted from a stored exponent
 * @param specials what the format has beside finite numbers
 * @param signed whether there is a sign bit
 */
record FloatFormat(int exponentBits, int mantissaBits, int bias, Specials specials, boolean signed) {
    /** What a format has beside finite numbers. */
    enum Specials {
        /** Infinities, and NaN for every other pattern of the highest exponent. */
        IEEE,
        /** No infinities; NaN is the pattern of all ones. */
        FINITE_WITH_NAN,
        /** No infinities and no negative zero; NaN is the pattern of negative zero. */
        FINITE_UNSIGNED_ZERO,
        /** Finite numbers alone. */
        FINITE
    }

    private static final FloatFormat F4_E2M1FN = new FloatFormat(2, 1, 1, Specials.FINITE, true);
    private static final FloatFormat F8_E3M4 = new FloatFormat(3, 4, 3, Specials.IEEE, true);
    private static final FloatFormat F8_E4M3 = new FloatFormat(4, 3, 7, Specials.IEEE, true);
    private static final FloatFormat F8_E4M3B11FNUZ = new FloatFormat(4, 3, 11, Specials.FINITE_UNSIGNED_ZERO, true);
    private static final FloatFormat F8_E4M3FN = new FloatFormat(4, 3, 7, Specials.FINITE_WITH_NAN, true);
    private static final FloatFormat F8_E4M3FNUZ = new FloatFormat(4, 3, 8, Specials.FINITE_UNSIGNED_ZERO, true);
    private static final FloatFormat F8_E5M2 = new FloatFormat(5, 2, 15, Specials.IEEE, true);
    private static final FloatFormat F8_E5M2FNUZ = new FloatFormat(5, 2, 16, Specials.FINITE_UNSIGNED_ZERO, true);
    private static final FloatFormat F8_E8M0FNU = new FloatFormat(8, 0, 127, Specials.FINITE_WITH_NAN, false);
    private static final FloatFormat BF16 = new FloatFormat(8, 7, 127, Specials.IEEE, true);
    private static final FloatFormat F16 = new FloatFormat(5, 10, 15, Specials.IEEE, true);
    private static final FloatFormat F32 = new FloatFormat(8, 23, 127, Specials.IEEE, true);
    private static final FloatFormat F64 = new FloatFormat(11, 52, 1023, Specials.IEEE, true);

    static @Nullable FloatFormat of(DType type) {
        return switch (type) {
            case FLOAT4_E2M1FN -> F4_E2M1FN;
            case FLOAT8_E3M4 -> F8_E3M4;
            case FLOAT8_E4M3 -> F8_E4M3;
            case FLOAT8_E4M3B11FNUZ -> F8_E4M3B11FNUZ;
            case FLOAT8_E4M3FN -> F8_E4M3FN;
            case FLOAT8_E4M3FNUZ -> F8_E4M3FNUZ;
            case FLOAT8_E5M2 -> F8_E5M2;
            case FLOAT8_E5M2FNUZ -> F8_E5M2FNUZ;
            case FLOAT8_E8M0FNU -> F8_E8M0FNU;
            case BFLOAT16 -> BF16;
            case FLOAT16 -> F16;
            case FLOAT32 -> F32;
            case FLOAT64 -> F64;
            default -> null;
        };
    }

    /** The exponent of the largest finite number. */
    int maxExponent() {
        int largestField = (1 << exponentBits) - 1 - (specials == Specials.IEEE ? 1 : 0);
        return largestField - bias - (isAllOnesNan() && mantissaBits == 0 ? 1 : 0);
    }

    /** The largest finite number. */
    double largest() {
        boolean isLastNan = isAllOnesNan() && mantissaBits > 0;
        return (2 - Math.scalb(isLastNan ? 2d : 1d, -mantissaBits)) * Math.scalb(1d, maxExponent());
    }

    /** The exponent of the smallest number of full precision; E8M0 has no zero and no subnormals, so its field 0 counts. */
    int minExponent() {
        return (signed ? 1 : 0) - bias;
    }

    /** Whether every number of another format, infinities and negative zero included, is a number of this one. */
    boolean holds(FloatFormat other) {
        boolean infinities = specials == Specials.IEEE || other.specials != Specials.IEEE;
        boolean nan = specials != Specials.FINITE || other.specials == Specials.FINITE;
        boolean negativeZero = specials != Specials.FINITE_UNSIGNED_ZERO
                || other.specials == Specials.FINITE_UNSIGNED_ZERO;
        boolean sign = signed || !other.signed;
        boolean zero = signed;
        return infinities && nan && negativeZero && sign && zero && mantissaBits >= other.mantissaBits
                && maxExponent() >= other.maxExponent()
                && minExponent() - mantissaBits <= other.minExponent() - (other.signed ? other.mantissaBits : 0);
    }

    private boolean isAllOnesNan() { return specials == Specials.FINITE_WITH_NAN; }

    /**
     * The number that some bits stand for.
     *
     * @param bits the pattern, in the low bits
     * @return the number, exactly
     */
    double decode(long bits) {
        long fraction = bits & ((1L << mantissaBits) - 1);
        int field = (int) (bits >>> mantissaBits) & ((1 << exponentBits) - 1);
        boolean negative = signed && (bits >>> (mantissaBits + exponentBits) & 1) != 0;
        int ones = (1 << exponentBits) - 1;
        boolean topField = field == ones;
        boolean nan = switch (specials) {
            case IEEE -> topField && fraction != 0;
            case FINITE_WITH_NAN -> topField && fraction == (1L << mantissaBits) - 1;
            case FINITE_UNSIGNED_ZERO -> negative && field == 0 && fraction == 0;
            case FINITE -> false;
        };
        if (nan) {
            return Double.NaN;
        }
        double magnitude;
        if (specials == Specials.IEEE && topField) {
            magnitude = Double.POSITIVE_INFINITY;
        } else if (field == 0 && signed) {
            magnitude = Math.scalb((double) fraction, minExponent() - mantissaBits);
        } else {
            magnitude = Math.scalb((double) (fraction | 1L << mantissaBits), field - bias - mantissaBits);
        }
        return negative ? -magnitude : magnitude;
    }

    /**
     * The bits of the number of this format that is nearest to a value, ties to even, as ml_dtypes rounds.
     *
     * @param value the number
     * @return the pattern, in the low bits
     */
    long encode(double value) {
        long sign = signed && Double.doubleToRawLongBits(value) < 0 ? 1L << (mantissaBits + exponentBits) : 0;
        if (Double.isNaN(value) || !signed && value <= 0) {
            return nan(sign);
        }
        double magnitude = Math.abs(value);
        if (!signed && magnitude < Math.scalb(1.0, minExponent() + 1)) {
            // XLA and ml_dtypes round up between the two smallest powers of two.
            return magnitude <= Math.scalb(1.0, minExponent()) ? 0 : 1;
        }
        if (Double.isInfinite(magnitude)) {
            return overflow(sign);
        }
        int exponent = Math.max(Math.getExponent(magnitude), minExponent());
        double scaled = Math.rint(Math.scalb(magnitude, mantissaBits - exponent));
        if (scaled >= Math.scalb(1.0, mantissaBits + 1)) {
            exponent++;
            scaled = Math.scalb(scaled, -1);
        }
        long fraction = (long) scaled;
        long hidden = 1L << mantissaBits;
        long field = fraction < hidden ? 0 : exponent + bias;
        long bits = field << mantissaBits | fraction & hidden - 1;
        if (field > maxExponent() + bias || isAllOnesNan() && bits >= (1L << exponentBits + mantissaBits) - 1) {
            return overflow(sign);
        }
        return bits == 0 && specials == Specials.FINITE_UNSIGNED_ZERO ? 0 : sign | bits;
    }

    private long nan(long sign) {
        long ones = (1L << exponentBits + mantissaBits) - 1;
        return switch (specials) {
            case IEEE -> sign | ones ^ (1L << mantissaBits) - 1 | 1L << mantissaBits - 1;
            case FINITE_WITH_NAN -> sign | ones;
            case FINITE_UNSIGNED_ZERO -> 1L << mantissaBits + exponentBits;
            case FINITE -> 1L << mantissaBits + exponentBits;
        };
    }

    private long overflow(long sign) {
        long ones = (1L << exponentBits + mantissaBits) - 1;
        return switch (specials) {
            case IEEE -> sign | ones ^ (1L << mantissaBits) - 1;
            case FINITE_WITH_NAN, FINITE_UNSIGNED_ZERO -> nan(sign);
            case FINITE -> sign | ones;
        };
    }
}
