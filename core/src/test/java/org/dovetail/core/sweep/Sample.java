package org.dovetail.core.sweep;

import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;

/** Makes one operand of a function. */
@FunctionalInterface
public interface Sample {
    /**
     * The operand.
     *
     * @param base the shape for which the function is called
     * @param dtype the dtype for which it is called
     * @param random where numbers come from
     */
    Array make(Shape base, DType dtype, RandomGenerator random);

    /** Numbers of the dtype and shape within bounds, both included for integers; truth values for bool. */
    static Sample between(double low, double high) {
        return (base, dtype, random) -> switch (dtype.kind()) {
            case FLOAT, COMPLEX -> Array.ofDoubles(new TensorSpec(dtype, base), _ -> random.nextDouble(low, high));
            case SIGNED -> Array.ofLongs(new TensorSpec(dtype, base),
                    _ -> random.nextLong((long) low, (long) high + 1));
            case UNSIGNED -> Array.ofLongs(new TensorSpec(dtype, base),
                    _ -> random.nextLong((long) Math.max(0, low), (long) high + 1));
            case BOOL -> Array.ofLongs(new TensorSpec(dtype, base), _ -> random.nextBoolean() ? 1 : 0);
        };
    }

    /** Integers of which every bit is random. */
    static Sample bits() {
        return (base, dtype, random) -> dtype == DType.BOOL
                ? between(0, 1).make(base, dtype, random)
                : Array.ofLongs(new TensorSpec(dtype, base), _ -> random.nextLong());
    }

    /** The same with another dtype. */
    default Sample as(DType other) {
        return (base, _, random) -> make(base, other, random);
    }

    /** The same with another shape. */
    default Sample shaped(UnaryOperator<Shape> shape) {
        return (base, dtype, random) -> make(shape.apply(base), dtype, random);
    }

    /** The same as a scalar. */
    default Sample scalar() { return shaped(_ -> Shape.of()); }

    /** A random key. */
    static Sample key() { return bits().shaped(_ -> Shape.of(2)).as(DType.UINT32); }
}
