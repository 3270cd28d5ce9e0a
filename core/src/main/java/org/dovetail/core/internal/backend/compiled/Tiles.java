package org.dovetail.core.internal.backend.compiled;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.dovetail.core.DType;

/** Moves elements between memory and tiles, from and to the dtype in which they are stored. */
final class Tiles {
    static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private Tiles() {}

    static void load(DType dtype, MemorySegment memory, long first, float[] tile, int count) {
        switch (dtype) {
            case FLOAT32 -> MemorySegment.copy(memory, FLOAT, first * 4, tile, 0, count);
            case BFLOAT16 -> {
                for (int i = 0; i < count; i++) {
                    tile[i] = Float.intBitsToFloat(memory.get(SHORT, (first + i) * 2) << 16);
                }
            }
            case FLOAT16 -> {
                for (int i = 0; i < count; i++) {
                    tile[i] = Float.float16ToFloat(memory.get(SHORT, (first + i) * 2));
                }
            }
            default -> throw stray(dtype);
        }
    }

    static void store(DType dtype, float[] tile, MemorySegment memory, long first, int count) {
        switch (dtype) {
            case FLOAT32 -> MemorySegment.copy(tile, 0, memory, FLOAT, first * 4, count);
            case BFLOAT16 -> {
                for (int i = 0; i < count; i++) {
                    memory.set(SHORT, (first + i) * 2, bfloat16(Float.floatToRawIntBits(tile[i])));
                }
            }
            case FLOAT16 -> {
                for (int i = 0; i < count; i++) {
                    memory.set(SHORT, (first + i) * 2, Float.floatToFloat16(tile[i]));
                }
            }
            default -> throw stray(dtype);
        }
    }

    /** Rounds to the nearest, ties to even; a NaN keeps its sign and the upper bits of its payload. */
    private static short bfloat16(int bits) {
        if ((bits & 0x7fff_ffff) > 0x7f80_0000) {
            return (short) (bits >>> 16 | 0x40);
        }
        return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
    }

    /** Loads float64; narrower floats are widened. */
    static void load(DType dtype, MemorySegment memory, long first, double[] tile, int count, Scratch scratch) {
        if (dtype == DType.FLOAT64) {
            MemorySegment.copy(memory, DOUBLE, first * 8, tile, 0, count);
            return;
        }
        float[] narrow = scratch.single(0);
        load(dtype, memory, first, narrow, count);
        for (int i = 0; i < count; i++) {
            tile[i] = narrow[i];
        }
    }

    /** Stores float64; narrower floats are rounded. */
    static void store(DType dtype, double[] tile, MemorySegment memory, long first, int count, Scratch scratch) {
        if (dtype == DType.FLOAT64) {
            MemorySegment.copy(tile, 0, memory, DOUBLE, first * 8, count);
            return;
        }
        float[] narrow = scratch.single(0);
        for (int i = 0; i < count; i++) {
            narrow[i] = (float) tile[i];
        }
        store(dtype, narrow, memory, first, count);
    }

    /** Loads integers: signed ones with their sign, unsigned ones below 32 bits with zeros. */
    static void load(DType dtype, MemorySegment memory, long first, int[] tile, int count) {
        switch (dtype) {
            case INT32, UINT32 -> MemorySegment.copy(memory, INT, first * 4, tile, 0, count);
            case INT16 -> {
                for (int i = 0; i < count; i++) {
                    tile[i] = memory.get(SHORT, (first + i) * 2);
                }
            }
            case UINT16 -> {
                for (int i = 0; i < count; i++) {
                    tile[i] = memory.get(SHORT, (first + i) * 2) & 0xffff;
                }
            }
            case INT8 -> {
                for (int i = 0; i < count; i++) {
                    tile[i] = memory.get(BYTE, first + i);
                }
            }
            case BOOL, UINT8 -> {
                for (int i = 0; i < count; i++) {
                    tile[i] = memory.get(BYTE, first + i) & 0xff;
                }
            }
            default -> throw stray(dtype);
        }
    }

    static void store(DType dtype, int[] tile, MemorySegment memory, long first, int count) {
        switch (dtype) {
            case INT32, UINT32 -> MemorySegment.copy(tile, 0, memory, INT, first * 4, count);
            case INT16, UINT16 -> {
                for (int i = 0; i < count; i++) {
                    memory.set(SHORT, (first + i) * 2, (short) tile[i]);
                }
            }
            case BOOL, INT8, UINT8 -> {
                for (int i = 0; i < count; i++) {
                    memory.set(BYTE, first + i, (byte) tile[i]);
                }
            }
            default -> throw stray(dtype);
        }
    }

    /** Loads 64-bit integers; narrower ones are widened by their kind. */
    static void load(DType dtype, MemorySegment memory, long first, long[] tile, int count, Scratch scratch) {
        if (dtype == DType.INT64 || dtype == DType.UINT64) {
            MemorySegment.copy(memory, LONG, first * 8, tile, 0, count);
            return;
        }
        int[] narrow = scratch.integer(0);
        load(dtype, memory, first, narrow, count);
        long mask = dtype == DType.UINT32 ? 0xffff_ffffL : -1;
        for (int i = 0; i < count; i++) {
            tile[i] = narrow[i] & mask;
        }
    }

    /** Stores 64-bit integers; narrower ones wrap. */
    static void store(DType dtype, long[] tile, MemorySegment memory, long first, int count, Scratch scratch) {
        if (dtype == DType.INT64 || dtype == DType.UINT64) {
            MemorySegment.copy(tile, 0, memory, LONG, first * 8, count);
            return;
        }
        int[] narrow = scratch.integer(0);
        for (int i = 0; i < count; i++) {
            narrow[i] = (int) tile[i];
        }
        store(dtype, narrow, memory, first, count);
    }

    private static IllegalStateException stray(DType dtype) {
        return new IllegalStateException(dtype + " is loaded in another lane");
    }
}
