package org.dovetail.core.internal.backend.nd4j;

import org.dovetail.core.DType;
import org.nd4j.linalg.api.buffer.DataType;

/** ND4J's names of dtypes. */
final class DataTypes {
    private DataTypes() {}

    /**
     * ND4J's name of a dtype.
     *
     * @throws IllegalArgumentException if ND4J has no such dtype
     */
    static DataType of(DType dtype) {
        return switch (dtype) {
            case BOOL -> DataType.BOOL;
            case INT8 -> DataType.INT8;
            case INT16 -> DataType.INT16;
            case INT32 -> DataType.INT32;
            case INT64 -> DataType.INT64;
            case UINT8 -> DataType.UINT8;
            case UINT16 -> DataType.UINT16;
            case UINT32 -> DataType.UINT32;
            case UINT64 -> DataType.UINT64;
            case BFLOAT16 -> DataType.BFLOAT16;
            case FLOAT16 -> DataType.FLOAT16;
            case FLOAT32 -> DataType.FLOAT;
            case FLOAT64 -> DataType.DOUBLE;
            case INT2, INT4, UINT2, UINT4, FLOAT4_E2M1FN, FLOAT8_E3M4, FLOAT8_E4M3, FLOAT8_E4M3B11FNUZ, FLOAT8_E4M3FN,
                    FLOAT8_E4M3FNUZ, FLOAT8_E5M2, FLOAT8_E5M2FNUZ, FLOAT8_E8M0FNU, COMPLEX64, COMPLEX128 ->
                throw new IllegalArgumentException("toIndArray: ND4J has no " + dtype.jaxName()
                        + "; cast first, for example array.cast(DType.FLOAT32)");
        };
    }

    /**
     * The dtype of ND4J's name.
     *
     * @throws IllegalArgumentException if it stands for no numbers
     */
    static DType of(DataType type) {
        return switch (type) {
            case BOOL -> DType.BOOL;
            case BYTE -> DType.INT8;
            case SHORT -> DType.INT16;
            case INT -> DType.INT32;
            case LONG -> DType.INT64;
            case UBYTE -> DType.UINT8;
            case UINT16 -> DType.UINT16;
            case UINT32 -> DType.UINT32;
            case UINT64 -> DType.UINT64;
            case BFLOAT16 -> DType.BFLOAT16;
            case HALF -> DType.FLOAT16;
            case FLOAT -> DType.FLOAT32;
            case DOUBLE -> DType.FLOAT64;
            case COMPRESSED, UTF8, UNKNOWN -> throw new IllegalArgumentException(
                    "of: an INDArray of numbers is expected, got one of " + type
                            + "; cast first, for example array.castTo(DataType.FLOAT)");
        };
    }
}
