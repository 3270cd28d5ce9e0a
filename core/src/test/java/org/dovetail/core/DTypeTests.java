package org.dovetail.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DTypeTests {
    @Test
    void dtypesAreFoundByBothNames() {
        for (DType dtype : DType.values()) {
            assertThat(DType.named(dtype.jaxName())).contains(dtype);
            assertThat(DType.named(dtype.shortName())).contains(dtype);
            assertThat(dtype).hasToString(dtype.shortName());
        }
        assertThat(DType.named("float")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aDtypeFitsExactlyWhereEveryNumberComesBack(DType from) {
        Array numbers = numbers(from);
        for (DType to : DType.values()) {
            try (Arena arena = Arena.ofConfined()) {
                Array there = numbers.cast(to, arena);
                String difference = firstDifference(numbers, there, there.cast(from, arena));
                assertThat(from.fitsIn(to)).as("%s in %s: %s", from, to, difference).isEqualTo(difference.isEmpty());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"bfloat16,float32,true", "float32,bfloat16,false", "float16,bfloat16,false", "int8,float16,true",
            "int16,float16,false", "uint8,bfloat16,true", "int32,float32,false", "int32,float64,true",
            "int64,float64,false", "float8_e5m2,float16,true", "float8_e8m0fnu,float16,false",
            "float8_e8m0fnu,bfloat16,true", "bool,float8_e8m0fnu,false", "complex64,float32,false",
            "float32,complex64,true", "float64,complex64,false", "int8,uint8,false", "uint8,int8,false",
            "uint8,int16,true", "int4,float4_e2m1fn,false"})
    void fitsInKnowsTheFamilies(String from, String to, boolean fits) {
        assertThat(DType.named(from).orElseThrow().fitsIn(DType.named(to).orElseThrow())).isEqualTo(fits);
    }

    /** Every number of the types of up to 16 bits, and of the others those at the edges. */
    static Array numbers(DType dtype) {
        List<Long> patterns = new ArrayList<>();
        int part = dtype.kind() == DType.Kind.COMPLEX ? dtype.bytes() / 2 : dtype.bytes();
        switch (dtype) {
            case BOOL -> patterns.addAll(List.of(0L, 1L));
            case INT2 -> range(patterns, -2, 2);
            case INT4 -> range(patterns, -8, 8);
            case UINT2 -> range(patterns, 0, 4);
            case UINT4, FLOAT4_E2M1FN -> range(patterns, 0, 16);
            default -> {
                if (part <= 2) {
                    range(patterns, 0, 1L << 8 * part);
                } else {
                    edges(patterns, 8 * part);
                }
            }
        }
        int parts = dtype.bytes() / part;
        MemorySegment data = MemorySegment.ofArray(new byte[patterns.size() * part]);
        for (int i = 0; i < patterns.size(); i++) {
            for (int b = 0; b < part; b++) {
                data.set(ValueLayout.JAVA_BYTE, (long) i * part + b, (byte) (patterns.get(i) >>> 8 * b));
            }
        }
        int count = patterns.size() / parts;
        return Array.of(TensorSpec.of(dtype, count), data.asSlice(0, (long) count * dtype.bytes()));
    }

    private static void range(List<Long> patterns, long from, long to) {
        for (long pattern = from; pattern < to; pattern++) {
            patterns.add(pattern);
        }
    }

    /** All powers of two and their neighbours, and what lies between two of them. */
    private static void edges(List<Long> patterns, int bits) {
        for (int a = 0; a < bits; a++) {
            for (int b = 0; b < bits; b++) {
                long pattern = 1L << a | 1L << b;
                patterns.addAll(Arrays.asList(pattern, pattern - 1, -pattern, ~pattern));
            }
        }
        patterns.add(0L);
    }

    private static String firstDifference(Array numbers, Array there, Array back) {
        int bytes = numbers.dtype().bytes();
        for (long i = 0; i < numbers.shape().size(); i++) {
            long at = i * bytes;
            boolean same = MemorySegment.mismatch(numbers.data(), at, at + bytes, back.data(), at, at + bytes) < 0
                    && numbers.doubleAt(i) == there.doubleAt(i);
            if (!same && !(isNan(numbers, i) && isNan(back, i))) {
                return numbers.doubleAt(i) + " became " + there.doubleAt(i) + " and then " + back.doubleAt(i);
            }
        }
        return "";
    }

    /** A NaN need not keep its payload. */
    private static boolean isNan(Array array, long index) {
        if (array.dtype().kind() != DType.Kind.COMPLEX) {
            return Double.isNaN(array.doubleAt(index));
        }
        DType part = array.dtype().part();
        Array parts = Array.of(TensorSpec.of(part, (int) (2 * array.shape().size())), array.data());
        return Double.isNaN(parts.doubleAt(2 * index)) || Double.isNaN(parts.doubleAt(2 * index + 1));
    }
}
