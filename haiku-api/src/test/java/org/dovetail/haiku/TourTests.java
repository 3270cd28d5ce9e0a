package org.dovetail.haiku;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dovetail.core.Losses.softmaxCrossEntropyWithIntegerLabels;
import static org.dovetail.core.Nn.relu;
import static org.dovetail.core.Tensors.ones;
import static org.dovetail.core.Transforms.grad;
import static org.dovetail.core.Transforms.jit;
import static org.dovetail.haiku.Hk.dropout;
import static org.dovetail.haiku.Hk.getParameter;
import static org.dovetail.haiku.Hk.getState;
import static org.dovetail.haiku.Hk.multiTransform;
import static org.dovetail.haiku.Hk.nextRngKey;
import static org.dovetail.haiku.Hk.setState;
import static org.dovetail.haiku.Hk.transform;
import static org.dovetail.haiku.Hk.transformWithState;

import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Init;
import org.dovetail.core.Key;
import org.dovetail.core.Prng;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.fn.F1;
import org.dovetail.core.tree.Tree;
import org.junit.jupiter.api.Test;

/** The programs of the package's tour. */
class TourTests {
    // @start region="module"
    static final class Block extends Module {
        private final int features;

        Block(int features) { this.features = features; }

        Tensor call(Tensor x, boolean training) {
            try (var _ = scope()) {
                Tensor hidden = new Linear(features).call(x);
                return relu(dropout(nextRngKey(), training ? 0.5 : 0.0, hidden));
            }
        }
    }

    static final class Model extends Module {
        private final int classes;

        Model(int classes) { this.classes = classes; }

        Tensor call(Tensor x, boolean training) {
            try (var _ = scope()) {
                Tensor hidden = new Block(8).call(x, training);
                return new Linear(classes).call(hidden);
            }
        }
    }
    // @end

    @Test
    void modelsTrain() {
        Tensor inputs = ones(4, 6);
        Tensor labels = Array.ofInts(Shape.of(4), 0, 1, 2, 1);
        // @start region="train"
        var model = transform((Tensor x, Boolean training) -> new Model(3).call(x, training));
        Params params = model.init(Prng.key(0), inputs, true);

        var trainStep = jit((Key key, Params p, Tensor x, Tensor y) -> {
            Params grads = grad(
                    (Params q) -> softmaxCrossEntropyWithIntegerLabels(model.apply(q, key, x, true), y).mean())
                    .apply(p);
            return Tree.map((w, g) -> w.sub(g.mul(0.1)), p, grads);
        });
        Params trained = trainStep.apply(Prng.key(1), params, inputs, labels);
        // @end
        assertThat(trained.get("model/block/linear", "w").shape()).isEqualTo(Shape.of(6, 8));
        double before = softmaxCrossEntropyWithIntegerLabels(model.apply(params, Prng.key(1), inputs, false), labels)
                .mean()
                .item();
        double after = softmaxCrossEntropyWithIntegerLabels(model.apply(trained, Prng.key(1), inputs, false), labels)
                .mean()
                .item();
        assertThat(after).isLessThan(before);
    }

    @Test
    void parametersPrintAsInPython() {
        // @start region="names"
        var model = transform((Tensor x, Boolean training) -> new Model(3).call(x, training));
        String names = model.init(0, ones(1, 6), false).toString();
        assertThat(names).isEqualTo("""
                {'model/block/linear': {'b': (8,), 'w': (6, 8)},
                 'model/linear': {'b': (3,), 'w': (8, 3)}}""");
        // @end
    }

    @Test
    void stateIsHandedInAndOut() {
        // @start region="state"
        var model = transformWithState((Tensor x) -> {
            Tensor counter = getState("counter", Shape.of(), DType.INT32, Init.ones());
            setState("counter", counter.add(1));
            return x.add(getParameter("multiplier", Shape.of(1), x.dtype(), Init.ones()).mul(counter));
        });
        ParamsAndState made = model.init(Prng.key(0), ones(1, 64));
        Applied<Tensor> applied = model.apply(made.params(), made.state(), null, ones(1, 64));
        // @end
        assertThat(made.state().get("~", "counter").item()).isEqualTo(1);
        assertThat(applied.state().get("~", "counter").item()).isEqualTo(2);
        assertThat(applied.result().at(0).at(0).item()).isEqualTo(2);
    }

    // @start region="multi"
    static final class AutoEncoder extends Module {
        private final Linear encoder = new Linear(2, "encoder");
        private final Linear decoder = new Linear(6, "decoder");

        Tensor encode(Tensor x) { return encoder.call(x); }

        Tensor decode(Tensor z) { return decoder.call(z); }

        Tensor call(Tensor x) { return decode(encode(x)); }
    }

    record Methods(F1<Tensor, Tensor> encode, F1<Tensor, Tensor> decode) {}

    @Test
    void severalFunctionsShareParameters() {
        var model = multiTransform(() -> {
            var module = new AutoEncoder();
            return new InitAndApply<>(module::call, new Methods(module::encode, module::decode));
        });
        Params params = model.init(Prng.key(0), ones(1, 6));
        Tensor z = model.method(Methods::encode).apply(params, null, ones(1, 6));
        Tensor x = model.method(Methods::decode).apply(params, null, z);
        // @end
        assertThat(z.shape()).isEqualTo(Shape.of(1, 2));
        assertThat(x.shape()).isEqualTo(Shape.of(1, 6));
        assertThat(params.modules().keySet()).containsExactly("auto_encoder/~/decoder", "auto_encoder/~/encoder");
    }

    static final class Encoder extends Module {
        // @start region="scope"
        Tensor encode(Tensor x) {
            try (var _ = scope()) {
                return new Linear(2).call(x);
            }
        }
        // @end
    }

    @Test
    void methodsNameWhatTheyCreate() {
        var model = transform((Tensor x) -> new Encoder().encode(x));
        assertThat(model.init(0, ones(1, 6)).modules().keySet()).containsExactly("encoder/~encode/linear");
    }

    @Test
    void layersFollowEachOther() {
        // @start region="sequential"
        var model = transform((Tensor x) -> new Sequential(new Linear(4), x1 -> relu(x1), new Linear(2)).call(x));
        // @end
        assertThat(model.init(0, ones(1, 6)).modules().keySet()).containsExactly("linear", "linear_1");
    }
}
