package org.dovetail.bridge.report;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;

/**
 * How far two arrays of one shape are apart.
 *
 * @param elements how many elements they have
 * @param differing how many elements differ by more than the tolerance
 * @param maxAbs the largest |a - b|; NaN where one of a pair is NaN
 * @param maxRel the largest |a - b| / |b|; infinite where only b is 0
 * @param maxUlp the largest number of floats between a and b, of their dtype; -1 when the dtypes differ or are no floats
 * @param cosine the cosine of the angle between the arrays; 1 when both are zero, NaN when one is or a number is not finite
 */
public record TensorDifference(long elements, long differing, double maxAbs, double maxRel, long maxUlp,
        double cosine) {
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /**
     * Compares two arrays. Without tolerance, elements of one dtype are equal when their bits are, and of two dtypes when their values are. With tolerance, they are equal when
     * |a - b| is at most {@code atol + rtol * |b|}, as in {@code numpy.allclose}, and NaN equals NaN.
     *
     * @param a an array
     * @param b an array of the same shape
     * @param atol the absolute tolerance
     * @param rtol the relative tolerance
     * @return how far they are apart
     * @throws IllegalArgumentException if the shapes differ
     */
    public static TensorDifference of(Array a, Array b, double atol, double rtol) {
        if (!a.shape().equals(b.shape())) {
            throw new IllegalArgumentException("compare: " + a.spec() + " and " + b.spec() + " have different shapes");
        }
        long size = a.shape().size();
        boolean sameType = a.dtype() == b.dtype();
        boolean exact = atol == 0 && rtol == 0;
        if (sameType && a.data().mismatch(b.data()) < 0) {
            return new TensorDifference(size, 0, 0, 0, ulps(a.dtype()) ? 0 : -1, 1);
        }
        boolean complex = a.dtype().kind() == DType.Kind.COMPLEX || b.dtype().kind() == DType.Kind.COMPLEX;
        return complex ? complex(a, b, atol, rtol) : real(a, b, sameType, exact, atol, rtol);
    }

    private static TensorDifference real(Array a, Array b, boolean sameType, boolean exact, double atol, double rtol) {
        long size = a.shape().size();
        boolean ulps = sameType && ulps(a.dtype());
        long differing = 0;
        double maxAbs = 0;
        double maxRel = 0;
        long maxUlp = ulps ? 0 : -1;
        double dot = 0;
        double normA = 0;
        double normB = 0;
        for (long i = 0; i < size; i++) {
            double x = a.doubleAt(i);
            double y = b.doubleAt(i);
            dot += x * y;
            normA += x * x;
            normB += y * y;
            boolean same = sameType ? sameBits(a, b, i) : x == y || Double.isNaN(x) && Double.isNaN(y);
            if (same) {
                continue;
            }
            double abs = apart(x, y);
            maxAbs = worse(maxAbs, abs);
            maxRel = worse(maxRel, abs == 0 ? 0 : abs / Math.abs(y));
            if (ulps) {
                maxUlp = Math.max(maxUlp, ulp(a, b, i));
            }
            boolean close = !exact && (abs == 0 || Double.isFinite(abs) && abs <= atol + rtol * Math.abs(y));
            differing += close ? 0 : 1;
        }
        return new TensorDifference(size, differing, maxAbs, maxRel, maxUlp, cosine(dot, normA, normB));
    }

    /** Compares real and imaginary parts as if they were elements of their own. */
    private static TensorDifference complex(Array a, Array b, double atol, double rtol) {
        TensorDifference parts = of(parts(a), parts(b), atol, rtol);
        return new TensorDifference(a.shape().size(), parts.differing, parts.maxAbs, parts.maxRel, parts.maxUlp,
                parts.cosine);
    }

    private static Array parts(Array array) {
        if (array.dtype().kind() != DType.Kind.COMPLEX) {
            return parts(array.cast(DType.COMPLEX128, Arena.ofAuto()));
        }
        List<Integer> shape = new ArrayList<>(array.shape().extents());
        shape.add(2);
        DType part = array.dtype() == DType.COMPLEX64 ? DType.FLOAT32 : DType.FLOAT64;
        return Array.of(new TensorSpec(part, new Shape(shape)), array.data());
    }

    /** |x - y|: 0 for two NaNs and for equal infinities, NaN where only one is NaN. */
    private static double apart(double x, double y) {
        if (x == y || Double.isNaN(x) && Double.isNaN(y)) {
            return 0;
        }
        return Math.abs(x - y);
    }

    /** The larger one; NaN is worst. */
    private static double worse(double a, double b) {
        return Double.isNaN(a) || Double.isNaN(b) ? Double.NaN : Math.max(a, b);
    }

    private static double cosine(double dot, double normA, double normB) {
        if (normA == 0 && normB == 0) {
            return 1;
        }
        double cosine = dot / Math.sqrt(normA) / Math.sqrt(normB);
        return Double.isNaN(cosine) ? Double.NaN : Math.max(-1, Math.min(1, cosine));
    }

    private static boolean sameBits(Array a, Array b, long i) {
        return switch (a.dtype().bytes()) {
            case 1 -> a.data().get(ValueLayout.JAVA_BYTE, i) == b.data().get(ValueLayout.JAVA_BYTE, i);
            case 2 -> a.data().get(SHORT, i * 2) == b.data().get(SHORT, i * 2);
            case 4 -> a.data().get(INT, i * 4) == b.data().get(INT, i * 4);
            default -> a.data().get(LONG, i * 8) == b.data().get(LONG, i * 8);
        };
    }

    /** Whether the bits of a dtype, taken as sign and magnitude, count its numbers in order. */
    private static boolean ulps(DType type) {
        return type.kind() == DType.Kind.FLOAT && type != DType.FLOAT8_E8M0FNU && type != DType.FLOAT4_E2M1FN;
    }

    private static long ulp(Array a, Array b, long i) {
        if (Double.isNaN(a.doubleAt(i)) || Double.isNaN(b.doubleAt(i))) {
            return Double.isNaN(a.doubleAt(i)) && Double.isNaN(b.doubleAt(i)) ? 0 : Long.MAX_VALUE;
        }
        long x = ordinal(a, i);
        long y = ordinal(b, i);
        long apart = x - y;
        boolean overflow = ((x ^ y) & (x ^ apart)) < 0;
        return overflow || apart == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(apart);
    }

    /** The number of a float among all floats of its dtype, counted from zero; both zeros are 0. */
    private static long ordinal(Array array, long i) {
        return switch (array.dtype().bytes()) {
            case 1 -> signed(array.data().get(ValueLayout.JAVA_BYTE, i), Byte.MIN_VALUE);
            case 2 -> signed(array.data().get(SHORT, i * 2), Short.MIN_VALUE);
            case 4 -> signed(array.data().get(INT, i * 4), Integer.MIN_VALUE);
            default -> signed(array.data().get(LONG, i * 8), Long.MIN_VALUE);
        };
    }

    private static long signed(long bits, long signBit) { return bits < 0 ? signBit - bits : bits; }

    /**
     * Whether every element is within the tolerance.
     *
     * @return true when none differs
     */
    public boolean isEqual() { return differing == 0; }
}
