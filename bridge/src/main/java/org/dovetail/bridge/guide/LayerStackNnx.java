package org.dovetail.bridge.guide;

import org.dovetail.core.Tensor;
import org.dovetail.nnx.Module;
import org.dovetail.nnx.Nnx;
import org.dovetail.nnx.Rngs;
import org.dovetail.bridge.guide.ClassifierNnx.Block;

/** Section 7 of the guide in the NNX style: stacked layers. */
final class LayerStackNnx extends Module {
    // @start region="model"
    private final Block blocks;
    private final int numLayers;

    LayerStackNnx(int features, int numLayers, Rngs rngs) {
        this.numLayers = numLayers;
        blocks = Nnx.vmap((Rngs r) -> new Block(features, features, r)).splitRngs(numLayers).apply(rngs);
    }

    Tensor call(Tensor x) {
        return Nnx.fold((Tensor h, Block block) -> block.call(h)).splitRngs(numLayers).apply(x, blocks);
    }
    // @end
}
