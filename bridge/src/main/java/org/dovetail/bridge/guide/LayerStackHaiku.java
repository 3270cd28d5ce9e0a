package org.dovetail.bridge.guide;

import static org.dovetail.haiku.Hk.layerStack;
import static org.dovetail.haiku.Hk.transform;

import org.dovetail.core.Tensor;
import org.dovetail.haiku.Module;
import org.dovetail.haiku.Transformed;
import org.dovetail.bridge.guide.ClassifierHaiku.Block;

/** Section 7 of the guide in the Haiku style: a scan over layers. */
final class LayerStackHaiku {
    static final class MLP extends Module {
        private final int features;
        private final int numLayers;

        MLP(int features, int numLayers) {
            this.features = features;
            this.numLayers = numLayers;
        }

        Tensor call(Tensor x, boolean training) {
            try (var _ = scope()) {
                return layerStack(numLayers, (Tensor h) -> new Block(features).call(h, training)).apply(x);
            }
        }
    }

    static final Transformed.Of2<Tensor, Boolean, Tensor> MODEL = transform(
            (Tensor x, Boolean training) -> new MLP(64, 5).call(x, training));

    private LayerStackHaiku() {}
}
