package org.dovetail.bridge.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.dovetail.core.Array;
import org.dovetail.core.Prng;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.fn.F3;
import org.dovetail.core.fn.F4;
import org.dovetail.haiku.HkState;
import org.dovetail.haiku.Params;
import org.dovetail.haiku.ParamsAndState;
import org.dovetail.nnx.BatchStat;
import org.dovetail.nnx.Nnx;
import org.dovetail.nnx.Param;
import org.dovetail.nnx.Rngs;
import org.dovetail.parity.golden.Goldens;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 4: batch statistics are state, and training carries them along. */
class StateTests {
    private static final Map<String, Array> NUMBERS = Goldens.numbers("guide/numbers.npz");
    /** Five steps with batch statistics; their rsqrt differs from XLA's by up to 2 ulp (XlaMath.rsqrt), which every step spreads. Measured at most 2e-6. */
    private static final double TOLERANCE = 1e-5;

    private static void assertState(String prefix, Map<String, Array> state) {
        assertThat(state).isNotEmpty();
        state.forEach((name, array) -> {
            assertThat(NUMBERS).containsKey(prefix + name);
            Named.assertClose(prefix + name, array.toFloats(), Named.golden(NUMBERS, prefix + name).toFloats(),
                    TOLERANCE);
        });
    }

    private static void assertLoss(String prefix, int step, Tensor loss) {
        assertThat(loss.item()).as(prefix + step).isCloseTo(Named.golden(NUMBERS, prefix + "losses").doubleAt(step),
                within(TOLERANCE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"eager", "jit"})
    void haikuCarriesItBesideTheParameters(String how) {
        String prefix = "batch_norm/haiku/" + how + "/";
        ParamsAndState init = BatchNormHaiku.MODEL.init(Prng.key(0), Tensors.ones(1, 784), true);
        assertState(prefix + "init/state/", Named.arrays(init.state()));
        F4<Params, HkState, Tensor, Tensor, BatchNormHaiku.Trained> step = how.equals("jit")
                ? BatchNormHaiku.TRAIN_STEP
                : BatchNormHaiku::trainStep;
        Params params = init.params();
        HkState state = init.state();
        for (int i = 0; i < 5; i++) {
            var trained = step.apply(params, state, Batches.inputs(i), Batches.labels(i));
            params = trained.params();
            state = trained.state();
            assertLoss(prefix, i, trained.loss());
            assertState(prefix + "step" + i + "/state/", Named.arrays(state));
        }
        Tensor logits = BatchNormHaiku.MODEL.apply(params, state, null, Batches.inputs(5), false).result();
        Named.assertClose("logits", logits.toFloats(), Named.golden(NUMBERS, prefix + "logits").toFloats(), TOLERANCE);
        Named.assertClose(Named.arrays(params), NUMBERS, prefix + "final/", TOLERANCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"eager", "jit"})
    void nnxHoldsItInTheModel(String how) {
        String prefix = "batch_norm/nnx/" + how + "/";
        BatchNormNnx.Model model = new BatchNormNnx.Model(784, 256, 10, new Rngs(0));
        model.train();
        assertState(prefix + "init/state/", Named.arrays(Nnx.state(model, BatchStat.class)));
        F3<BatchNormNnx.Model, Tensor, Tensor, Tensor> step = BatchNormNnx::trainStep;
        F3<BatchNormNnx.Model, Tensor, Tensor, Tensor> run = how.equals("jit") ? Nnx.jit(step) : step;
        for (int i = 0; i < 5; i++) {
            assertLoss(prefix, i, run.apply(model, Batches.inputs(i), Batches.labels(i)));
            assertState(prefix + "step" + i + "/state/", Named.arrays(Nnx.state(model, BatchStat.class)));
        }
        model.eval();
        Named.assertClose("logits", model.call(Batches.inputs(5)).toFloats(),
                Named.golden(NUMBERS, prefix + "logits").toFloats(),
                TOLERANCE);
        Named.assertClose(Named.arrays(Nnx.state(model, Param.class)), NUMBERS, prefix + "final/", TOLERANCE);
    }
}
