package org.dovetail.bridge.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dovetail.core.Transforms.jit;
import static org.dovetail.core.Transforms.valueAndGradWithAux;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.dovetail.bridge.Bridge;
import org.dovetail.bridge.Filled;
import org.dovetail.bridge.HaikuWeights;
import org.dovetail.bridge.guide.ClassifierNnx.Block;
import org.dovetail.core.Array;
import org.dovetail.core.Prng;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.ValueGradAux;
import org.dovetail.core.WithAux;
import org.dovetail.core.fn.F1;
import org.dovetail.core.fn.F2;
import org.dovetail.haiku.HkState;
import org.dovetail.haiku.Params;
import org.dovetail.nnx.Module;
import org.dovetail.nnx.Nnx;
import org.dovetail.nnx.Param;
import org.dovetail.nnx.Rngs;
import org.dovetail.nnx.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sections 6 and 7: weights that {@link Bridge} carries give the same outputs and gradients in the other style. */
class CarriedLoopsTests {
    private static final int FEATURES = 64;
    private static final int LAYERS = 5;
    private static final double EXACT = 0;
    /** The layers of a list run one by one, those of a stack in one loop, whose products are added in another order: measured 1.5e-7. */
    private static final double APART = 4e-7;
    private static final Tensor SEQUENCES = uniform(3, 12, 32);
    private static final Tensor VECTORS = uniform(8, FEATURES);

    /** Section 7 with its layers in a plain list, one after the other. */
    static final class ListNnx extends Module {
        private final List<Block> layers = new ArrayList<>();

        ListNnx(Rngs rngs) {
            for (int i = 0; i < LAYERS; i++) {
                layers.add(new Block(FEATURES, FEATURES, rngs));
            }
        }

        Tensor call(Tensor x) {
            for (Block layer : layers) {
                x = layer.call(x);
            }
            return x;
        }
    }

    private static Tensor uniform(int... shape) { return Prng.uniform(Prng.foldIn(Prng.key(100), 0), Shape.of(shape)); }

    private static Params rnn(int seed) { return RnnHaiku.MODEL.init(Prng.key(seed), SEQUENCES); }

    private static Tensor rnn(Params params, Tensor x) { return RnnHaiku.MODEL.apply(params, null, x); }

    private static Params stack(int seed) { return LayerStackHaiku.MODEL.init(Prng.key(seed), VECTORS, false); }

    private static Tensor stack(Params params, Tensor x) {
        return LayerStackHaiku.MODEL.apply(params, Prng.key(9), x, false);
    }

    private static LayerStackNnx stackNnx(int seed) {
        return evaluated(new LayerStackNnx(FEATURES, LAYERS, new Rngs(seed)));
    }

    private static ListNnx listNnx(int seed) { return evaluated(new ListNnx(new Rngs(seed))); }

    private static <M extends Module> M evaluated(M model) {
        model.eval();
        return model;
    }

    @ParameterizedTest
    @ValueSource(strings = {"eager", "jit"})
    void theRecurrentNetworkOfHaikuRunsInNnx(String how) {
        Params params = rnn(0);
        Filled<RnnNnx> filled = Bridge.toNnx(params, new RnnNnx(32, 64, new Rngs(1)));
        assertSame(how, params, CarriedLoopsTests::rnn, filled.model(), RnnNnx::call, SEQUENCES,
                new RnnNnx(32, 64, new Rngs(2)), EXACT);
        assertBits(Bridge.toHaiku(filled).params(), params);
    }

    @ParameterizedTest
    @ValueSource(strings = {"eager", "jit"})
    void theRecurrentNetworkOfNnxRunsInHaiku(String how) {
        RnnNnx model = new RnnNnx(32, 64, new Rngs(3));
        Params params = Bridge.toHaiku(model, rnn(0), HkState.empty()).params();
        assertSame(how, params, CarriedLoopsTests::rnn, model, RnnNnx::call, SEQUENCES,
                new RnnNnx(32, 64, new Rngs(2)), EXACT);
        assertBits(Bridge.toNnx(params, new RnnNnx(32, 64, new Rngs(4))).model(), model);
    }

    @ParameterizedTest
    @ValueSource(strings = {"eager", "jit"})
    void theStackOfHaikuRunsAsTheStackOfNnx(String how) {
        Params params = stack(0);
        Filled<LayerStackNnx> filled = Bridge.toNnx(params, stackNnx(1));
        assertSame(how, params, CarriedLoopsTests::stack, filled.model(), LayerStackNnx::call, VECTORS, stackNnx(2),
                EXACT);
        assertBits(Bridge.toHaiku(filled).params(), params);
    }

