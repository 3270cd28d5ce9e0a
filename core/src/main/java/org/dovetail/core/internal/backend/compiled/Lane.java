package org.dovetail.core.internal.backend.compiled;

import org.dovetail.core.DType;
import org.jspecify.annotations.Nullable;

/** In which Java type a dtype is computed. */
enum Lane {
    SINGLE, DOUBLE,
    /** Integers of up to 32 bits and truth values; stored in as many bits as they have, so that they wrap. */
    INT, LONG;

    /** The lane of a dtype; null where numbers are moved and cast alone. */
    static @Nullable Lane of(DType dtype) {
        return switch (dtype) {
            case FLOAT32, BFLOAT16, FLOAT16 -> SINGLE;
            case FLOAT64 -> DOUBLE;
            case BOOL, INT8, INT16, INT32, UINT8, UINT16, UINT32 -> INT;
            case INT64, UINT64 -> LONG;
            case INT2, INT4, UINT2, UINT4, FLOAT4_E2M1FN, FLOAT8_E3M4, FLOAT8_E4M3, FLOAT8_E4M3B11FNUZ, FLOAT8_E4M3FN,
                    FLOAT8_E4M3FNUZ, FLOAT8_E5M2, FLOAT8_E5M2FNUZ, FLOAT8_E8M0FNU, COMPLEX64, COMPLEX128 ->
                null;
        };
    }

    /** The lane of a dtype that the lowering has let through. */
    static Lane known(DType dtype) {
        Lane lane = of(dtype);
        if (lane == null) {
            throw new IllegalStateException(dtype + " should have been refused");
        }
        return lane;
    }

    /** The integers of which elements of so many bytes have the bits. */
    static DType bits(int bytes) {
        return switch (bytes) {
            case 1 -> DType.UINT8;
            case 2 -> DType.UINT16;
            case 4 -> DType.INT32;
            case 8 -> DType.INT64;
            default -> throw new IllegalArgumentException("no integer has " + bytes + " bytes");
        };
    }
}
