package org.dovetail.nnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.dovetail.core.Losses.softmaxCrossEntropyWithIntegerLabels;

import java.util.ArrayList;
import java.util.List;
import org.dovetail.core.Array;
import org.dovetail.core.Nn;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.ValueAndGrad;
import org.dovetail.core.fn.F3;
import org.dovetail.core.tree.Tree;
import org.junit.jupiter.api.Test;

/** The models of the migration guide; numbers are those of flax 0.12.8. */
class GuideTests {
    // @start region="train"
    static final class Block extends Module {
        final Linear linear;
        final Dropout dropout;

        Block(int inFeatures, int outFeatures, Rngs rngs) {
            linear = new Linear(inFeatures, outFeatures, rngs);
            dropout = new Dropout(0.5, rngs);
        }

        Tensor call(Tensor x) { return Nn.relu(dropout.call(linear.call(x))); }
    }

    static final class Model extends Module {
        final Block block;
        final Linear linear;

        Model(int din, int dmid, int dout, Rngs rngs) {
            block = new Block(din, dmid, rngs);
            linear = new Linear(dmid, dout, rngs);
        }

        Tensor call(Tensor x) { return linear.call(block.call(x)); }
    }

    static Tensor trainStep(Model model, Tensor inputs, Tensor labels) {
        var loss = Nnx.valueAndGrad(
                (Model m) -> softmaxCrossEntropyWithIntegerLabels(m.call(inputs), labels).mean());
        if (!(loss.apply(model) instanceof ValueAndGrad(Tensor value, State grads))) {
            throw new IllegalStateException();
        }
        State params = Nnx.state(model, Param.class);
        Nnx.update(model, Tree.map((w, g) -> w.sub(g.mul(0.1)), params, grads));
        return value;
    }
    // @end

    private static final Tensor INPUTS = Array.ofFloats(Shape.of(4, 3), -.5f, -.4f, -.3f, -.2f, -.1f, 0, .1f, .2f, .3f,
            .4f, .5f, .6f);
    private static final Tensor LABELS = Array.ofInts(Shape.of(4), 0, 1, 1, 0);
    private static final List<Double> LOSSES = List.of(0.6539376974105835, 0.6040085554122925, 0.6609525680541992,
            0.7489047050476074, 0.5963897705078125);

    @Test
    void theModelPrintsAsInPython() { assertThat(Nnx.state(new Model(784, 256, 10, new Rngs(0)))).hasToString("""
            {'block': {'dropout': {'rngs': {'count': (), 'key': ()}},
                       'linear': {'bias': (256,), 'kernel': (784, 256)}},
             'linear': {'bias': (10,), 'kernel': (256, 10)}}"""); }

    @Test
    void eagerTrainingGivesPythonsLosses() { assertTrains(GuideTests::trainStep); }

    @Test
    void jittedTrainingGivesPythonsLosses() { assertTrains(Nnx.jit(GuideTests::trainStep)); }

    private static void assertTrains(F3<Model, Tensor, Tensor, Tensor> step) {
        Model model = new Model(3, 8, 2, new Rngs(0));
        List<Double> losses = new ArrayList<>();
        for (int i = 0; i < LOSSES.size(); i++) {
            losses.add(step.apply(model, INPUTS, LABELS).item());
        }
        for (int i = 0; i < LOSSES.size(); i++) {
            assertThat(losses.get(i)).isCloseTo(LOSSES.get(i), within(1e-6));
        }
        assertThat(model.linear.bias.get().toFloats()).containsExactly(
                new float[]{-0.00832548f, 0.008325471f}, within(1e-7f));
        assertThat(Nnx.state(model).get("block.dropout.rngs.count").item()).isEqualTo(5);
    }

    @Test
    void trainingMayBeSwitchedOff() {
        Model model = new Model(3, 8, 2, new Rngs(0));
        var call = Nnx.jit((Model m, Tensor x) -> m.call(x));
        float[] dropped = call.apply(model, INPUTS).toFloats();
        model.eval();
        float[] whole = call.apply(model, INPUTS).toFloats();
        assertThat(whole).isNotEqualTo(dropped).containsExactly(call.apply(model, INPUTS).toFloats());
        assertThat(Nnx.state(model).get("block.dropout.rngs.count").item()).isEqualTo(1);
        model.train();
        call.apply(model, INPUTS);
        assertThat(Nnx.state(model).get("block.dropout.rngs.count").item()).isEqualTo(2);
    }
}
