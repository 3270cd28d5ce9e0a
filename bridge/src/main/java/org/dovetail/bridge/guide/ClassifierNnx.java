package org.dovetail.bridge.guide;

import static org.dovetail.core.Losses.softmaxCrossEntropyWithIntegerLabels;
import static org.dovetail.core.Nn.relu;

import org.dovetail.core.Tensor;
import org.dovetail.core.fn.P3;
import org.dovetail.core.tree.Tree;
import org.dovetail.nnx.Dropout;
import org.dovetail.nnx.Linear;
import org.dovetail.nnx.Module;
import org.dovetail.nnx.Nnx;
import org.dovetail.nnx.Param;
import org.dovetail.nnx.Rngs;
import org.dovetail.nnx.State;

/** Sections 1 to 3 of the guide in the NNX style: a classifier with dropout, and a training step. */
final class ClassifierNnx {
    // @start region="model"
    static final class Block extends Module {
        final Linear linear;
        final Dropout dropout;

        Block(int inFeatures, int outFeatures, Rngs rngs) {
            linear = new Linear(inFeatures, outFeatures, rngs);
            dropout = new Dropout(0.5, rngs);
        }

        Tensor call(Tensor x) {
            x = linear.call(x);
            x = dropout.call(x);
            return relu(x);
        }
    }

    static final class Model extends Module {
        final Block block;
        final Linear linear;

        Model(int din, int dmid, int dout, Rngs rngs) {
            block = new Block(din, dmid, rngs);
            linear = new Linear(dmid, dout, rngs);
        }

        Tensor call(Tensor x) {
            x = block.call(x);
            return linear.call(x);
        }
    }
    // @end

    private ClassifierNnx() {}

    static Tensor loss(Model model, Tensor inputs, Tensor labels) {
        return softmaxCrossEntropyWithIntegerLabels(model.call(inputs), labels).mean();
    }

    // @start region="step"
    static void trainStep(Model model, Tensor inputs, Tensor labels) {
        State grads = Nnx.grad((Model m) -> {
            Tensor logits = m.call(inputs);
            return softmaxCrossEntropyWithIntegerLabels(logits, labels).mean();
        }).apply(model);
        State params = Nnx.state(model, Param.class);
        Nnx.update(model, Tree.map((w, g) -> w.sub(g.mul(0.1)), params, grads));
    }

    static final P3<Model, Tensor, Tensor> TRAIN_STEP = Nnx.jit(ClassifierNnx::trainStep);
    // @end
}
