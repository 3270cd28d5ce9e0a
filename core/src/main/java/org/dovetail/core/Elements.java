package org.dovetail.core;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Reads, writes and casts single elements of every dtype. */
final class Elements {
    /** Elements that are converted at a time. */
    private static final int RUN = 1 << 12;
    static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private Elements() {}

    static double readDouble(DType type, MemorySegment data, long index) {
        return switch (type) {
            case FLOAT32 -> data.get(FLOAT, index * 4);
            case FLOAT64 -> data.get(DOUBLE, index * 8);
            case COMPLEX64 -> data.get(FLOAT, index * 8);
            case COMPLEX128 -> data.get(DOUBLE, index * 16);
            case BFLOAT16 -> Float.intBitsToFloat(data.get(SHORT, index * 2) << 16);
            case FLOAT16 -> Float.float16ToFloat(data.get(SHORT, index * 2));
            case UINT64 -> unsigned(data.get(LONG, index * 8));
            default -> {
                FloatFormat format = FloatFormat.of(type);
                yield format != null
                        ? format.decode(data.get(ValueLayout.JAVA_BYTE, index) & 0xff)
                        : readLong(type, data, index);
            }
        };
    }

    static long readLong(DType type, MemorySegment data, long index) {
        return switch (type) {
            case BOOL, UINT8 -> data.get(ValueLayout.JAVA_BYTE, index) & 0xff;
            case INT8 -> data.get(ValueLayout.JAVA_BYTE, index);
            case INT2 -> data.get(ValueLayout.JAVA_BYTE, index) << 30 >> 30;
            case INT4 -> data.get(ValueLayout.JAVA_BYTE, index) << 28 >> 28;
            case UINT2 -> data.get(ValueLayout.JAVA_BYTE, index) & 3;
            case UINT4 -> data.get(ValueLayout.JAVA_BYTE, index) & 15;
            case INT16 -> data.get(SHORT, index * 2);
            case UINT16 -> data.get(SHORT, index * 2) & 0xffff;
            case INT32 -> data.get(INT, index * 4);
            case UINT32 -> data.get(INT, index * 4) & 0xffff_ffffL;
            case INT64, UINT64 -> data.get(LONG, index * 8);
            default -> (long) readDouble(type, data, index);
        };
    }

    static void writeDouble(DType type, MemorySegment data, long index, double value) {
        switch (type) {
            case FLOAT32 -> data.set(FLOAT, index * 4, (float) value);
            case FLOAT64 -> data.set(DOUBLE, index * 8, value);
            case COMPLEX64 -> {
                data.set(FLOAT, index * 8, (float) value);
                data.set(FLOAT, index * 8 + 4, 0);
            }
            case COMPLEX128 -> {
                data.set(DOUBLE, index * 16, value);
                data.set(DOUBLE, index * 16 + 8, 0);
            }
            case BFLOAT16, FLOAT16 -> data.set(SHORT, index * 2, (short) encode(type, value));
            default -> {
                if (type.kind() == DType.Kind.FLOAT) {
                    data.set(ValueLayout.JAVA_BYTE, index, (byte) encode(type, value));
                } else {
                    writeLong(type, data, index, saturated(type, value));
                }
            }
        }
    }

    static void writeLong(DType type, MemorySegment data, long index, long value) {
        switch (type) {
            case BOOL -> data.set(ValueLayout.JAVA_BYTE, index, (byte) (value != 0 ? 1 : 0));
            case INT2 -> data.set(ValueLayout.JAVA_BYTE, index, (byte) (value << 62 >> 62));
            case INT4 -> data.set(ValueLayout.JAVA_BYTE, index, (byte) (value << 60 >> 60));
            case UINT2 -> data.set(ValueLayout.JAVA_BYTE, index, (byte) (value & 3));
            case UINT4 -> data.set(ValueLayout.JAVA_BYTE, index, (byte) (value & 15));
            case INT8, UINT8 -> data.set(ValueLayout.JAVA_BYTE, index, (byte) value);
            case INT16, UINT16 -> data.set(SHORT, index * 2, (short) value);
            case INT32, UINT32 -> data.set(INT, index * 4, (int) value);
            case INT64, UINT64 -> data.set(LONG, index * 8, value);
            default -> writeDouble(type, data, index,
                    type == DType.FLOAT32 || type == DType.COMPLEX64 ? (float) value : value);
        }
    }

