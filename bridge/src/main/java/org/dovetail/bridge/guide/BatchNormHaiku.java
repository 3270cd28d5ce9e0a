package org.dovetail.bridge.guide;

import static org.dovetail.core.Losses.softmaxCrossEntropyWithIntegerLabels;
import static org.dovetail.core.Nn.relu;
import static org.dovetail.core.Transforms.jit;
import static org.dovetail.core.Transforms.valueAndGradWithAux;
import static org.dovetail.haiku.Hk.transformWithState;

import org.dovetail.core.Jitted;
import org.dovetail.core.Tensor;
import org.dovetail.core.ValueGradAux;
import org.dovetail.core.WithAux;
import org.dovetail.core.tree.Tree;
import org.dovetail.haiku.BatchNorm;
import org.dovetail.haiku.HkState;
import org.dovetail.haiku.Linear;
import org.dovetail.haiku.Module;
import org.dovetail.haiku.Params;
import org.dovetail.haiku.TransformedWithState;

/** Section 4 of the guide in the Haiku style: batch norm instead of dropout. */
final class BatchNormHaiku {
    static final class Block extends Module {
        private final int features;

        Block(int features) { this.features = features; }

        Tensor call(Tensor x, boolean training) {
            try (var _ = scope()) {
                x = new Linear(features).call(x);
                x = new BatchNorm(true, true, 0.99).call(x, training);
                return relu(x);
            }
        }
    }

    static final class Model extends Module {
        private final int dmid;
        private final int dout;

        Model(int dmid, int dout) {
            this.dmid = dmid;
            this.dout = dout;
        }

        Tensor call(Tensor x, boolean training) {
            try (var _ = scope()) {
                x = new Block(dmid).call(x, training);
                return new Linear(dout).call(x);
            }
        }
    }

    static final TransformedWithState.Of2<Tensor, Boolean, Tensor> MODEL = transformWithState(
            (Tensor x, Boolean training) -> new Model(256, 10).call(x, training));

    /** What a training step gives. */
    record Trained(Tensor loss, Params params, HkState state) {}

    static final Jitted.Of4<Params, HkState, Tensor, Tensor, Trained> TRAIN_STEP = jit(BatchNormHaiku::trainStep);

    private BatchNormHaiku() {}

    static Trained trainStep(Params params, HkState state, Tensor inputs, Tensor labels) {
        ValueGradAux<Params, HkState> all = valueAndGradWithAux((Params p) -> {
            var applied = MODEL.apply(p, state, null, inputs, true);
            return new WithAux<>(softmaxCrossEntropyWithIntegerLabels(applied.result(), labels).mean(),
                    applied.state());
        }).apply(params);
        return new Trained(all.value(), Tree.map((w, g) -> w.sub(g.mul(0.1)), params, all.grad()), all.aux());
    }
}
