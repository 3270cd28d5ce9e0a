package org.dovetail.core.internal.math;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.Example;

/** Checks against {@code math.bin}, which {@code make_math.py} beside it made with JAX. */
class XlaMathTests {
    private interface Function {
        float apply(float x);
    }

    private static final Map<String, Function> FUNCTIONS = Map.ofEntries(Map.entry("exp", XlaMath::exp),
            Map.entry("expm1", XlaMath::expm1), Map.entry("log", XlaMath::log), Map.entry("log1p", XlaMath::log1p),
            Map.entry("logistic", XlaMath::logistic), Map.entry("tanh", XlaMath::tanh), Map.entry("erf", XlaMath::erf),
            Map.entry("erfInv", XlaMath::erfInv), Map.entry("rsqrt", XlaMath::rsqrt), Map.entry("sin", XlaMath::sin),
            Map.entry("cos", XlaMath::cos), Map.entry("tan", XlaMath::tan), Map.entry("asin", XlaMath::asin),
            Map.entry("acos", XlaMath::acos), Map.entry("sinh", XlaMath::sinh), Map.entry("cosh", XlaMath::cosh),
            Map.entry("asinh", XlaMath::asinh), Map.entry("acosh", XlaMath::acosh),
            Map.entry("atanh", XlaMath::atanh), Map.entry("exp2", XlaMath::exp2), Map.entry("erfc", XlaMath::erfc),
            Map.entry("lgamma", XlaMath::lgamma), Map.entry("digamma", XlaMath::digamma));

    private record Sample(float x, float expected) {}

    private record Power(float x, float y, float expected) {}

    private record Goldens(Map<String, List<Sample>> samples, List<Power> powers) {}

    private static Goldens goldens() throws IOException {
        try (InputStream in = XlaMathTests.class.getResourceAsStream("math.bin")) {
            ByteBuffer bytes = ByteBuffer.wrap(requireNonNull(in).readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
            float[] arguments = floats(bytes, bytes.getInt());
            Map<String, List<Sample>> samples = new TreeMap<>();
            for (int function = 0; function < FUNCTIONS.size(); function++) {
                byte[] name = new byte[bytes.get()];
                bytes.get(name);
                float[] results = floats(bytes, arguments.length);
                samples.put(new String(name, StandardCharsets.US_ASCII), IntStream.range(0, results.length)
                        .mapToObj(i -> new Sample(arguments[i], results[i])).toList());
            }
            int pairs = bytes.getInt();
            float[] bases = floats(bytes, pairs);
            float[] exponents = floats(bytes, pairs);
            float[] powers = floats(bytes, pairs);
            return new Goldens(samples, IntStream.range(0, pairs)
                    .mapToObj(i -> new Power(bases[i], exponents[i], powers[i])).toList());
        }
    }

    private static float[] floats(ByteBuffer bytes, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = bytes.getFloat();
        }
        return values;
    }

    @Example
    void functionsOfOneNumberGiveTheBitsOfXla() throws IOException {
        Goldens goldens = goldens();
        assertThat(goldens.samples.keySet()).isEqualTo(FUNCTIONS.keySet());
        goldens.samples.forEach((name, samples) -> {
            Function function = requireNonNull(FUNCTIONS.get(name));
            // XLA starts from the processor's estimate; the correctly rounded number is within 2 ulp of what comes out.
            int tolerance = name.equals("rsqrt") ? 2 : 0;
            for (Sample sample : samples) {
                float result = function.apply(sample.x);
                if (ulps(result, sample.expected) > tolerance) {
                    fail("%s of %s gives %s", name, sample, result);
                }
            }
        });
    }

    @Example
    void powersHaveTheBitsOfXla() throws IOException {
        for (Power power : goldens().powers) {
            float result = XlaMath.pow(power.x, power.y);
            if (ulps(result, power.expected) > 0) {
                fail("%s, not %s", power, result);
            }
        }
    }

    @Example
    void subnormalNumbersAreReadAsZero() {
        assertThat(Float.valueOf(XlaMath.flush(Float.MIN_VALUE))).isEqualTo(Float.valueOf(0f));
        assertThat(Float.valueOf(XlaMath.flush(-Float.MIN_VALUE))).isEqualTo(Float.valueOf(-0f));
        assertThat(XlaMath.flush(Float.MIN_NORMAL)).isEqualTo(Float.MIN_NORMAL);
        assertThat(XlaMath.flush(Float.NaN)).isNaN();
        assertThat(XlaMath.log(Float.MIN_VALUE)).isEqualTo(Float.NEGATIVE_INFINITY);
    }

    /** The results of {@code jax.random.normal} and {@code gumbel} for the seeds 0 and 42. */
    @Example
    void normalAndGumbelNumbersAreThoseOfJax() {
        assertThat(normal(0)).containsExactly(0x3fcfb2bd, 0x40019df0, 0xbede0017, 0xbda10222, 0x3e34512c);
        assertThat(normal(42)).containsExactly(0xbce7df15, 0x3eef2be8, 0x3e976661, 0x3e1d3b24, 0xbdfe04eb);
        assertThat(gumbel(0)).containsExactly(0x403b1889, 0x4075499c, 0xbdc66ff7, 0x3e8df4a4, 0x3f1360b8);
        assertThat(gumbel(42)).containsExactly(0x3eab0e4a, 0x3f73b78c, 0x3f39bc5f, 0x3f0c54f8, 0x3e683f8f);
    }

    private static int[] normal(long key) {
        int[] bits = new int[5];
        for (int i = 0; i < bits.length; i++) {
            float number = XlaMath.erfInv(uniform(key, i, Math.nextUp(-1f), 1f));
            bits[i] = Float.floatToRawIntBits((float) Math.sqrt(2) * number);
        }
        return bits;
    }

    private static int[] gumbel(long key) {
        int[] bits = new int[5];
        for (int i = 0; i < bits.length; i++) {
            float number = -XlaMath.log(-XlaMath.log(uniform(key, i, Float.MIN_NORMAL, 1f)));
            bits[i] = Float.floatToRawIntBits(number);
        }
        return bits;
    }

    private static float uniform(long key, int index, float low, float high) {
        float unit = Float.intBitsToFloat(Threefry.bits32(key, index) >>> 9 | 0x3f80_0000) - 1f;
        return Math.max(low, Math.fma(unit, high - low, low));
    }

    /** How many floats lie between two; zeros of both signs are one apart, NaNs are equal. */
    private static long ulps(float one, float other) {
        if (Float.isNaN(one) || Float.isNaN(other)) {
            return Float.isNaN(one) && Float.isNaN(other) ? 0 : Long.MAX_VALUE;
        }
        return Math.abs(rank(one) - rank(other));
    }

    private static long rank(float x) {
        int bits = Float.floatToRawIntBits(x);
        return bits >= 0 ? bits : -1L - (bits & 0x7fff_ffff);
    }
}
