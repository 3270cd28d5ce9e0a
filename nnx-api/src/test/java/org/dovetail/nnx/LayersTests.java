package org.dovetail.nnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Init;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.junit.jupiter.api.Test;

/** Linear, Dropout and BatchNorm; numbers are those of flax 0.12.8. */
class LayersTests {
    private static int[] bits(Tensor tensor) {
        Array array = tensor.array();
        int[] bits = new int[(int) array.size()];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits((float) array.doubleAt(i));
        }
        return bits;
    }

    @Test
    void theKernelHasPythonsBits() {
        assertThat(bits(new Linear(3, 4, new Rngs(0)).kernel.get())).containsExactly(0x3f1e2c8f, 0xbf0f53c8, 0xbeedcc7e,
                0xbf370de0, 0xbf09f17c, 0x3ebbd975, 0x3ee63d94, 0xbf216cea, 0x3f796d4b, 0xbf899a13, 0xbf47ffd2,
                0x3dab6153);
        assertThat(bits(new Linear(3, 4, new Rngs(42)).kernel.get())).containsExactly(0x3d42d139, 0xbe9b6ebe,
                0x3f48322e, 0x3ea5f9aa, 0x3e4074ec, 0x3e46cf24, 0x3eb7d9b8, 0xbf001b02, 0xbf8e5f1b, 0x3ecbce60,
                0x3e0b84be, 0x3acb2b53);
    }

    @Test
    void linearMultipliesAndAdds() {
        Linear linear = new Linear(2, 3, Linear.options().kernelInit(Init.ones()).biasInit(Init.constant(5)),
                new Rngs(0));
        assertThat(linear.call(Tensors.of(1, 2)).toFloats()).containsExactly(8, 8, 8);
        assertThat(linear.call(Tensors.ones(4, 5, 2)).shape()).isEqualTo(Shape.of(4, 5, 3));
    }

    @Test
    void linearPromotesHalfPrecision() {
        Linear linear = new Linear(2, 3, new Rngs(0));
        assertThat(linear.call(Tensors.ones(2).cast(DType.BFLOAT16)).dtype()).isEqualTo(DType.FLOAT32);
    }

    @Test
    void linearWithoutBiasHasAKernelOnly() {
        Rngs rngs = new Rngs(0);
        Linear linear = new Linear(2, 3, Linear.options().withoutBias(), rngs);
        assertThat(Nnx.state(linear)).hasToString("{'kernel': (2, 3)}");
        assertThat(rngs.stream("params").tag()).isEqualTo("default");
        assertThat(Nnx.state(rngs).get("default.count").item()).isEqualTo(1);
    }

    @Test
    void linearNamesTheExtentThatItExpects() {
        Linear linear = new Linear(3, 4, new Rngs(0));
        assertThatThrownBy(() -> linear.call(Tensors.ones(2, 5)))
                .hasMessage(
                        "Linear: the last axis of x must be 3, as the kernel is f32[3,4]; got f32[2,5]. Transpose or reshape x, or "
                                + "make the layer for as many features as x has");
    }

    @Test
    void dropoutHasPythonsMasks() {
        Dropout dropout = new Dropout(0.5, new Rngs(0));
        assertThat(dropout.call(Tensors.ones(8)).toFloats()).containsExactly(2, 0, 2, 0, 2, 2, 2, 0);
        assertThat(dropout.call(Tensors.ones(8)).toFloats()).containsExactly(2, 2, 2, 0, 2, 0, 0, 2);
    }

    @Test
    void dropoutForksAtAnyRate() {
        Rngs rngs = new Rngs(0);
        Dropout dropout = new Dropout(0, rngs);
        assertThat(Nnx.state(rngs).get("default.count").item()).isEqualTo(1);
        assertThat(dropout.call(Tensors.ones(2)).toFloats()).containsExactly(1, 1);
        assertThat(Nnx.state(dropout)).hasToString("{'rngs': {'count': (), 'key': ()}}");
    }

    @Test
    void dropoutOfEverythingGivesZeros() {
        assertThat(new Dropout(1).call(Tensors.ones(2)).toFloats()).containsExactly(0, 0);
    }

    @Test
    void dropoutWithoutAStreamTakesKeysAtTheCall() {
        Dropout dropout = new Dropout(0.5);
        float[] expected = new Dropout(0.5, new Rngs(0)).call(Tensors.ones(8)).toFloats();
        assertThat(dropout.call(Tensors.ones(8), new Rngs(new Rngs(0).next())).toFloats()).containsExactly(expected);
        assertThatThrownBy(() -> dropout.call(Tensors.ones(2)))
                .hasMessageContaining("new Dropout(rate, rngs)").hasMessageContaining("call(x, rngs)")
                .hasMessageContaining("eval()");
        dropout.eval();
        assertThat(dropout.call(Tensors.ones(2)).toFloats()).containsExactly(1, 1);
    }

    @Test
    void aDropoutRateIsAProbability() {
        assertThatThrownBy(() -> new Dropout(1.5)).hasMessage("Dropout: a rate from 0 to 1 is expected; got 1.5");
    }

    @Test
    void batchNormHasPythonsAverages() {
        BatchNorm norm = new BatchNorm(3, new Rngs(0));
        Tensor x = Tensors.arange(12).cast(DType.FLOAT32).reshape(4, 3).mul(Tensors.of(1, -2, .5f));
        norm.call(x);
        float[] y = norm.call(x).toFloats();
        assertThat(y).containsExactly(new float[]{-1.3416401f, 1.3416406f, -1.3416384f, -0.44721338f, 0.44721353f,
                -0.4472128f, 0.44721338f, -0.44721353f, 0.4472128f, 1.3416401f, -1.3416406f, 1.3416384f},
                within(1e-6f));
        assertThat(norm.mean.get().toFloats())
                .containsExactly(new float[]{0.089549996f, -0.2189f, 0.064675f}, within(1e-7f));
        assertThat(norm.var.get().toFloats())
                .containsExactly(new float[]{1.203975f, 1.8756001f, 1.0360689f}, within(1e-6f));
        norm.eval();
        assertThat(norm.call(x).toFloats()).containsExactly(new float[]{-0.08161219f, -1.30052f, 0.91889554f,
                2.6524646f, -5.681587f, 2.3925471f, 5.3865414f, -10.062655f, 3.8661988f, 8.120619f,
                -14.443723f,
                5.339851f}, within(1e-5f));
    }

    @Test
    void theVarianceOfABatchIsNeverNegative() {
        BatchNorm norm = new BatchNorm(1, 0, new Rngs(0));
        norm.call(Tensors.full(DType.FLOAT32, Shape.of(3, 1), 1000.1));
        assertThat(norm.var.get().item()).isGreaterThanOrEqualTo(0);
    }

    @Test
    void batchNormHoldsParametersAndStatistics() {
        BatchNorm norm = new BatchNorm(3, 0.9, new Rngs(0));
        assertThat(Nnx.state(norm)).hasToString("{'bias': (3,), 'mean': (3,), 'scale': (3,), 'var': (3,)}");
        assertThat(Nnx.state(norm, BatchStat.class)).hasToString("{'mean': (3,), 'var': (3,)}");
        assertThat(
                Nnx.state(new BatchNorm(3, BatchNorm.options().withoutBias().withoutScale(), new Rngs(0)), Param.class)
                        .size())
                .isZero();
        assertThatThrownBy(() -> norm.call(Tensors.ones(2, 4)))
                .hasMessage("BatchNorm: the last axis of x must be 3; got f32[2,4]. Transpose or reshape x, or "
                        + "make the layer for as many features as x has");
    }
}
