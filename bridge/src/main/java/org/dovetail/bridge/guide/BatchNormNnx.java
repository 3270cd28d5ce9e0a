package org.dovetail.bridge.guide;

import static org.dovetail.core.Losses.softmaxCrossEntropyWithIntegerLabels;
import static org.dovetail.core.Nn.relu;

import org.dovetail.core.Tensor;
import org.dovetail.core.ValueAndGrad;
import org.dovetail.core.tree.Tree;
import org.dovetail.nnx.BatchNorm;
import org.dovetail.nnx.Linear;
import org.dovetail.nnx.Module;
import org.dovetail.nnx.Nnx;
import org.dovetail.nnx.Param;
import org.dovetail.nnx.Rngs;
import org.dovetail.nnx.State;

/** Section 4 of the guide in the NNX style: batch norm instead of dropout. */
final class BatchNormNnx {
    static final class Block extends Module {
        final Linear linear;
        final BatchNorm batchnorm;

        Block(int inFeatures, int outFeatures, Rngs rngs) {
            linear = new Linear(inFeatures, outFeatures, rngs);
            batchnorm = new BatchNorm(outFeatures, 0.99, rngs);
        }

        Tensor call(Tensor x) {
            x = linear.call(x);
            x = batchnorm.call(x);
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

    private BatchNormNnx() {}

    static Tensor trainStep(Model model, Tensor inputs, Tensor labels) {
        ValueAndGrad<State> all = Nnx
                .valueAndGrad((Model m) -> softmaxCrossEntropyWithIntegerLabels(m.call(inputs), labels).mean())
                .apply(model);
        State params = Nnx.state(model, Param.class);
        Nnx.update(model, Tree.map((w, g) -> w.sub(g.mul(0.1)), params, all.grad()));
        return all.value();
    }
}
