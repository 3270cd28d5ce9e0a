package org.dovetail.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dovetail.core.DType.BFLOAT16;
import static org.dovetail.core.DType.FLOAT16;

import java.lang.foreign.ValueLayout;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Bits of jax 0.10.2 for {@code key(3)}, and what is refused. */
class PrngTests {
    private static final Key KEY = Prng.key(3);
    private static final Shape SIX = Shape.of(6);
    private static final Shape MANY = Shape.of(4096);

    private static String bits(Tensor tensor) {
        byte[] bytes = tensor.array().data().toArray(ValueLayout.JAVA_BYTE);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < bytes.length; i += 2) {
            text.append(i == 0 ? "" : " ").append(HexFormat.of().toHexDigits(bytes[i + 1]))
                    .append(HexFormat.of().toHexDigits(bytes[i]));
        }
        return text.toString();
    }

    private static String digest(Tensor tensor) throws NoSuchAlgorithmException {
        byte[] bytes = tensor.array().data().toArray(ValueLayout.JAVA_BYTE);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)).substring(0, 16);
    }

    @Test
    void uniformNumbersAreThoseOfJax() throws NoSuchAlgorithmException {
        assertThat(bits(Prng.uniform(KEY, SIX, BFLOAT16, 0, 1))).isEqualTo("3efc 3f44 3f5e 3e40 3f2e 3ec8");
        assertThat(bits(Prng.uniform(KEY, SIX, FLOAT16, 0, 1))).isEqualTo("2f50 3358 2a60 34c0 3a2c 36e4");
        assertThat(bits(Prng.uniform(KEY, SIX, BFLOAT16, -2, 3))).isEqualTo("3ef0 3fea 4016 bf88 3fb4 bd40");
        assertThat(digest(Prng.uniform(KEY, MANY, BFLOAT16, -2, 3))).isEqualTo("8b75762ff57b3a55");
        assertThat(digest(Prng.uniform(KEY, MANY, FLOAT16, -2, 3))).isEqualTo("8c60bbe7ebf9d043");
    }

    @Test
    void normalNumbersAreThoseOfJax() throws NoSuchAlgorithmException {
        assertThat(bits(Prng.normal(KEY, SIX, BFLOAT16))).isEqualTo("bc70 3f3b 3f90 bf61 3ef2 be8b");
        assertThat(bits(Prng.normal(KEY, SIX, FLOAT16))).isEqualTo("bcd0 b9ea be94 b843 39f4 b192");
        assertThat(digest(Prng.normal(KEY, MANY, BFLOAT16))).isEqualTo("4e613eb0f0fd1c44");
        assertThat(digest(Prng.normal(KEY, MANY, FLOAT16))).isEqualTo("eb9b538ecd2f62fc");
    }

    @Test
    void truncatedNormalNumbersAreThoseOfJax() throws NoSuchAlgorithmException {
        assertThat(bits(Prng.truncatedNormal(KEY, -2, 2, SIX, BFLOAT16))).isEqualTo("bca0 3f30 3f86 bf54 3ee4 be86");
        assertThat(bits(Prng.truncatedNormal(KEY, -2, 2, SIX, FLOAT16))).isEqualTo("bc79 b99b bde5 b80e 39a0 b155");
        assertThat(digest(Prng.truncatedNormal(KEY, -2, 2, MANY, BFLOAT16))).isEqualTo("2fcbc0f71edd4cd6");
        assertThat(digest(Prng.truncatedNormal(KEY, -2, 2, MANY, FLOAT16))).isEqualTo("07ffb4c4d22c53b0");
    }

    @Test
    void initializersDrawInTheParametersDtype() {
        Key first = Prng.split(Prng.key(0)).at(1);
        assertThat(bits(Init.lecunNormal().apply(KEY, Shape.of(3, 2), BFLOAT16)))
                .isEqualTo("bc52 3ee7 3f30 bf0b 3e96 be30");
        assertThat(bits(Init.lecunNormal().apply(KEY, Shape.of(3, 2), FLOAT16)))
                .isEqualTo("b9df b75b bbbd b552 3762 af00");
        assertThat(bits(Init.truncatedNormal(1 / Math.sqrt(3)).apply(first, SIX, BFLOAT16)))
                .isEqualTo("be1b be8a 3ed9 becc bf8a 3efd");
        assertThat(bits(Init.truncatedNormal(1 / Math.sqrt(3)).apply(first, SIX, FLOAT16)))
                .isEqualTo("bc30 b8d9 b1a9 afa7 bc9d 3444");
    }

    @Test
    void bitsOf64AreTheWordsOfSplitKeys() {
        Tensor words = Prng.split(KEY, 2).data();
        Tensor wide = Prng.bits(KEY, Shape.of(2), DType.UINT64);
        assertThat(wide.array().longAt(1))
                .isEqualTo(words.at(1).array().longAt(0) << 32 | words.at(1).array().longAt(1));
        assertThat(Prng.split(KEY, Shape.of(2, 3)).shape()).isEqualTo(Shape.of(2, 3));
    }

    @Test
    void drawsTellWhatDoesNotFit() {
        assertThatThrownBy(() -> Prng.bits(KEY, SIX, DType.INT32)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bits: uint8, uint16, uint32 or uint64 is expected; got i32");
        assertThatThrownBy(() -> Prng.uniform(KEY, SIX, DType.INT32, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("random floats: float32, float64, bfloat16 or float16 is expected; got i32");
        assertThatThrownBy(() -> Prng.uniform(KEY, SIX, DType.FLOAT32, Tensors.ones(3), Tensors.ones(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("uniform: parameters that broadcast to [6] are expected; got f32[3]");
        assertThatThrownBy(() -> Prng.bernoulli(KEY, Tensors.scalar(1), SIX, SampleMode.LOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("random floats: float32, float64, bfloat16 or float16 is expected; got i32");
        assertThatThrownBy(() -> Prng.uniform(Prng.split(KEY), SIX)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a single key is expected; got key[2]. Draw under vmap to use many keys, or take one with"
                        + " key.at(i)");
    }

    @Test
    void initializersTellWhichShapesTheyTake() {
        assertThatThrownBy(() -> Init.lecunNormal().apply(KEY, SIX, DType.FLOAT32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("varianceScaling: at least two axes are expected, to tell the fan-in; got [6]."
                        + " Name the input's axes with Fans.DEFAULT.withIn(...)");
        assertThatThrownBy(() -> Init.heUniform().apply(KEY, Shape.of(0, 2), DType.FLOAT32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("varianceScaling: weights without elements have no fan-in; got [0,2]");
        assertThatThrownBy(() -> Init.orthogonal().apply(KEY, SIX, DType.FLOAT32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("orthogonal: at least two axes are expected; got [6]");
        assertThatThrownBy(() -> Init.deltaOrthogonal().apply(KEY, Shape.of(3, 4, 2), DType.FLOAT32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("deltaOrthogonal: a kernel of three to five axes, whose last is no shorter than the one"
                        + " before, is expected; got [3,4,2]");
    }
}
