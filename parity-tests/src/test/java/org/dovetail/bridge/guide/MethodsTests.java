package org.dovetail.bridge.guide;

import java.util.Map;
import org.dovetail.core.Array;
import org.dovetail.core.Prng;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.haiku.Params;
import org.dovetail.nnx.Rngs;
import org.dovetail.parity.golden.Goldens;
import org.junit.jupiter.api.Test;

/** Section 5: a model with more methods than one. */
class MethodsTests {
    private static final Map<String, Array> NUMBERS = Goldens.numbers("guide/numbers.npz");
    /** Sums of 784 products in another order than XLA's. */
    private static final double TOLERANCE = 2e-6;

    private static void assertOutputs(String style, Tensor code, Tensor decoded) {
        Named.assertClose(Map.of("encode", code.array(), "decode", decoded.array()), NUMBERS,
                "auto_encoder/" + style + "/", TOLERANCE);
    }

    @Test
    void haikuTakesThemApart() {
        Params params = AutoEncoderHaiku.MODEL.init(Prng.key(0), Tensors.ones(1, 784));
        var encode = AutoEncoderHaiku.MODEL.method(AutoEncoderHaiku.Methods::encode);
        var decode = AutoEncoderHaiku.MODEL.method(AutoEncoderHaiku.Methods::decode);
        Tensor code = encode.apply(params, null, Tensors.ones(1, 784));
        assertOutputs("haiku", code, decode.apply(params, null, code));
    }

    @Test
    void nnxCallsThem() {
        AutoEncoderNnx model = new AutoEncoderNnx(784, 256, 784, new Rngs(0));
        Tensor code = model.encode(Tensors.ones(1, 784));
        assertOutputs("nnx", code, model.decode(code));
    }
}