    @ParameterizedTest
    @ValueSource(strings = {"eager", "jit"})
    void theStackOfNnxRunsAsTheStackOfHaiku(String how) {
        LayerStackNnx model = stackNnx(3);
        Params params = Bridge.toHaiku(model, stack(0), HkState.empty()).params();
        assertSame(how, params, CarriedLoopsTests::stack, model, LayerStackNnx::call, VECTORS, stackNnx(2), EXACT);
        assertBits(Bridge.toNnx(params, stackNnx(4)).model(), model);
    }

    @ParameterizedTest
    @ValueSource(strings = {"eager", "jit"})
    void theStackOfHaikuRunsAsAListOfLayers(String how) {
        Params params = stack(0);
        Filled<ListNnx> filled = Bridge.toNnx(params, listNnx(1));
        assertSame(how, params, CarriedLoopsTests::stack, filled.model(), ListNnx::call, VECTORS, listNnx(2), APART);
        assertBits(Bridge.toHaiku(filled).params(), params);
    }

    @ParameterizedTest
    @ValueSource(strings = {"eager", "jit"})
    void aListOfLayersRunsAsTheStackOfHaiku(String how) {
        ListNnx model = listNnx(3);
        Params params = Bridge.toHaiku(model, stack(0), HkState.empty()).params();
        assertSame(how, params, CarriedLoopsTests::stack, model, ListNnx::call, VECTORS, listNnx(2), APART);
        assertBits(Bridge.toNnx(params, listNnx(4)).model(), model);
    }

    @Test
    void withoutALikeTheArraysStayStackedAndTheRandomStreamsAreListed() {
        HaikuWeights weights = Bridge.toHaiku(stackNnx(3));
        assertThat(Named.arrays(weights.params()).keySet()).containsExactly("blocks/linear/b", "blocks/linear/w");
        assertThat(weights.leftOut()).extracting(Object::toString).containsExactly("blocks/dropout/rngs/count",
                "blocks/dropout/rngs/key");
    }

    /** Asserts that both styles compute the same output, loss and gradient; {@code other} takes the gradient of Haiku's parameters. */
    private static <M extends Module> void assertSame(String how, Params params, F2<Params, Tensor, Tensor> haiku,
            M model, F2<M, Tensor, Tensor> nnx, Tensor x, M other,
            double tolerance) {
        F1<Params, ValueGradAux<Params, Tensor>> haikuStep = valueAndGradWithAux(
                (Params p) -> squares(haiku.apply(p, x)));
        F2<M, Tensor, ValueGradAux<State, Tensor>> nnxStep = Nnx.valueAndGradWithAux(
                (M m, Tensor in) -> squares(nnx.apply(m, in)));
        boolean jit = how.equals("jit");
        ValueGradAux<Params, Tensor> expected = (jit ? jit(haikuStep) : haikuStep).apply(params);
        ValueGradAux<State, Tensor> got = (jit ? Nnx.jit(nnxStep) : nnxStep).apply(model, x);
        Named.assertClose("output", got.aux().toFloats(), expected.aux().toFloats(), tolerance);
        Named.assertClose("loss", got.value().toFloats(), expected.value().toFloats(), tolerance);
        Map<String, Array> grads = Named.arrays(
                Nnx.state(Bridge.toNnx(expected.grad(), other).model(), Param.class));
        assertThat(Named.arrays(got.grad())).hasSizeGreaterThan(1).hasSameSizeAs(grads).allSatisfy((name, grad) -> Named
                .assertClose(name, grad.toFloats(), Objects.requireNonNull(grads.get(name)).toFloats(), tolerance));
    }

    private static WithAux<Tensor> squares(Tensor y) { return new WithAux<>(y.mul(y).sum(), y); }

    private static void assertBits(Params got, Params expected) {
        assertBits(Named.arrays(got), Named.arrays(expected));
    }

    private static void assertBits(Module got, Module expected) {
        assertBits(Named.arrays(Nnx.state(got, Param.class)), Named.arrays(Nnx.state(expected, Param.class)));
    }

    private static void assertBits(Map<String, Array> got, Map<String, Array> expected) {
        assertThat(got).hasSizeGreaterThan(1).containsOnlyKeys(expected.keySet());
        assertThat(got).allSatisfy((name, array) -> assertThat(array.bitEquals(Named.golden(expected, name))).isTrue());
    }
}
