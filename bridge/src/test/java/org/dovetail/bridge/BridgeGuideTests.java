package org.dovetail.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Init;
import org.dovetail.core.Nn;
import org.dovetail.core.Prng;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.fn.F1;
import org.dovetail.haiku.Applied;
import org.dovetail.haiku.Hk;
import org.dovetail.haiku.HkState;
import org.dovetail.haiku.InitAndApply;
import org.dovetail.haiku.Params;
import org.dovetail.haiku.ParamsAndState;
import org.dovetail.nnx.BatchNorm;
import org.dovetail.nnx.Dropout;
import org.dovetail.nnx.Linear;
import org.dovetail.nnx.Module;
import org.dovetail.nnx.Param;
import org.dovetail.nnx.Rngs;
import org.dovetail.nnx.Variable;
import org.junit.jupiter.api.Test;

/** The guide's models give the same outputs, bit for bit, when their weights are carried. */
class BridgeGuideTests {
    private static final Tensor X = Prng.normal(Prng.key(7), Shape.of(4, 784));

    static final class HaikuBlock extends org.dovetail.haiku.Module {
        HaikuBlock() { super("block"); }

        Tensor call(Tensor x, boolean training) {
            try (var _ = scope()) {
                x = new org.dovetail.haiku.Linear(256).call(x);
                return Nn.relu(Hk.dropout(Hk.nextRngKey(), training ? 0.5 : 0, x));
            }
        }
    }

    static final class HaikuModel extends org.dovetail.haiku.Module {
        HaikuModel() { super("model"); }

        Tensor call(Tensor x, boolean training) {
            try (var _ = scope()) {
                x = new HaikuBlock().call(x, training);
                return new org.dovetail.haiku.Linear(10).call(x);
            }
        }
    }

    static final class Block extends Module {
        private final Linear linear;
        private final Dropout dropout;

        Block(Rngs rngs) {
            linear = new Linear(784, 256, rngs);
            dropout = new Dropout(0.5, rngs);
        }

        Tensor call(Tensor x) { return Nn.relu(dropout.call(linear.call(x))); }
    }

    static final class Model extends Module {
        private final Block block;
        private final Linear linear;

        Model(Rngs rngs) {
            block = new Block(rngs);
            linear = new Linear(256, 10, rngs);
        }

        Tensor call(Tensor x) { return linear.call(block.call(x)); }
    }

    @Test
    void sectionsOneToThreeAModelOfBlocks() {
        var haiku = Hk.transform((Tensor x, Boolean training) -> new HaikuModel().call(x, training));
        Params params = haiku.init(0, X, false);
        Filled<Model> filled = Bridge.toNnx(params, new Model(new Rngs(1)));
        filled.model().eval();
        assertSame(filled.model().call(X), haiku.apply(params, Prng.key(1), X, false));
        assertThat(TreeBits.of(Bridge.toHaiku(filled).params())).isEqualTo(TreeBits.of(params));

        Model other = new Model(new Rngs(5));
        other.eval();
        Params given = Bridge.toHaiku(other, params, HkState.empty()).params();
        assertThat(given.toString()).isEqualTo(params.toString());
        assertSame(haiku.apply(given, Prng.key(1), X, false), other.call(X));
    }

    static final class HaikuBnBlock extends org.dovetail.haiku.Module {
        HaikuBnBlock() { super("block"); }

        Tensor call(Tensor x, boolean training) {
            try (var _ = scope()) {
                x = new org.dovetail.haiku.Linear(256).call(x);
                return Nn.relu(new org.dovetail.haiku.BatchNorm(true, true, 0.99).call(x, training));
            }
        }
    }

    static final class BnBlock extends Module {
        private final Linear linear;
        private final BatchNorm batchnorm;

        BnBlock(Rngs rngs) {
            linear = new Linear(784, 256, rngs);
            batchnorm = new BatchNorm(256, 0.99, rngs);
        }

        Tensor call(Tensor x) { return Nn.relu(batchnorm.call(linear.call(x))); }
    }

