package org.dovetail.bridge.guide;

import static org.dovetail.core.Losses.softmaxCrossEntropyWithIntegerLabels;
import static org.dovetail.core.Nn.relu;
import static org.dovetail.core.Transforms.grad;
import static org.dovetail.core.Transforms.jit;
import static org.dovetail.haiku.Hk.dropout;
import static org.dovetail.haiku.Hk.nextRngKey;
import static org.dovetail.haiku.Hk.transform;

import org.dovetail.core.Jitted;
import org.dovetail.core.Key;
import org.dovetail.core.Tensor;
import org.dovetail.core.tree.Tree;
import org.dovetail.haiku.Linear;
import org.dovetail.haiku.Module;
import org.dovetail.haiku.Params;
import org.dovetail.haiku.Transformed;

/** Sections 1 to 3 of the guide in the Haiku style: a classifier with dropout, and a training step. */
final class ClassifierHaiku {
    // @start region="model"
    static final class Block extends Module {
        private final int features;

        Block(int features) { this.features = features; }

        Tensor call(Tensor x, boolean training) {
            try (var _ = scope()) {
                x = new Linear(features).call(x);
                x = dropout(nextRngKey(), training ? 0.5 : 0.0, x);
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
    // @end

    static final Transformed.Of2<Tensor, Boolean, Tensor> MODEL = transform(
            (Tensor x, Boolean training) -> new Model(256, 10).call(x, training));

    private ClassifierHaiku() {}

    static Tensor loss(Params params, Key key, Tensor inputs, Tensor labels, boolean training) {
        return softmaxCrossEntropyWithIntegerLabels(MODEL.apply(params, key, inputs, training), labels).mean();
    }

    // @start region="step"
    static Params trainStep(Key key, Params params, Tensor inputs, Tensor labels) {
        Params grads = grad((Params p) -> {
            Tensor logits = MODEL.apply(p, key, inputs, true);
            return softmaxCrossEntropyWithIntegerLabels(logits, labels).mean();
        }).apply(params);
        return Tree.map((w, g) -> w.sub(g.mul(0.1)), params, grads);
    }

    static final Jitted.Of4<Key, Params, Tensor, Tensor, Params> TRAIN_STEP = jit(ClassifierHaiku::trainStep);
    // @end
}
