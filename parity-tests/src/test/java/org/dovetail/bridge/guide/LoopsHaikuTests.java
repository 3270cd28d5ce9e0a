package org.dovetail.bridge.guide;

import static org.dovetail.core.Transforms.jit;
import static org.dovetail.core.Transforms.valueAndGradWithAux;

import java.util.Map;
import org.dovetail.core.Array;
import org.dovetail.core.Key;
import org.dovetail.core.Prng;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.ValueGradAux;
import org.dovetail.core.WithAux;
import org.dovetail.core.fn.F1;
import org.dovetail.core.fn.F2;
import org.dovetail.haiku.Params;
import org.dovetail.parity.golden.Goldens;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sections 6 and 7 in the Haiku style: outputs and gradients are those of dm-haiku. */
class LoopsHaikuTests {
    private static final Map<String, Array> NUMBERS = Goldens.numbers("guide/numbers.npz");
    /** Twelve steps or five layers of products; XLA adds their terms in another order. */
    private static final double TOLERANCE = 1e-6;

    private static Tensor inputs(int... shape) { return Prng.uniform(Prng.foldIn(Prng.key(100), 0), Shape.of(shape)); }

    private static void assertComputes(String head, String how, Params params, F1<Params, Tensor> model) {
        F1<Params, ValueGradAux<Params, Tensor>> step = valueAndGradWithAux((Params p) -> {
            Tensor y = model.apply(p);
            return new WithAux<>(y.mul(y).sum(), y);
        });
        ValueGradAux<Params, Tensor> all = (how.equals("jit") ? jit(step) : step).apply(params);
        Named.assertClose("loss", all.value().toFloats(), Named.golden(NUMBERS, head + "loss").toFloats(), TOLERANCE);
        Named.assertClose(Map.of("output", all.aux().array()), NUMBERS, head, TOLERANCE);
        Named.assertClose(Named.arrays(all.grad()), NUMBERS, head + "grads/", TOLERANCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"eager", "jit"})
    void theRecurrentNetworkComputesWhatPythonsDoes(String how) {
        Params params = RnnHaiku.MODEL.init(Prng.key(0), Tensors.ones(3, 12, 32));
        Tensor x = inputs(3, 12, 32);
        assertComputes("rnn/haiku/" + how + "/", how, params, p -> RnnHaiku.MODEL.apply(p, null, x));
    }

    @ParameterizedTest
    @CsvSource({"eager, dropout", "jit, dropout", "eager, plain", "jit, plain"})
    void theStackOfLayersComputesWhatPythonsDoes(String how, String mode) {
        Params params = LayerStackHaiku.MODEL.init(Prng.key(0), Tensors.ones(1, 64), false);
        Tensor x = inputs(8, 64);
        Key key = Prng.foldIn(Prng.key(1), 0);
        F2<Params, Boolean, Tensor> model = (p, training) -> LayerStackHaiku.MODEL.apply(p, key, x, training);
        assertComputes("layer_stack/haiku/" + how + "/" + mode + "/", how, params,
                p -> model.apply(p, mode.equals("dropout")));
    }
}
