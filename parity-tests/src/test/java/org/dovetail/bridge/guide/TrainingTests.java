package org.dovetail.bridge.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.dovetail.core.Transforms.jit;
import static org.dovetail.core.Transforms.valueAndGrad;

import java.util.Map;
import org.dovetail.core.Array;
import org.dovetail.core.Key;
import org.dovetail.core.Prng;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.ValueAndGrad;
import org.dovetail.core.fn.F4;
import org.dovetail.core.fn.F3;
import org.dovetail.core.tree.Tree;
import org.dovetail.haiku.Hk;
import org.dovetail.haiku.Params;
import org.dovetail.nnx.Nnx;
import org.dovetail.nnx.Param;
import org.dovetail.nnx.Rngs;
import org.dovetail.nnx.State;
import org.dovetail.parity.golden.Goldens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Section 3: a hundred steps of SGD on the batches that real Haiku and real NNX were trained on. */
class TrainingTests {
    private static final Map<String, Array> RUNS = Goldens.numbers("train/runs.npz");
    private static final Map<String, Array> MASKS = Goldens.numbers("train/masks.npz");
    private static final int STEPS = 100;

    /** The promise; JAX's own eager and jitted losses differ by 7e-7 (train/runs.npz). */
    private static final double LOSS_TOLERANCE = 1e-5;
    /** Weights after 100 steps, whose rounding errors add up; measured at most 3e-6 against either of JAX's runs. */
    private static final double WEIGHT_TOLERANCE = 1e-5;

    private record Trained(Tensor loss, Params params) {}

    private static Trained haikuStep(Key key, Params params, Tensor inputs, Tensor labels, boolean training) {
        ValueAndGrad<Params> all = valueAndGrad((Params p) -> ClassifierHaiku.loss(p, key, inputs, labels, training))
                .apply(params);
        return new Trained(all.value(), Tree.map((w, g) -> w.sub(g.mul(0.1)), params, all.grad()));
    }

    private static Tensor nnxStep(ClassifierNnx.Model model, Tensor inputs, Tensor labels) {
        ValueAndGrad<State> all = Nnx.valueAndGrad((ClassifierNnx.Model m) -> ClassifierNnx.loss(m, inputs, labels))
                .apply(model);
        Nnx.update(model, Tree.map((w, g) -> w.sub(g.mul(0.1)), Nnx.state(model, Param.class), all.grad()));
        return all.value();
    }

    private static void assertLoss(String run, int step, Tensor loss) {
        double expected = Named.golden(RUNS, run + "/losses").doubleAt(step);
        assertThat(loss.item()).as(run + " step " + step).isCloseTo(expected, within(LOSS_TOLERANCE * expected));
    }

    @Test
    void bothSidesMakeTheSameBatches() {
        for (int step : new int[]{0, 99}) {
            var batch = Goldens.json("train/train.json").path("batches").path("batch" + step);
            assertThat(Goldens.fingerprints(
                    Map.of("inputs", Batches.inputs(step).array(), "labels", Batches.labels(step).array())))
                    .isEqualTo(Goldens.fingerprints(batch));
        }
    }

    @ParameterizedTest
    @CsvSource({"eager, dropout", "jit, dropout", "eager, plain", "jit, plain"})
    void haikuTrainsAsPythonDoes(String how, String mode) {
        boolean training = mode.equals("dropout");
        F4<Key, Params, Tensor, Tensor, Trained> step = (key, params, x, y) -> haikuStep(key, params, x, y, training);
        F4<Key, Params, Tensor, Tensor, Trained> run = how.equals("jit") ? jit(step) : step;
        Params params = ClassifierHaiku.MODEL.init(Prng.key(0), Tensors.ones(1, 784), false);
        for (int i = 0; i < STEPS; i++) {
            Trained trained = run.apply(Batches.dropout(i), params, Batches.inputs(i), Batches.labels(i));
            assertLoss("haiku/" + how + "/" + mode, i, trained.loss());
            params = trained.params();
        }
        Named.assertClose(Named.arrays(params), RUNS, "haiku/" + how + "/" + mode + "/final/", WEIGHT_TOLERANCE);
    }

    @ParameterizedTest
    @CsvSource({"eager, dropout", "jit, dropout", "eager, plain", "jit, plain"})
    void nnxTrainsAsPythonDoes(String how, String mode) {
        ClassifierNnx.Model model = new ClassifierNnx.Model(784, 256, 10, new Rngs(0));
        if (mode.equals("dropout")) {
            model.train();
        } else {
            model.eval();
        }
        F3<ClassifierNnx.Model, Tensor, Tensor, Tensor> step = TrainingTests::nnxStep;
        F3<ClassifierNnx.Model, Tensor, Tensor, Tensor> run = how.equals("jit") ? Nnx.jit(step) : step;
        for (int i = 0; i < STEPS; i++) {
            assertLoss("nnx/" + how + "/" + mode, i, run.apply(model, Batches.inputs(i), Batches.labels(i)));
        }
        Named.assertClose(Named.arrays(Nnx.state(model)), RUNS, "nnx/" + how + "/" + mode + "/final/",
                WEIGHT_TOLERANCE);
    }

    @Test
    void theGuidesOwnStepsTrainTheSame() {
        Params params = ClassifierHaiku.MODEL.init(Prng.key(0), Tensors.ones(1, 784), false);
        ClassifierNnx.Model model = new ClassifierNnx.Model(784, 256, 10, new Rngs(0));
        for (int i = 0; i < STEPS; i++) {
            params = ClassifierHaiku.TRAIN_STEP.apply(Batches.dropout(i), params, Batches.inputs(i), Batches.labels(i));
            ClassifierNnx.TRAIN_STEP.apply(model, Batches.inputs(i), Batches.labels(i));
        }
        Named.assertClose(Named.arrays(params), RUNS, "haiku/jit/dropout/final/", WEIGHT_TOLERANCE);
        Named.assertClose(Named.arrays(Nnx.state(model)), RUNS, "nnx/jit/dropout/final/", WEIGHT_TOLERANCE);
    }

    private static void assertKept(String key, Tensor dropped) {
        float[] numbers = dropped.toFloats();
        Array kept = Named.golden(MASKS, key);
        for (int i = 0; i < numbers.length; i++) {
            boolean expected = (kept.longAt(i / 8) >> (7 - i % 8) & 1) != 0;
            assertThat(numbers[i]).as(key + "[" + i + "]").isEqualTo(expected ? 2f : 0f);
        }
    }

    @Test
    void haikusDropoutKeepsWhatPythonsKeeps() {
        var draw = Hk.transform((Tensor x) -> Hk.dropout(Hk.nextRngKey(), 0.5, x));
        Tensor ones = Tensors.ones(32, 256);
        assertKept("haiku/step0/kept", draw.apply(draw.init(0, ones), Batches.dropout(0), ones));
    }

    @Test
    void nnxDropoutKeepsWhatPythonsKeeps() {
        ClassifierNnx.Model model = new ClassifierNnx.Model(784, 256, 10, new Rngs(0));
        for (int call = 0; call < 3; call++) {
            assertKept("nnx/call" + call + "/kept", model.block.dropout.call(Tensors.ones(32, 256)));
        }
    }
}