    @Test
    void sectionFourStateBesidesParameters() {
        var haiku = Hk.transformWithState((Tensor x, Boolean training) -> new HaikuBnBlock().call(x, training));
        ParamsAndState init = haiku.init(0, X, true);
        Applied<Tensor> step = haiku.apply(init.params(), init.state(), null, X, true);
        Filled<BnBlock> filled = Bridge.toNnx(init.params(), step.state(), new BnBlock(new Rngs(1)));
        BnBlock model = filled.model();
        model.eval();
        assertSame(model.call(X), haiku.apply(init.params(), step.state(), null, X, false).result());
        assertThat(TreeBits.of(Bridge.toHaiku(filled).state())).isEqualTo(TreeBits.of(step.state()));
        model.train();
        assertSame(model.call(X), haiku.apply(init.params(), step.state(), null, X, true).result());

        HaikuWeights trained = Bridge.toHaiku(filled);
        assertThat(trained.findings().computed()).hasSize(4);
        model.eval();
        assertSame(haiku.apply(trained.params(), trained.state(), null, X, false).result(), model.call(X));
    }

    static final class HaikuAutoEncoder extends org.dovetail.haiku.Module {
        private final org.dovetail.haiku.Linear encoder;
        private final org.dovetail.haiku.Linear decoder;

        HaikuAutoEncoder() {
            super("auto_encoder");
            encoder = new org.dovetail.haiku.Linear(256, "encoder");
            decoder = new org.dovetail.haiku.Linear(784, "decoder");
        }

        Tensor encode(Tensor x) { return encoder.call(x); }

        Tensor decode(Tensor x) { return decoder.call(x); }

        Tensor call(Tensor x) { return decode(encode(x)); }
    }

    record Methods(F1<Tensor, Tensor> encode, F1<Tensor, Tensor> decode) {}

    static final class AutoEncoder extends Module {
        private final Linear encoder;
        private final Linear decoder;

        AutoEncoder(Rngs rngs) {
            encoder = new Linear(784, 256, rngs);
            decoder = new Linear(256, 784, rngs);
        }

        Tensor encode(Tensor x) { return encoder.call(x); }

        Tensor decode(Tensor x) { return decoder.call(x); }
    }

    @Test
    void sectionFiveSeveralMethods() {
        var haiku = Hk.multiTransform(() -> {
            HaikuAutoEncoder module = new HaikuAutoEncoder();
            F1<Tensor, Tensor> init = module::call;
            return new InitAndApply<>(init, new Methods(module::encode, module::decode));
        });
        Params params = haiku.init(0, X);
        Filled<AutoEncoder> filled = Bridge.toNnx(params, new AutoEncoder(new Rngs(1)));
        Tensor z = haiku.method(Methods::encode).apply(params, null, X);
        assertSame(filled.model().encode(X), z);
        assertSame(filled.model().decode(z), haiku.method(Methods::decode).apply(params, null, z));
        assertThat(TreeBits.of(Bridge.toHaiku(filled).params())).isEqualTo(TreeBits.of(params));
    }

    static Tensor forward(Tensor x) {
        Tensor counter = Hk.getState("counter", Shape.of(), DType.INT32, Init.ones());
        Tensor multiplier = Hk.getParameter("multiplier", Shape.of(1), x.dtype(), Init.ones());
        Hk.setState("counter", counter.add(1));
        return x.add(multiplier.mul(counter));
    }

    static final class Counter extends Variable {
        Counter(Tensor value) { super(value); }
    }

    static final class Foo extends Module {
        private final Counter counter = new Counter(Array.ofInts(Shape.of(), 0));
        private final Param multiplier = new Param(Tensors.zeros(1));

        Tensor call(Tensor x) {
            Tensor output = x.add(multiplier.get().mul(counter.get()));
            counter.set(counter.get().add(1));
            return output;
        }
    }

    @Test
    void sectionEightFunctionsOfTheTopLevel() {
        var haiku = Hk.transformWithState(BridgeGuideTests::forward);
        Tensor x = Tensors.ones(1, 64);
        ParamsAndState init = haiku.init(0, x);
        Filled<Foo> filled = Bridge.toNnx(init.params(), init.state(), new Foo());
        Applied<Tensor> once = haiku.apply(init.params(), init.state(), null, x);
        assertSame(filled.model().call(x), once.result());
        HaikuWeights back = Bridge.toHaiku(filled);
        assertThat(TreeBits.of(back.state())).isEqualTo(TreeBits.of(once.state()));
        assertSame(filled.model().call(x), haiku.apply(back.params(), back.state(), null, x).result());
    }

    private static void assertSame(Tensor actual, Tensor expected) {
        assertThat(TreeBits.of(actual)).isEqualTo(TreeBits.of(expected));
    }
}
