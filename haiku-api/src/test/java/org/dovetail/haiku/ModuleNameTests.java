package org.dovetail.haiku;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModuleNameTests {
    @ParameterizedTest
    @CsvSource({
            "MLP, mlp", "RNNCell, rnn_cell", "AutoEncoder, auto_encoder", "BatchNorm, batch_norm", "Conv2D, conv2_d",
            "Conv2DTranspose, conv2_d_transpose", "Conv1DLSTM, conv1_dlstm", "MyBERTModel2, my_bert_model2",
            "RMSNorm, rms_norm",
            "ResNet50, res_net50", "MobileNetV1Block, mobile_net_v1_block", "VectorQuantizerEMA, vector_quantizer_ema",
            "SeparableDepthwiseConv2D, separable_depthwise_conv2_d", "AB, ab", "ABc, a_bc", "aB, a_b", "X2Y, x2_y",
            "X2y, x2y",
            "IOError2X, io_error2_x", "GPT2Block, gpt2_block", "T5Layer, t5_layer", "Net_2, net_2",
            "_Private, __private",
            "already_snake, already_snake"})
    void classNamesBecomeHaikusNames(String className, String name) {
        assertThat(ModuleName.snakeCase(className)).isEqualTo(name);
    }

    @Test
    void aTrailingNumberIsSplitAsHaikuSplitsIt() {
        assertThat(ModuleName.of("linear_1")).isEqualTo(new ModuleName("linear", 1));
        assertThat(ModuleName.of("a_1_2")).isEqualTo(new ModuleName("a_1", 2));
        assertThat(ModuleName.of("a_0")).isEqualTo(new ModuleName("a", 0));
        assertThat(ModuleName.of("a_01").isNumbered()).isFalse();
        assertThat(ModuleName.of("a_1_").isNumbered()).isFalse();
        assertThat(ModuleName.of("res_net18")).isEqualTo(new ModuleName("res_net18", -1));
    }
}
