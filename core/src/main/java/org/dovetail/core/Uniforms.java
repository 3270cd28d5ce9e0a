package org.dovetail.core;

import org.dovetail.core.internal.prim.Elementwise.Binary;
import org.dovetail.core.internal.prim.Elementwise.Ternary;
import org.dovetail.core.internal.prim.Ops;

/** Uniform random floats, of which all others are made, rounded where JAX rounds. */
final class Uniforms {
    private Uniforms() {}

    /** How many bits stand behind the point of a dtype's mantissa. */
    static int mantissaBits(DType dtype) {
        FloatFormat format = dtype.floatFormat();
        if (format == null || dtype.bytes() < 2) {
            throw new IllegalArgumentException(
                    "random floats: float32, float64, bfloat16 or float16 is expected; got " + dtype);
        }
        return format.mantissaBits();
    }

    /** The least positive number of full precision, as {@code jnp.finfo(dtype).tiny}. */
    static double tiny(DType dtype) {
        return dtype == DType.FLOAT16 ? 0x1p-14 : dtype == DType.FLOAT64 ? Double.MIN_NORMAL : Float.MIN_NORMAL;
    }

    static Tensor scalar(DType dtype, double value) { return Array.scalar(dtype, value); }

    /** Floats from 0 up to 1: as many random bits as the mantissa has. */
    private static Tensor unit(Key key, Shape shape, DType dtype) {
        int mantissa = mantissaBits(dtype);
        int width = dtype == DType.BFLOAT16 ? 8 : dtype.bytes() * 8;
        DType wide = dtype == DType.FLOAT64 ? DType.UINT64 : DType.UINT32;
        Tensor drawn = Prng.bits(key, shape, wide);
        Tensor random = width < 32 ? drawn.and(Ops.full(wide, shape, (1 << width) - 1)) : drawn;
        Tensor fraction = Binary.SHIFT_RIGHT_LOGICAL.of(random, Ops.full(wide, shape, width - mantissa));
        return switch (dtype) {
            // A float from 1 up to 2 has these bits as its fraction.
            case FLOAT32, FLOAT64 -> Ops
                    .bitcast(fraction.or(Ops.bitcast(scalar(dtype, 1), wide)), dtype).sub(1);
            default -> fraction.cast(DType.FLOAT32).mul(Math.scalb(1.0, -mantissa)).cast(dtype);
        };
    }

    /** Floats from a lower up to an upper bound, which have their dtype and broadcast to the shape. */
    static Tensor between(Key key, Shape shape, DType dtype, Tensor low, Tensor high) {
        Tensor unit = unit(key, shape, dtype);
        Tensor lower = low.broadcastTo(shape);
        Tensor range = high.sub(low).broadcastTo(shape);
        // XLA contracts the scaling to one operation that rounds once, but for 16 bits, where it rounds twice.
        Tensor scaled = dtype.bytes() == 2 ? unit.mul(range).add(lower) : Ternary.FMA.of(unit, range, lower);
        return scaled.maximum(lower);
    }

    static Tensor between(Key key, Shape shape, DType dtype, double low, double high) {
        return between(key, shape, dtype, scalar(dtype, low), scalar(dtype, high));
    }

    static Tensor normal(Key key, Shape shape, DType dtype) {
        Tensor above = next(scalar(dtype, -1), true);
        return Tensors.erfInv(between(key, shape, dtype, above, scalar(dtype, 1))).mul(Math.sqrt(2));
    }

    static Tensor truncatedNormal(Key key, Shape shape, DType dtype, Tensor low, Tensor high) {
        Tensor drawn = between(key, shape, dtype, Tensors.erf(overRoot(low)), Tensors.erf(overRoot(high)));
        return Tensors.erfInv(drawn).mul(Math.sqrt(2)).maximum(next(Tensors.stopGradient(low), true))
                .minimum(next(Tensors.stopGradient(high), false));
    }

    /** XLA multiplies by the reciprocal of what it is told to divide by, but for 16 bits. */
    private static Tensor overRoot(Tensor bound) {
        return switch (bound.dtype()) {
            case FLOAT32 -> bound.mul(1 / (float) Math.sqrt(2));
            case FLOAT64 -> bound.mul(1 / Math.sqrt(2));
            default -> bound.div(Math.sqrt(2));
        };
    }

    /** The next larger or smaller number; of 16-bit floats, 0 for 0. */
    private static Tensor next(Tensor x, boolean isLarger) {
        if (x.dtype().bytes() > 2) {
            double limit = isLarger ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
            return Tensors.nextAfter(x, scalar(x.dtype(), limit));
        }
        Tensor bits = Ops.bitcast(x, DType.INT16);
        Tensor outwards = Tensors.where(isLarger ? x.gt(0) : x.lt(0), bits.add(1), bits.sub(1));
        return Tensors.where(x.eq(0), x, Ops.bitcast(outwards, x.dtype()));
    }
}
