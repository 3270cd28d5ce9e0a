package org.dovetail.core.internal.prim;

import org.dovetail.core.DType;
import org.dovetail.core.DType.Kind;

/** The dtype that two operands have in common, by JAX's lattice of types. */
final class Promotion {
    private Promotion() {}

    /**
     * The promoted dtype, as {@code jax.numpy.promote_types}.
     *
     * @throws IllegalArgumentException where JAX has none: between float8 kinds and other types of under 16 bits
     */
    static DType of(DType x, DType y) {
        if (x == y) {
            return x;
        }
        if (x.kind().compareTo(y.kind()) > 0) {
            return of(y, x);
        }
        return switch (y.kind()) {
            case BOOL -> y;
            case SIGNED, UNSIGNED -> x.kind() == Kind.BOOL || x.kind() == y.kind() && x.bytes() < y.bytes()
                    ? y
                    : x.kind() == y.kind() ? x : mixed(x, y);
            case FLOAT -> x.kind() == Kind.FLOAT ? floats(x, y) : y;
            case COMPLEX -> x == DType.FLOAT64 || x == DType.COMPLEX128 ? DType.COMPLEX128 : y;
        };
    }

    /** A signed and an unsigned integer: the signed one that holds both, of at most 32 bits where neither has 64, as JAX without x64; float32 for uint64. */
    private static DType mixed(DType signed, DType unsigned) {
        if (signed.bytes() > unsigned.bytes()) {
            return signed;
        }
        return switch (unsigned.bytes()) {
            case 1 -> DType.INT16;
            case 2 -> DType.INT32;
            case 4 -> DType.INT32;
            default -> DType.FLOAT32;
        };
    }

    private static DType floats(DType x, DType y) {
        DType wide = x.bytes() >= y.bytes() ? x : y;
        DType narrow = wide == x ? y : x;
        if (narrow.bytes() == 1) {
            throw new IllegalArgumentException(
                    "promote: " + x + " and " + y + " have no dtype in common; cast one of them");
        }
        return wide.bytes() == narrow.bytes() ? DType.FLOAT32 : wide;
    }
}
