package org.dovetail.core.internal.prim;

import org.dovetail.core.DType;
import org.dovetail.core.DType.Kind;

/** The dtype that two operands have in common, by JAX's lattice of types. */
final class Promotion {
    private Promotion() {}

    /**
     * The promoted dtype, as {@code jax.numpy.promote_types}; of at most 32 bits where neither has 64, as JAX without x64.
     *
     * @throws IllegalArgumentException where JAX has none: between types of under 8 bits, or float8 kinds, and most others
     */
    static DType of(DType x, DType y) {
        if (x == y) {
            return x;
        }
        if (x.kind().compareTo(y.kind()) > 0) {
            return of(y, x);
        }
        if (x.kind() == Kind.BOOL) {
            return y;
        }
        if (isNarrow(x) || isNarrow(y)) {
            throw none(x, y);
        }
        return switch (y.kind()) {
            case BOOL, SIGNED, UNSIGNED -> x.kind() == y.kind() ? wider(x, y) : mixed(x, y);
            case FLOAT -> x.kind() == Kind.FLOAT ? floats(x, y) : y;
            case COMPLEX -> complex(x, y);
        };
    }

    private static boolean isNarrow(DType dtype) {
        return dtype == DType.INT2 || dtype == DType.INT4 || dtype == DType.UINT2 || dtype == DType.UINT4;
    }

    private static DType wider(DType x, DType y) { return x.bytes() >= y.bytes() ? x : y; }

    /** A signed and an unsigned integer: the signed one that holds both, where there is one. */
    private static DType mixed(DType signed, DType unsigned) {
        if (signed.bytes() > unsigned.bytes()) {
            return signed;
        }
        return switch (unsigned.bytes()) {
            case 1 -> DType.INT16;
            case 2, 4 -> DType.INT32;
            default -> DType.FLOAT32;
        };
    }

    private static DType floats(DType x, DType y) {
        if (x.bytes() == 1 || y.bytes() == 1) {
            throw none(x, y);
        }
        return x.bytes() == y.bytes() ? DType.FLOAT32 : wider(x, y);
    }

    private static DType complex(DType x, DType y) {
        if (x.kind() == Kind.FLOAT && x.bytes() == 1) {
            throw none(x, y);
        }
        return x == DType.FLOAT64 || x == DType.COMPLEX128 ? DType.COMPLEX128 : y;
    }

    private static IllegalArgumentException none(DType x, DType y) {
        return new IllegalArgumentException(
                "promote: " + x + " and " + y + " have no dtype in common; cast one of them");
    }

    /** The dtype in which functions of real numbers are computed: a float of 64 bits for integers of 64, as JAX has it. */
    static DType ofFraction(DType dtype) {
        return switch (dtype.kind()) {
            case BOOL -> DType.FLOAT32;
            case SIGNED, UNSIGNED -> dtype.bytes() == 8 ? DType.FLOAT64 : DType.FLOAT32;
            case FLOAT, COMPLEX -> dtype;
        };
    }

    /** The dtype of a sum of many: at least 32 bits for integers, which truth values are counted as. */
    static DType ofSum(DType dtype) {
        return switch (dtype.kind()) {
            case BOOL -> DType.INT32;
            case SIGNED -> dtype.bytes() < 4 ? DType.INT32 : dtype;
            case UNSIGNED -> dtype.bytes() < 4 ? DType.UINT32 : dtype;
            case FLOAT, COMPLEX -> dtype;
        };
    }
}
