package org.dovetail.bridge.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.dovetail.core.Transforms.jit;
import static org.dovetail.core.Transforms.valueAndGrad;
import static org.dovetail.core.optim.Optim.applyUpdates;

import java.util.List;
import org.dovetail.core.Key;
import org.dovetail.core.Prng;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.ValueAndGrad;
import org.dovetail.core.fn.F4;
import org.dovetail.core.optim.Adam;
import org.dovetail.core.optim.Updated;
import org.dovetail.haiku.Params;
import org.dovetail.nnx.Nnx;
import org.dovetail.nnx.Optimizer;
import org.dovetail.nnx.Param;
import org.dovetail.nnx.Rngs;
import org.dovetail.nnx.State;
import org.dovetail.parity.golden.GoldenNumbers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The classifier of section 1 trained with Adam, on the batches that real Haiku with optax and real NNX were trained on. */
class AdamTests {
    private static final GoldenNumbers RUNS = GoldenNumbers.packed("optim/optim");
    private static final int STEPS = 30;

    /** The promise; measured 2.1e-7. */
    private static final double LOSS_TOLERANCE = 1e-5;
    /** Weights after 30 steps; measured 2.7e-8, but where a gradient is nothing but rounding, a step of 1e-3 goes by its sign. */
    private static final double WEIGHT_TOLERANCE = 1e-5;

    // @start region="haiku"
    private static final Adam OPTIMIZER = Adam.of(1e-3);

    private record Trained(Tensor loss, Params params, List<Object> state) {}

    private static Trained haikuStep(Trained before, Key key, Tensor inputs, Tensor labels) {
        ValueAndGrad<Params> all = valueAndGrad(
                (Params p) -> ClassifierHaiku.loss(p, key, inputs, labels, true)).apply(before.params());
        Updated<Params, List<Object>> step = OPTIMIZER.update(all.grad(), before.state(), before.params());
        return new Trained(all.value(), applyUpdates(before.params(), step.updates()), step.state());
    }
    // @end

    // @start region="nnx"
    private static Tensor nnxStep(ClassifierNnx.Model model, Optimizer optimizer, Tensor inputs, Tensor labels) {
        ValueAndGrad<State> all = Nnx.valueAndGrad((ClassifierNnx.Model m) -> ClassifierNnx.loss(m, inputs, labels))
                .apply(model);
        optimizer.update(model, all.grad());
        return all.value();
    }
    // @end

    private static void assertLoss(String run, int step, Tensor loss) {
        double expected = RUNS.array(run + "/losses").doubleAt(step);
        assertThat(loss.item()).as(run + " step " + step).isCloseTo(expected, within(LOSS_TOLERANCE * expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"eager", "jit"})
    void haikuTrainsWithAdamAsPythonDoes(String how) {
        F4<Trained, Key, Tensor, Tensor, Trained> step = how.equals("jit")
                ? jit(AdamTests::haikuStep)
                : AdamTests::haikuStep;
        Params params = ClassifierHaiku.MODEL.init(Prng.key(0), Tensors.ones(1, 784), false);
        Trained trained = new Trained(Tensors.zeros(), params, OPTIMIZER.init(params));
        for (int i = 0; i < STEPS; i++) {
            trained = step.apply(trained, Batches.dropout(i), Batches.inputs(i), Batches.labels(i));
            assertLoss("train/haiku/" + how, i, trained.loss());
        }
        Named.assertClose(Named.arrays(trained.params()), RUNS.arrays(),
                "train/haiku/" + how + "/final/", WEIGHT_TOLERANCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"eager", "jit"})
    void nnxTrainsWithAdamAsPythonDoes(String how) {
        ClassifierNnx.Model model = new ClassifierNnx.Model(784, 256, 10, new Rngs(0));
        model.train();
        Optimizer optimizer = new Optimizer(model, OPTIMIZER, Param.class);
        F4<ClassifierNnx.Model, Optimizer, Tensor, Tensor, Tensor> step = how.equals("jit")
                ? Nnx.jit(AdamTests::nnxStep)
                : AdamTests::nnxStep;
        for (int i = 0; i < STEPS; i++) {
            assertLoss("train/nnx/" + how, i, step.apply(model, optimizer, Batches.inputs(i), Batches.labels(i)));
        }
        Named.assertClose(Named.arrays(Nnx.state(model, Param.class)), RUNS.arrays(),
                "train/nnx/" + how + "/final/", WEIGHT_TOLERANCE);
    }
}
