package org.dovetail.bridge.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.dovetail.core.Array;
import org.dovetail.core.Prng;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.ValueGradAux;
import org.dovetail.core.WithAux;
import org.dovetail.core.fn.F1;
import org.dovetail.core.fn.F2;
import org.dovetail.nnx.Filter;
import org.dovetail.nnx.Module;
import org.dovetail.nnx.Nnx;
import org.dovetail.nnx.Param;
import org.dovetail.nnx.RngState;
import org.dovetail.nnx.Rngs;
import org.dovetail.nnx.State;
import org.dovetail.parity.golden.Goldens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sections 6 and 7 in the NNX style: names, first numbers, outputs and gradients are those of flax. */
class LoopsNnxTests {
    private static final Map<String, Array> NUMBERS = Goldens.numbers("guide/numbers.npz");
    /** Twelve steps or five layers of products; XLA adds their terms in another order. Measured up to 7e-7, in the gradient of section 6. */
    private static final double TOLERANCE = 1e-6;

    private static Tensor inputs(int... shape) { return Prng.uniform(Prng.foldIn(Prng.key(100), 0), Shape.of(shape)); }

    private static void assertMade(String section, Module model) {
        assertThat(Goldens.fingerprints(Named.arrays(Nnx.state(model))))
                .isEqualTo(Goldens.fingerprints(Goldens.json("guide/init.json").path(section).path("nnx")));
        assertThat(Nnx.state(model, Param.class)).hasToString(Goldens.text("guide/" + section + ".nnx.txt"));
    }

    /** Asserts output, loss and gradient of the sum of squares. */
    private static <M extends Module> void assertComputes(String head, String how, M model, F2<M, Tensor, Tensor> call,
            Tensor x) {
        F2<M, Tensor, ValueGradAux<State, Tensor>> step = Nnx.valueAndGradWithAux((M m, Tensor in) -> {
            Tensor y = call.apply(m, in);
            return new WithAux<>(y.mul(y).sum(), y);
        });
        ValueGradAux<State, Tensor> all = (how.equals("jit") ? Nnx.jit(step) : step).apply(model, x);
        Named.assertClose("loss", all.value().toFloats(), Named.golden(NUMBERS, head + "loss").toFloats(), TOLERANCE);
        Named.assertClose(Map.of("output", all.aux().array()), NUMBERS, head, TOLERANCE);
        Named.assertClose(Named.arrays(all.grad()), NUMBERS, head + "grads/", TOLERANCE);
    }

    @Test
    void theRecurrentNetworkIsMadeAsInPython() { assertMade("rnn", new RnnNnx(32, 64, new Rngs(0))); }

    @Test
    void theStackOfLayersIsMadeAsInPython() {
        LayerStackNnx model = new LayerStackNnx(64, 5, new Rngs(0));
        assertMade("layer_stack", model);
        assertThat(Nnx.state(model)).hasToString(Goldens.text("guide/layer_stack.nnx_all.txt"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"eager", "jit"})
    void theRecurrentNetworkComputesWhatPythonsDoes(String how) {
        assertComputes("rnn/nnx/" + how + "/", how, new RnnNnx(32, 64, new Rngs(0)), RnnNnx::call, inputs(3, 12, 32));
    }

    @ParameterizedTest
    @CsvSource({"eager, dropout", "jit, dropout", "eager, plain", "jit, plain"})
    void theStackOfLayersComputesWhatPythonsDoes(String how, String mode) {
        LayerStackNnx model = new LayerStackNnx(64, 5, new Rngs(0));
        if (mode.equals("dropout")) {
            model.train();
        } else {
            model.eval();
        }
        String head = "layer_stack/nnx/" + how + "/" + mode + "/";
        assertComputes(head, how, model, LayerStackNnx::call, inputs(8, 64));
        Named.assertClose(Named.arrays(Nnx.state(model, Filter.of(RngState.class))), NUMBERS, head + "after/", 0);
        F1<LayerStackNnx, Tensor> again = m -> m.call(inputs(8, 64));
        Tensor output = (how.equals("jit") ? Nnx.jit(again) : again).apply(model);
        Named.assertClose(Map.of("again", output.array()), NUMBERS, head, TOLERANCE);
    }
}
