package org.dovetail.core;

import org.dovetail.core.internal.math.XlaMath;
import org.dovetail.core.internal.prim.Elementwise.Binary;
import org.dovetail.core.internal.prim.Ops;

/** Random numbers of the floats of 16 bits, which JAX makes of fewer random bits and rounds after each operation. */
final class HalfPrng {
    private HalfPrng() {}

    static boolean isHalf(DType dtype) { return dtype == DType.BFLOAT16 || dtype == DType.FLOAT16; }

    /** A number rounded to a dtype. */
    static double rounded(DType dtype, double value) {
        return Array.scalar(dtype, value).doubleAt(0);
    }

    private static int mantissaBits(DType dtype) { return dtype == DType.BFLOAT16 ? 7 : 10; }

    static Tensor uniform(Key key, Shape shape, DType dtype, double low, double high) {
        int mantissa = mantissaBits(dtype);
        int width = dtype == DType.BFLOAT16 ? 8 : 16;
        Tensor drawn = Prng.bits(key, shape).and(Ops.full(DType.UINT32, shape, (1 << width) - 1));
        Tensor kept = Binary.SHIFT_RIGHT_LOGICAL.of(drawn, Ops.full(DType.UINT32, shape, width - mantissa));
        Tensor unit = kept.cast(DType.FLOAT32).mul(Math.scalb(1.0, -mantissa)).cast(dtype);
        double lower = rounded(dtype, low);
        return unit.mul(rounded(dtype, high) - lower).add(lower).maximum(lower);
    }

    static Tensor normal(Key key, Shape shape, DType dtype) {
        return Tensors.erfInv(uniform(key, shape, dtype, inwards(dtype, -1), 1)).mul(Math.sqrt(2));
    }

    static Tensor truncatedNormal(Key key, double low, double high, Shape shape, DType dtype) {
        Tensor drawn = uniform(key, shape, dtype, erf(dtype, low), erf(dtype, high));
        return Tensors.clip(Tensors.erfInv(drawn).mul(Math.sqrt(2)), inwards(dtype, low), -inwards(dtype, -high));
    }

    private static double erf(DType dtype, double bound) {
        double root = rounded(dtype, Math.sqrt(2));
        return XlaMath.erf((float) rounded(dtype, rounded(dtype, bound) / root));
    }

    /** The next larger number of a dtype. */
    private static double inwards(DType dtype, double value) {
        float rounded = (float) rounded(dtype, value);
        int step = 1 << (23 - mantissaBits(dtype));
        return rounded == 0 ? 0 : Float.intBitsToFloat(Float.floatToRawIntBits(rounded) + (rounded < 0 ? -step : step));
    }
}
