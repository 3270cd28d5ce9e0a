package org.dovetail.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElementsTests {
    /** What {@code jnp.array([300., -5., nan, inf, -inf, 1e20, -1e20, 2.7, -2.7, 127.5, 1e10]).astype(dtype)} gives. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            "int2; 1 -2 0 1 -2 1 -2 1 -2 1 1",
            "int4; 7 -5 0 7 -8 7 -8 2 -2 7 7",
            "uint2; 3 0 0 3 0 3 0 2 0 3 3",
            "uint4; 15 0 0 15 0 15 0 2 0 15 15",
            "int8; 127 -5 0 127 -128 127 -128 2 -2 127 127",
            "uint8; 255 0 0 255 0 255 0 2 0 127 255",
            "int16; 300 -5 0 32767 -32768 32767 -32768 2 -2 127 32767",
            "uint16; 300 0 0 65535 0 65535 0 2 0 127 65535",
            "int32; 300 -5 0 2147483647 -2147483648 2147483647 -2147483648 2 -2 127 2147483647",
            "uint32; 300 0 0 4294967295 0 4294967295 0 2 0 127 4294967295",
            "int64; 300 -5 0 9223372036854775807 -9223372036854775808 9223372036854775807 -9223372036854775808 2 -2"
                    + " 127 10000000000",
            "uint64; 300 0 0 -1 0 -1 0 2 0 127 10000000000",
            "bool; 1 1 1 1 1 1 1 1 1 1 1"})
    void floatsBecomeIntegersAsInJax(String dtype, String expected) {
        double inf = Double.POSITIVE_INFINITY;
        Array doubles = doubles(300, -5, Double.NaN, inf, -inf, 1e20, -1e20, 2.7, -2.7, 127.5, 1e10);
        assertThat(longs(cast(doubles, dtype))).isEqualTo(expected);
    }

    /** What {@code jnp.array([300, -5, 2**40+7, -1, 2**63-1]).astype(dtype)} gives. */
    @ParameterizedTest
    @CsvSource({"int2,0 -1 -1 -1 -1", "int4,-4 -5 7 -1 -1", "uint2,0 3 3 3 3", "uint4,12 11 7 15 15",
            "int8,44 -5 7 -1 -1", "uint8,44 251 7 255 255", "bool,1 1 1 1 1",
            "uint64,300 -5 1099511627783 -1 9223372036854775807"})
    void integersWrapAsInJax(String dtype, String expected) {
        assertThat(longs(cast(integers(DType.INT64, 300, -5, (1L << 40) + 7, -1, Long.MAX_VALUE), dtype)))
                .isEqualTo(expected);
    }

    /** What {@code jnp.array([2**64-1, 2**63+2**39+1, 2**63+2**10+1], 'uint64')} gives. */
    @Test
    void unsignedIntegersAreRoundedOnce() {
        Array integers = integers(DType.UINT64, -1, Long.MIN_VALUE + (1L << 39) + 1, Long.MIN_VALUE + (1L << 10) + 1);
        Array singles = cast(integers, "float32");
        assertThat(List.of(singles.doubleAt(0), singles.doubleAt(1), singles.doubleAt(2)))
                .containsExactly(0x1p64, 0x1.000002p63, 0x1p63);
        Array doubles = cast(integers, "float64");
        assertThat(List.of(doubles.doubleAt(0), doubles.doubleAt(1), doubles.doubleAt(2)))
                .containsExactly(0x1p64, 0x1.000001p63, 0x1.0000000000001p63);
        assertThat(longs(cast(doubles(0x1p63, 0x1.8p63), "uint64")))
                .isEqualTo(Long.MIN_VALUE + " " + (Long.MIN_VALUE | 1L << 62));
    }

    @Test
    void complexNumbersLoseTheirImaginaryPartButNotTheirTruth() {
        Array complex = Array.of(TensorSpec.of(DType.COMPLEX128, 3), doubles(1, 2, 0, 3, -0.0, 0).data());
        assertThat(cast(complex, "float32").doubleAt(0)).isEqualTo(1);
        assertThat(longs(cast(complex, "bool"))).isEqualTo("1 1 0");
        Array single = cast(complex, "complex64");
        assertThat(cast(single, "complex128").bitEquals(complex)).isTrue();
    }

    @Test
    void theImaginaryPartIsWrittenWhateverWasInMemory() {
        Array real = doubles(1, 2);
        for (DType dtype : List.of(DType.COMPLEX64, DType.COMPLEX128)) {
            Array complex = real.cast(dtype, (bytes, _) -> MemorySegment.ofArray(new byte[(int) bytes]).fill((byte) 7));
            Array parts = Array.of(TensorSpec.of(dtype.part(), 4), complex.data());
            assertThat(List.of(parts.doubleAt(0), parts.doubleAt(1), parts.doubleAt(2), parts.doubleAt(3)))
                    .containsExactly(1.0, 0.0, 2.0, 0.0);
        }
    }

    @Test
    void bfloat16KeepsTheUpperBitsOfANan() {
        Array nans = Array.ofFloats(Shape.of(3), Float.intBitsToFloat(0x7f800001), Float.intBitsToFloat(0xffc12345),
                Float.NaN);
        assertThat(Arrays.toString(cast(nans, "bfloat16").data().toArray(Elements.SHORT)))
                .isEqualTo(Arrays.toString(new short[]{0x7fc0, (short) 0xffc1, 0x7fc0}));
    }

    @Property
    void singlesBecomeBfloat16AsTheFormatSays(@ForAll float value) {
        Array cast = cast(Array.ofFloats(Shape.of(), value), "bfloat16");
        FloatFormat format = FloatFormat.of(DType.BFLOAT16);
        if (format != null && !Float.isNaN(value)) {
            assertThat(cast.data().get(Elements.SHORT, 0)).isEqualTo((short) format.encode(value));
        }
    }

    @Property
    void integersOfEveryWidthAreReadBack(@ForAll long value) {
        for (DType dtype : DType.values()) {
            if (dtype.kind() == DType.Kind.SIGNED || dtype.kind() == DType.Kind.UNSIGNED) {
                MemorySegment data = MemorySegment.ofArray(new byte[2 * dtype.bytes()]);
                Elements.writeLong(dtype, data, 1, value);
                int unused = Long.SIZE - dtype.integerBits();
                long expected = dtype.kind() == DType.Kind.SIGNED
                        ? value << unused >> unused
                        : value << unused >>> unused;
                assertThat(Elements.readLong(dtype, data, 1)).as("%s", dtype).isEqualTo(expected);
                assertThat(Elements.readLong(dtype, data, 0)).isZero();
            }
        }
    }

    private static Array cast(Array array, String dtype) {
        return array.cast(DType.named(dtype).orElseThrow(), Arena.ofAuto());
    }

    private static Array doubles(double... values) {
        MemorySegment data = Arena.ofAuto().allocate(8L * values.length);
        MemorySegment.copy(values, 0, data, Elements.DOUBLE, 0, values.length);
        return Array.of(TensorSpec.of(DType.FLOAT64, values.length), data);
    }

    private static Array integers(DType dtype, long... values) {
        MemorySegment data = Arena.ofAuto().allocate(8L * values.length);
        MemorySegment.copy(values, 0, data, Elements.LONG, 0, values.length);
        return Array.of(TensorSpec.of(dtype, values.length), data);
    }

    private static String longs(Array array) {
        return LongStream.range(0, array.shape().size()).mapToObj(i -> String.valueOf(array.longAt(i)))
                .collect(Collectors.joining(" "));
    }
}
