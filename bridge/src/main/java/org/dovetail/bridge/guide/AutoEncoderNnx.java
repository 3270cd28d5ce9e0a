package org.dovetail.bridge.guide;

import org.dovetail.core.Tensor;
import org.dovetail.nnx.Linear;
import org.dovetail.nnx.Module;
import org.dovetail.nnx.Rngs;

/** Section 5 of the guide in the NNX style: several methods. */
final class AutoEncoderNnx extends Module {
    final Linear encoder;
    final Linear decoder;

    AutoEncoderNnx(int inDim, int embedDim, int outputDim, Rngs rngs) {
        encoder = new Linear(inDim, embedDim, rngs);
        decoder = new Linear(embedDim, outputDim, rngs);
    }

    Tensor encode(Tensor x) { return encoder.call(x); }

    Tensor decode(Tensor x) { return decoder.call(x); }
}
