package org.dovetail.parity.guide;

import static org.dovetail.core.Losses.softmaxCrossEntropyWithIntegerLabels;
import static org.dovetail.core.Nn.relu;
import static org.dovetail.core.Transforms.valueAndGrad;
import static org.dovetail.haiku.Hk.dropout;
import static org.dovetail.haiku.Hk.getParameter;
import static org.dovetail.haiku.Hk.getState;
import static org.dovetail.haiku.Hk.multiTransform;
import static org.dovetail.haiku.Hk.nextRngKey;
import static org.dovetail.haiku.Hk.setState;
import static org.dovetail.haiku.Hk.transform;
import static org.dovetail.haiku.Hk.transformWithState;

import org.dovetail.core.DType;
import org.dovetail.core.Init;
import org.dovetail.core.Key;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.fn.F1;
import org.dovetail.core.tree.Tree;
import org.dovetail.haiku.BatchNorm;
import org.dovetail.haiku.InitAndApply;
import org.dovetail.haiku.Linear;
import org.dovetail.haiku.Module;
import org.dovetail.haiku.MultiTransformed;
import org.dovetail.haiku.Params;
import org.dovetail.haiku.Transformed;
import org.dovetail.haiku.TransformedWithState;

/** The guide's Haiku programs, as {@code haiku_guide.py} has them in Python. */
final class HaikuGuide {
    private HaikuGuide() {}

    /** Sections 1 to 3: a linear layer with dropout. */
    static final class Block extends Module {
        private final int features;

        Block(int features) { this.features = features; }

        Tensor call(Tensor x, boolean training) {
            try (var _ = scope()) {
                Tensor hidden = new Linear(features).call(x);
                hidden = dropout(nextRngKey(), training ? 0.5 : 0.0, hidden);
                return relu(hidden);
            }
        }
    }

    /** Sections 1 to 3: the classifier. */
    static final class Model extends Module {
        private final int dmid;
        private final int dout;

        Model(int dmid, int dout) {
            this.dmid = dmid;
            this.dout = dout;
        }

        Tensor call(Tensor x, boolean training) {
            try (var _ = scope()) {
                Tensor hidden = new Block(dmid).call(x, training);
                return new Linear(dout).call(hidden);
            }
        }
    }

    static Transformed.Of2<Tensor, Boolean, Tensor> model() {
        return transform((Tensor x, Boolean training) -> new Model(256, 10).call(x, training));
    }

    /** What a training step gives. */
    record Step(Tensor loss, Params params) {}

    /** Section 3: one step of stochastic gradient descent. */
    static Step trainStep(Transformed.Of2<Tensor, Boolean, Tensor> model, Params params, Key key, Tensor x, Tensor y,
            boolean training) {
        var all = valueAndGrad(
                (Params p) -> softmaxCrossEntropyWithIntegerLabels(model.apply(p, key, x, training), y).mean())
                .apply(params);
        return new Step(all.value(), Tree.map((w, g) -> w.sub(g.mul(0.1)), params, all.grad()));
    }

    /** Section 4: a linear layer with batch norm. */
    static final class NormalisedBlock extends Module {
        private final int features;

        NormalisedBlock(int features) {
            super("block");
            this.features = features;
        }

        Tensor call(Tensor x, boolean training) {
            try (var _ = scope()) {
                Tensor hidden = new Linear(features).call(x);
                hidden = new BatchNorm(true, true, 0.99).call(hidden, training);
                return relu(hidden);
            }
        }
    }

    /** Section 4: the classifier. */
    static final class NormalisedModel extends Module {
        NormalisedModel() { super("model"); }

        Tensor call(Tensor x, boolean training) {
            try (var _ = scope()) {
                Tensor hidden = new NormalisedBlock(256).call(x, training);
                return new Linear(10).call(hidden);
            }
        }
    }

    static TransformedWithState.Of2<Tensor, Boolean, Tensor> normalisedModel() {
        return transformWithState((Tensor x, Boolean training) -> new NormalisedModel().call(x, training));
    }

    /** Section 5: several methods. */
    static final class AutoEncoder extends Module {
        private final Linear encoder;
        private final Linear decoder;

        AutoEncoder(int embedDim, int outputDim) {
            encoder = new Linear(embedDim, "encoder");
            decoder = new Linear(outputDim, "decoder");
        }

        Tensor encode(Tensor x) { return encoder.call(x); }

        Tensor decode(Tensor z) { return decoder.call(z); }

        Tensor call(Tensor x) { return decode(encode(x)); }
    }

    record Methods(F1<Tensor, Tensor> encode, F1<Tensor, Tensor> decode) {}

    static MultiTransformed<Tensor, Methods> autoEncoder() {
        return multiTransform(() -> {
            var module = new AutoEncoder(256, 784);
            return new InitAndApply<>(module::call, new Methods(module::encode, module::decode));
        });
    }

    /** Section 8: a model without a module. */
    static TransformedWithState.Of1<Tensor, Tensor> counter() {
        return transformWithState((Tensor x) -> {
            Tensor counter = getState("counter", Shape.of(), DType.INT32, Init.ones());
            Tensor multiplier = getParameter("multiplier", Shape.of(1), x.dtype(), Init.ones());
            setState("counter", counter.add(1));
            return x.add(multiplier.mul(counter));
        });
    }
}
