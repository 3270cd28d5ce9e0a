package org.dovetail.bridge.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.dovetail.core.Array;
import org.dovetail.core.Prng;
import org.dovetail.core.Tensors;
import org.dovetail.haiku.Params;
import org.dovetail.haiku.ParamsAndState;
import org.dovetail.nnx.Module;
import org.dovetail.nnx.Nnx;
import org.dovetail.nnx.Param;
import org.dovetail.nnx.Rngs;
import org.dovetail.parity.golden.Goldens;
import org.junit.jupiter.api.Test;

/** Models of the guide's sections as they are made: names, shapes, printed trees and the bits of every first number are Python's. */
class ModelDefinitionTests {
    private static void assertInitialised(String section, String style, Map<String, Array> arrays) {
        assertThat(Goldens.fingerprints(arrays))
                .isEqualTo(Goldens.fingerprints(Goldens.json("guide/init.json").path(section).path(style)));
    }

    private static void assertNnx(String section, Module model) {
        assertInitialised(section, "nnx", Named.arrays(Nnx.state(model)));
        assertThat(Nnx.state(model, Param.class)).hasToString(Goldens.text("guide/" + section + ".nnx.txt"));
    }

    @Test
    void theClassifierIsPythonsInHaiku() {
        Params params = ClassifierHaiku.MODEL.init(Prng.key(0), Tensors.ones(1, 784), false);
        assertInitialised("model", "haiku", Named.arrays(params));
        assertThat(params).hasToString(Goldens.text("guide/model.haiku.txt"));
        assertThat(params.get("model/linear", "b").shape().extents()).containsExactly(10);
        assertThat(params.get("model/block/linear", "w").shape().extents()).containsExactly(784, 256);
    }

    @Test
    void theClassifierIsPythonsInNnx() {
        ClassifierNnx.Model model = new ClassifierNnx.Model(784, 256, 10, new Rngs(0));
        assertNnx("model", model);
        assertThat(Nnx.state(model)).hasToString(Goldens.text("guide/model.nnx_all.txt"));
        assertThat(model.linear.bias.get().shape().extents()).containsExactly(10);
        assertThat(model.block.linear.kernel.get().shape().extents()).containsExactly(784, 256);
    }

    @Test
    void batchNormIsPythonsInHaiku() {
        ParamsAndState init = BatchNormHaiku.MODEL.init(Prng.key(0), Tensors.ones(1, 784), true);
        assertInitialised("batch_norm", "haiku", Named.arrays(init.params()));
        assertThat(init.params()).hasToString(Goldens.text("guide/batch_norm.haiku.txt"));
        assertThat(init.state()).hasToString(Goldens.text("guide/batch_norm.haiku_state.txt"));
    }

    @Test
    void batchNormIsPythonsInNnx() {
        BatchNormNnx.Model model = new BatchNormNnx.Model(784, 256, 10, new Rngs(0));
        assertNnx("batch_norm", model);
        assertThat(Nnx.state(model)).hasToString(Goldens.text("guide/batch_norm.nnx_all.txt"));
        BatchNormNnx.Block block = new BatchNormNnx.Block(4, 4, new Rngs(0));
        assertNnx("batch_norm_block", block);
        assertThat(Nnx.state(block)).hasToString(Goldens.text("guide/batch_norm_block.nnx_all.txt"));
    }

    @Test
    void theAutoEncoderIsPythonsInHaiku() {
        Params params = AutoEncoderHaiku.MODEL.init(Prng.key(0), Tensors.ones(1, 784));
        assertInitialised("auto_encoder", "haiku", Named.arrays(params));
        assertThat(params).hasToString(Goldens.text("guide/auto_encoder.haiku.txt"));
    }

    @Test
    void theAutoEncoderIsPythonsInNnx() { assertNnx("auto_encoder", new AutoEncoderNnx(784, 256, 784, new Rngs(0))); }

    @Test
    void theCounterIsPythonsInHaiku() {
        ParamsAndState init = CounterHaiku.MODEL.init(Prng.key(0), Tensors.ones(1, 64));
        assertInitialised("counter", "haiku", Named.arrays(init.params()));
        assertThat(init.params()).hasToString(Goldens.text("guide/counter.haiku.txt"));
        assertThat(init.state()).hasToString(Goldens.text("guide/counter.haiku_state.txt"));
    }

    @Test
    void theCounterIsPythonsInNnx() {
        CounterNnx model = new CounterNnx(new Rngs(0));
        assertNnx("counter", model);
        assertThat(Nnx.state(model)).hasToString(Goldens.text("guide/counter.nnx_all.txt"));
    }

    @Test
    void theRecurrentNetworkIsPythonsInHaiku() {
        Params params = RnnHaiku.MODEL.init(Prng.key(0), Tensors.ones(3, 12, 32));
        assertInitialised("rnn", "haiku", Named.arrays(params));
        assertThat(params).hasToString(Goldens.text("guide/rnn.haiku.txt"));
        assertThat(RnnHaiku.MODEL.apply(params, null, Tensors.ones(3, 12, 32)).shape().extents()).containsExactly(3, 12,
                64);
    }

    @Test
    void theLayerStackIsPythonsInHaiku() {
        Params params = LayerStackHaiku.MODEL.init(Prng.key(0), Tensors.ones(1, 64), false);
        assertInitialised("layer_stack", "haiku", Named.arrays(params));
        assertThat(params).hasToString(Goldens.text("guide/layer_stack.haiku.txt"));
    }
}