    /** Casts element by element: through long between integers, through double where a float takes part. */
    static void cast(DType from, MemorySegment source, DType to, MemorySegment target, long count) {
        if (from == DType.BFLOAT16 && to == DType.FLOAT32) {
            widen(source, target, count);
        } else if (from == DType.FLOAT32 && to == DType.BFLOAT16) {
            narrow(source, target, count);
        } else if (from.kind() == DType.Kind.COMPLEX && to.kind() == DType.Kind.COMPLEX) {
            cast(from.part(), source, to.part(), target, count * 2);
        } else if (isInteger(from)) {
            for (long i = 0; i < count; i++) {
                if (from == DType.UINT64 && !isInteger(to)) {
                    long bits = source.get(LONG, i * 8);
                    boolean single = to == DType.FLOAT32 || to == DType.COMPLEX64;
                    writeDouble(to, target, i, single ? unsignedSingle(bits) : unsigned(bits));
                } else {
                    writeLong(to, target, i, readLong(from, source, i));
                }
            }
        } else if (to == DType.BOOL) {
            for (long i = 0; i < count; i++) {
                writeLong(to, target, i, isZero(from, source, i) ? 0 : 1);
            }
        } else {
            for (long i = 0; i < count; i++) {
                writeDouble(to, target, i, readDouble(from, source, i));
            }
        }
    }

    /** bfloat16 to float32, by way of Java arrays: loops over those are fast before they are compiled at their best, too. */
    private static void widen(MemorySegment source, MemorySegment target, long count) {
        short[] halves = new short[(int) Math.min(RUN, count)];
        int[] wholes = new int[halves.length];
        for (long start = 0; start < count; start += RUN) {
            int run = (int) Math.min(RUN, count - start);
            MemorySegment.copy(source, SHORT, start * 2, halves, 0, run);
            for (int i = 0; i < run; i++) {
                wholes[i] = halves[i] << 16;
            }
            MemorySegment.copy(wholes, 0, target, INT, start * 4, run);
        }
    }

    /** float32 to bfloat16. */
    private static void narrow(MemorySegment source, MemorySegment target, long count) {
        int[] wholes = new int[(int) Math.min(RUN, count)];
        short[] halves = new short[wholes.length];
        for (long start = 0; start < count; start += RUN) {
            int run = (int) Math.min(RUN, count - start);
            MemorySegment.copy(source, INT, start * 4, wholes, 0, run);
            for (int i = 0; i < run; i++) {
                halves[i] = bfloat16(wholes[i]);
            }
            MemorySegment.copy(halves, 0, target, SHORT, start * 2, run);
        }
    }

    private static boolean isInteger(DType type) {
        return type.kind() != DType.Kind.FLOAT && type.kind() != DType.Kind.COMPLEX;
    }

    /** Rounds to the nearest, ties to even; a NaN keeps its sign and the upper bits of its payload. */
    private static short bfloat16(int bits) {
        if ((bits & 0x7fff_ffff) > 0x7f80_0000) {
            return (short) (bits >>> 16 | 0x40);
        }
        return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
    }

    private static boolean isZero(DType type, MemorySegment data, long index) {
        return type.kind() == DType.Kind.COMPLEX
                ? readDouble(type.part(), data, 2 * index) == 0 && readDouble(type.part(), data, 2 * index + 1) == 0
                : readDouble(type, data, index) == 0;
    }

    /** Cut towards zero, and to the smallest or largest integer where there is none; 0 for NaN. XLA does so, too. */
    private static long saturated(DType type, double value) {
        if (type == DType.UINT64 && value >= 0x1p63) {
            return value >= 0x1p64 ? -1 : (long) (value - 0x1p63) ^ Long.MIN_VALUE;
        }
        boolean signed = type.kind() == DType.Kind.SIGNED;
        int bits = Math.min(type.integerBits() - (signed ? 1 : 0), Long.SIZE - 1);
        long max = (1L << bits) - 1;
        return Math.clamp((long) value, signed ? ~max : 0, max);
    }

    /** The halved number keeps whether a bit was lost, so that it is rounded as the whole. */
    private static double unsigned(long bits) {
        return bits >= 0 ? bits : (bits >>> 1 | bits & 1) * 2.0;
    }

    private static float unsignedSingle(long bits) { return bits >= 0 ? bits : (bits >>> 1 | bits & 1) * 2f; }

    private static long encode(DType type, double value) {
        FloatFormat format = FloatFormat.of(type);
        if (format == null) {
            throw new IllegalStateException(type + " is no float");
        }
        return format.encode(value);
    }
}
