package org.dovetail.bridge.format;

import java.util.Arrays;
import java.util.Optional;
import org.dovetail.core.DType;

/** The dtypes of safetensors that are whole bytes, in the library's order: files hold the last ones first. */
enum SafetensorsType {
    BOOL(DType.BOOL), U8(DType.UINT8), I8(DType.INT8), F8_E5M2(DType.FLOAT8_E5M2), F8_E4M3(DType.FLOAT8_E4M3FN),
    F8_E8M0(DType.FLOAT8_E8M0FNU), F8_E4M3FNUZ(DType.FLOAT8_E4M3FNUZ), F8_E5M2FNUZ(DType.FLOAT8_E5M2FNUZ),
    I16(DType.INT16), U16(DType.UINT16), F16(DType.FLOAT16), BF16(DType.BFLOAT16), I32(DType.INT32),
    U32(DType.UINT32), F32(DType.FLOAT32), C64(DType.COMPLEX64), F64(DType.FLOAT64), I64(DType.INT64),
    U64(DType.UINT64);

    private final DType dtype;

    SafetensorsType(DType dtype) { this.dtype = dtype; }

    DType dtype() { return dtype; }

    static Optional<SafetensorsType> of(DType dtype) {
        return Arrays.stream(values()).filter(type -> type.dtype == dtype).findFirst();
    }

    static Optional<SafetensorsType> named(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }
}
