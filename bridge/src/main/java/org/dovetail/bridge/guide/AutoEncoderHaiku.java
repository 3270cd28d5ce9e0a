package org.dovetail.bridge.guide;

import static org.dovetail.haiku.Hk.multiTransform;

import org.dovetail.core.Tensor;
import org.dovetail.core.fn.F1;
import org.dovetail.haiku.InitAndApply;
import org.dovetail.haiku.Linear;
import org.dovetail.haiku.Module;
import org.dovetail.haiku.MultiTransformed;

/** Section 5 of the guide in the Haiku style: several methods. */
final class AutoEncoderHaiku {
    static final class AutoEncoder extends Module {
        private final Linear encoder;
        private final Linear decoder;

        AutoEncoder(int embedDim, int outputDim) {
            encoder = new Linear(embedDim, "encoder");
            decoder = new Linear(outputDim, "decoder");
        }

        Tensor encode(Tensor x) { return encoder.call(x); }

        Tensor decode(Tensor x) { return decoder.call(x); }

        Tensor call(Tensor x) {
            x = encode(x);
            return decode(x);
        }
    }

    record Methods(F1<Tensor, Tensor> encode, F1<Tensor, Tensor> decode) {}

    static final MultiTransformed<Tensor, Methods> MODEL = multiTransform(() -> {
        var module = new AutoEncoder(256, 784);
        return new InitAndApply<>(module::call, new Methods(module::encode, module::decode));
    });

    private AutoEncoderHaiku() {}
}
