package org.dovetail.core;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Checks against {@code floats.bin}, which {@code make_floats.py} beside it made with ml_dtypes. */
class FloatFormatTests {
    private record Sample(float value, int pattern) {}

    private record Golden(DType dtype, List<Float> decoded, List<Sample> rounded) {
        FloatFormat format() { return requireNonNull(dtype.floatFormat()); }
    }

    private static List<Golden> goldens() throws IOException {
        List<Golden> goldens = new ArrayList<>();
        try (InputStream in = FloatFormatTests.class.getResourceAsStream("floats.bin")) {
            ByteBuffer bytes = ByteBuffer.wrap(requireNonNull(in).readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
            while (bytes.hasRemaining()) {
                byte[] name = new byte[bytes.get()];
                bytes.get(name);
                List<Float> decoded = new ArrayList<>();
                for (int count = bytes.getShort(); count > 0; count--) {
                    decoded.add(bytes.getFloat());
                }
                List<Sample> rounded = new ArrayList<>();
                for (int count = bytes.getShort(); count > 0; count--) {
                    rounded.add(new Sample(bytes.getFloat(), bytes.getShort() & 0xffff));
                }
                goldens.add(new Golden(DType.named(new String(name, StandardCharsets.US_ASCII)).orElseThrow(), decoded,
                        rounded));
            }
        }
        assertThat(goldens).hasSize(11);
        return goldens;
    }

    @Example
    void everyPatternStandsForTheNumberThatMlDtypesSays() throws IOException {
        for (Golden golden : goldens()) {
            for (int pattern = 0; pattern < golden.decoded.size(); pattern++) {
                Float decoded = (float) golden.format().decode(pattern);
                assertThat(decoded).as("%s 0x%02x", golden.dtype, pattern).isEqualTo(golden.decoded.get(pattern));
            }
        }
    }

    @Example
    void numbersAreRoundedAsMlDtypesDoes() throws IOException {
        for (Golden golden : goldens()) {
            for (Sample sample : golden.rounded) {
                assertThat(golden.format().encode(sample.value)).as("%s of %s", golden.dtype, sample.value)
                        .isEqualTo(sample.pattern);
            }
        }
    }

    @Example
    void halvesAreThoseOfTheJdk() {
        FloatFormat half = requireNonNull(DType.FLOAT16.floatFormat());
        FloatFormat brain = requireNonNull(DType.BFLOAT16.floatFormat());
        for (int pattern = 0; pattern < 1 << 16; pattern++) {
            assertThat(Float.valueOf((float) half.decode(pattern)))
                    .isEqualTo(Float.valueOf(Float.float16ToFloat((short) pattern)));
            assertThat(Float.valueOf((float) brain.decode(pattern)))
                    .isEqualTo(Float.valueOf(Float.intBitsToFloat(pattern << 16)));
        }
    }

    @Property
    void numbersAreRoundedToHalvesAsTheJdkDoes(@ForAll float value) {
        FloatFormat half = requireNonNull(DType.FLOAT16.floatFormat());
        assertThat((short) half.encode(value)).isEqualTo(Float.floatToFloat16(value));
    }

    @Property
    void singlesAndDoublesAreTheirOwnBits(@ForAll float single, @ForAll double real) {
        assertThat((int) requireNonNull(DType.FLOAT32.floatFormat()).encode(single))
                .isEqualTo(Float.floatToRawIntBits(single));
        assertThat(requireNonNull(DType.FLOAT64.floatFormat()).encode(real))
                .isEqualTo(Double.doubleToRawLongBits(real));
        assertThat(requireNonNull(DType.FLOAT64.floatFormat()).decode(Double.doubleToRawLongBits(real)))
                .isEqualTo(real);
    }

    @Example
    void everyNumberOfEveryFormatIsRoundedToItself() {
        for (DType dtype : DType.values()) {
            FloatFormat format = dtype.floatFormat();
            int patterns = dtype == DType.FLOAT4_E2M1FN ? 16 : 1 << 8 * Math.min(2, dtype.bytes());
            for (int pattern = 0; format != null && dtype.bytes() <= 2 && pattern < patterns; pattern++) {
                double value = format.decode(pattern);
                if (!Double.isNaN(value)) {
                    assertThat(format.encode(value)).as("%s 0x%x", dtype, pattern).isEqualTo(pattern);
                }
            }
        }
    }
}
