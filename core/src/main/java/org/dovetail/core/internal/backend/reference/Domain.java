package org.dovetail.core.internal.backend.reference;

import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.internal.math.XlaMath;

/** In what numbers a dtype is computed. */
enum Domain {
    /** In float32. */
    SINGLE,
    /** In float64. */
    DOUBLE,
    /** In 64 bits, which wrap to narrower ones when they are stored. */
    INTEGER,
    /** Not at all. */
    NONE;

    static Domain of(DType dtype) {
        return switch (dtype) {
            case FLOAT32, BFLOAT16, FLOAT16 -> SINGLE;
            case FLOAT64 -> DOUBLE;
            case BOOL, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 -> INTEGER;
            case INT2, INT4, UINT2, UINT4, FLOAT4_E2M1FN, FLOAT8_E3M4, FLOAT8_E4M3, FLOAT8_E4M3B11FNUZ, FLOAT8_E4M3FN,
                    FLOAT8_E4M3FNUZ, FLOAT8_E5M2, FLOAT8_E5M2FNUZ, FLOAT8_E8M0FNU, COMPLEX64, COMPLEX128 ->
                NONE;
        };
    }

    static boolean covers(DType dtype) { return of(dtype) != NONE; }

    /** The domain of an array that the backend has let through. */
    static IllegalStateException uncovered(DType dtype) {
        return new IllegalStateException(dtype + " should have been refused");
    }

    static boolean isUnsigned(DType dtype) { return dtype.kind() == DType.Kind.UNSIGNED; }

    /** An element as float32. */
    static float single(Array array, long index) { return (float) array.doubleAt(index); }

    /** An element as XLA's float32 arithmetic reads it: subnormal numbers are zero. */
    static float flushed(Array array, long index) {
        return XlaMath.flush(single(array, index));
    }
}
