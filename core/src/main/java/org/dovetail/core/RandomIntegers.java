package org.dovetail.core;

import org.dovetail.core.DType.Kind;
import org.dovetail.core.internal.prim.Ops;

/** Uniform random integers: two words of random bits, modulo the number of those that can be drawn. */
final class RandomIntegers {
    private RandomIntegers() {}

    static Tensor between(Key key, Shape shape, Tensor low, Tensor high, DType dtype) {
        requireInteger("dtype", dtype);
        for (Tensor bound : new Tensor[]{low, high}) {
            requireInteger("bound", bound.dtype());
            if (!bound.shape().broadcastWith(shape).filter(shape::equals).isPresent()) {
                throw new IllegalArgumentException(
                        "randint: bounds that broadcast to " + shape + " are expected; got " + bound.spec());
            }
        }
        if (dtype.bytes() >= 4) {
            return drawn(key, shape, low, high, dtype);
        }
        Tensor lower = clipped(low, least(dtype), most(dtype)).cast(DType.INT32);
        Tensor upper = clipped(high, least(dtype), most(dtype) + 1).cast(DType.INT32);
        return drawn(key, shape, lower, upper, DType.INT32).cast(dtype);
    }

    private static void requireInteger(String what, DType dtype) {
        if (dtype.kind() != Kind.SIGNED && dtype.kind() != Kind.UNSIGNED || dtype.integerBits() < 8) {
            throw new IllegalArgumentException(
                    "randint: an integer " + what + " of 8 bits or more is expected; got " + dtype);
        }
    }

    private static Tensor drawn(Key key, Shape shape, Tensor low, Tensor high, DType dtype) {
        DType unsigned = dtype.bytes() == 8 ? DType.UINT64 : DType.UINT32;
        Tensor lower = held(low, dtype);
        Tensor upper = held(high, dtype);
        Tensor isAbove = upper.gt(lower);
        Tensor difference = upper.sub(lower).cast(unsigned);
        Tensor one = Ops.constant(unsigned, 1);
        Tensor span = Tensors.where(isAbove, difference, one);
        Tensor isWhole = isAbove.and(high.dtype() == dtype
                ? Ops.constant(DType.BOOL, 0)
                : high.gt(Ops.constant(high.dtype(), Math.min(most(dtype), most(high.dtype())))));
        Tensor count = Tensors.where(isWhole, span.add(one), span);
        Key both = Prng.split(key);
        Tensor higher = Prng.bits(both.at(0), shape, unsigned);
        Tensor lowerBits = Prng.bits(both.at(1), shape, unsigned);
        Tensor half = Ops.constant(unsigned, 1L << unsigned.bytes() * 4).rem(count);
        Tensor factor = half.mul(half).rem(count);
        Tensor offset = higher.rem(count).mul(factor).add(lowerBits.rem(count)).rem(count);
        return lower.add(offset.cast(dtype)).broadcastTo(shape);
    }

    /** A bound as the nearest number of a dtype. */
    private static Tensor held(Tensor bound, DType dtype) {
        return bound.dtype() == dtype ? bound : clipped(bound, least(dtype), most(dtype)).cast(dtype);
    }

    /** Numbers within bounds, as far as their dtype has those. */
    private static Tensor clipped(Tensor x, long low, long high) {
        return x.maximum(Ops.constant(x.dtype(), Math.max(low, least(x.dtype()))))
                .minimum(Ops.constant(x.dtype(), Math.min(high, most(x.dtype()))));
    }

    private static long least(DType dtype) {
        return dtype.kind() == Kind.UNSIGNED ? 0 : -1L << dtype.integerBits() - 1;
    }

    /** The largest number of a dtype; of uint64, the largest that a long has. */
    private static long most(DType dtype) {
        return dtype == DType.UINT64
                ? Long.MAX_VALUE
                : ~(-1L << dtype.integerBits() - (dtype.kind() == Kind.SIGNED ? 1 : 0));
    }
}
