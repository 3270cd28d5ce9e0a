package org.dovetail.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dovetail.core.Transforms.valueAndGrad;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dovetail.bridge.align.RefusedException;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.ValueAndGrad;
import org.dovetail.core.optim.Adam;
import org.dovetail.core.optim.GradientTransformation;
import org.dovetail.core.optim.InjectHyperparams;
import org.dovetail.core.optim.MultiSteps;
import org.dovetail.core.optim.Optim;
import org.dovetail.core.optim.RmsProp;
import org.dovetail.core.optim.Schedules;
import org.dovetail.core.optim.Sgd;
import org.dovetail.core.optim.Updated;
import org.dovetail.core.tree.Tree;
import org.dovetail.haiku.Hk;
import org.dovetail.haiku.HkState;
import org.dovetail.haiku.Params;
import org.dovetail.haiku.Transformed;
import org.dovetail.nnx.Linear;
import org.dovetail.nnx.ModelAndOptimizer;
import org.dovetail.nnx.Module;
import org.dovetail.nnx.Nnx;
import org.dovetail.nnx.Optimizer;
import org.dovetail.nnx.Param;
import org.dovetail.nnx.Rngs;
import org.dovetail.nnx.State;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.api.Test;

/** Runs go on in the other style as if they had not been carried. The layers' names have one order in both, so that a global norm adds up alike, to the last bit. */
class BridgeTrainingTests {
    private static final class Mlp extends org.dovetail.haiku.Module {
        Tensor call(Tensor x) {
            try (var _ = scope()) {
                Tensor hidden = new org.dovetail.haiku.Linear(4).call(x).tanh();
                return new org.dovetail.haiku.Linear(2).call(hidden);
            }
        }
    }

    private static final class Net extends Module {
        private final Linear body;
        private final Linear head;

        Net(Rngs rngs) {
            body = new Linear(3, 4, rngs);
            head = new Linear(4, 2, rngs);
        }

        Tensor call(Tensor x) { return head.call(body.call(x).tanh()); }
    }

    private record Run(Params params, Object optState) {}

    private static final Array X = Array.ofFloats(Shape.of(2, 3), 1, 2, 3, -1, 0.5f, 4);
    private static final Transformed.Of1<Tensor, Tensor> HAIKU = Hk.transform((Tensor x) -> new Mlp().call(x));

    static Stream<GradientTransformation<?>> transformations() {
        return Stream.of(Adam.of(1e-2), Sgd.of(0.05).withMomentum(0.9),
                Optim.chain(Optim.clipByGlobalNorm(0.5), Adam.of(Schedules.linear(0.02, 0.001, 8))),
                RmsProp.of(1e-2), InjectHyperparams.of(Adam.of(1e-2)), MultiSteps.of(Adam.of(1e-2), 2),
                Optim.masked(Adam.of(1e-2), (_, spec) -> spec.shape().rank() == 2));
    }

    private static Tensor loss(Tensor output) {
        Tensor apart = output.sub(Tensors.ones(2, 2));
        return apart.mul(apart).mean();
    }

    @SuppressWarnings("unchecked") // the state that it takes is the state that it gave
    private static Run haikuSteps(GradientTransformation<?> tx, Run run, int steps) {
        GradientTransformation<Object> any = (GradientTransformation<Object>) tx;
        Run now = run;
        for (int i = 0; i < steps; i++) {
            ValueAndGrad<Params> all = valueAndGrad((Params p) -> loss(HAIKU.apply(p, null, X))).apply(now.params);
            Updated<Params, Object> step = any.update(all.grad(), now.optState, now.params);
            now = new Run(Optim.applyUpdates(now.params, step.updates()), step.state());
        }
        return now;
    }

    private static void nnxSteps(Net model, Optimizer optimizer, int steps) {
        for (int i = 0; i < steps; i++) {
            ValueAndGrad<State> all = Nnx.valueAndGrad((Net net) -> loss(net.call(X))).apply(model);
            optimizer.update(model, all.grad());
        }
    }

    private static Run begun(GradientTransformation<?> tx) {
        Params params = HAIKU.init(0, X);
        return haikuSteps(tx, new Run(params, tx.init(params)), 3);
    }

    private static Map<String, String> bits(Run run) {
        Map<String, String> bits = new LinkedHashMap<>(TreeBits.of(run.params));
        Tree.leavesWithPath(run.optState).forEach((path, tensor) -> bits.put(path, TreeBits.of(tensor)));
        return bits;
    }

    @ParameterizedTest
    @MethodSource("transformations")
    void aRunGoesOnInNnxAndComesBack(GradientTransformation<?> tx) {
        Run run = begun(tx);
        Net model = new Net(new Rngs(1));
        Optimizer optimizer = new Optimizer(model, tx, Param.class);
        Filled<Net> filled = Bridge.toNnx(run.params, HkState.empty(), run.optState, model, optimizer);
        assertThat(filled.unfilled()).containsExactly(EntryPath.of("step"));

        HaikuRun<Object> same = Bridge.toHaiku(filled, optimizer, tx.init(run.params));
        assertThat(bits(new Run(same.weights().params(), same.optState()))).isEqualTo(bits(run));
        assertThat(same.weights().leftOut()).containsExactly(EntryPath.of("step"));

        nnxSteps(model, optimizer, 4);
        HaikuRun<Object> back = Bridge.toHaiku(filled, optimizer, run.optState);
        assertThat(bits(new Run(back.weights().params(), back.optState()))).isEqualTo(bits(haikuSteps(tx, run, 4)));
    }

    @ParameterizedTest
    @MethodSource("transformations")
    void aRunGoesOnInHaiku(GradientTransformation<?> tx) {
        Net model = new Net(new Rngs(7));
        Optimizer optimizer = new Optimizer(model, tx, Param.class);
        nnxSteps(model, optimizer, 3);
        Params like = HAIKU.init(0, X);
        HaikuRun<Object> run = Bridge.toHaiku(model, optimizer, like, HkState.empty(), tx.init(like),
                BridgeOptions.DEFAULT);
        Run haiku = haikuSteps(tx, new Run(run.weights().params(), run.optState()), 4);

        nnxSteps(model, optimizer, 4);
        HaikuRun<Object> trained = Bridge.toHaiku(model, optimizer, like, HkState.empty(), tx.init(like),
                BridgeOptions.DEFAULT);
        assertThat(bits(new Run(trained.weights().params(), trained.optState()))).isEqualTo(bits(haiku));
    }

    @Test
    void aModelAndItsOptimizerAreOneModule() {
        Adam tx = Adam.of(1e-2);
        Params params = HAIKU.init(0, X);
        List<Object> optState = tx.init(params);
        // @start region="going-on"
        ModelAndOptimizer<Net> training = new ModelAndOptimizer<>(new Net(new Rngs(1)), tx);
        Filled<Net> filled = Bridge.toNnx(params, HkState.empty(), optState, training.model, training);

        nnxSteps(filled.model(), training, 1);
        HaikuRun<List<Object>> back = Bridge.toHaiku(filled, training, optState);
        // @end
        assertThat(bits(new Run(back.weights().params(), back.optState())))
                .isEqualTo(bits(haikuSteps(tx, new Run(params, optState), 1)));
        assertThat(filled.report()).startsWith("haiku to nnx: 13 arrays; 7 layers rest on shape\n")
                .contains("left as they are, because nothing fills them:\n  step\n");
    }

    @Test
    void otherPlacesAreAskedForAndWhatIsMissingStays() {
        GradientTransformation<?> clipped = Optim.chain(Optim.clipByGlobalNorm(1), Adam.of(1e-2));
        Run run = begun(clipped);
        Net model = new Net(new Rngs(1));
        Optimizer optimizer = new Optimizer(model, Adam.of(1e-2), Param.class);
        Map<String, String> before = TreeBits.of(model);
        assertThatThrownBy(() -> Bridge.toNnx(run.params, HkState.empty(), run.optState, model, optimizer))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("opt_state/1/0/mu  ->  opt_state.0.mu\n")
                .hasMessageEndingWith("In Java:   BridgeOptions.of(\"--map 'opt_state/1/0=opt_state.0'\")");
        assertThat(TreeBits.of(model)).isEqualTo(before);
        Bridge.toNnx(run.params, HkState.empty(), run.optState, model, optimizer,
                BridgeOptions.of("--map 'opt_state/1=opt_state'"));
        assertThat(TreeBits.of(optimizer).get("opt_state.0.count"))
                .isEqualTo(TreeBits.of(Array.ofInts(Shape.of(), 3)));

        Params like = HAIKU.init(0, X);
        Adam scheduled = Adam.of(Schedules.linear(0.02, 0.001, 8));
        HaikuRun<List<Object>> more = Bridge.toHaiku(model, optimizer, like, HkState.empty(), scheduled.init(like),
                BridgeOptions.DEFAULT);
        assertThat(more.weights().unfilled())
                .containsExactly(new EntryPath("opt_state", List.of("1"), "count"));
        assertThat(TreeBits.of(Tree.leaves(more.optState()).getLast()))
                .isEqualTo(TreeBits.of(Tensors.zeros(DType.INT32, Shape.of())));
    }

    @Test
    void momentsOfTwoBiasesThatBecomeOneAreRefused() {
        Params params = Params.of(Map.of("vanilla_rnn/linear", Map.of("w", Tensors.ones(3, 4), "b", Tensors.ones(4)),
                "vanilla_rnn/linear_1", Map.of("w", Tensors.ones(4, 4), "b", Tensors.ones(4))));
        Cell cell = new Cell();
        Adam tx = Adam.of(1e-2);
        assertThatThrownBy(() -> Bridge.toNnx(params, HkState.empty(), tx.init(params), cell,
                new Optimizer(cell, tx, Param.class))).isInstanceOf(RefusedException.class)
                .hasMessageContaining("belongs to one of two biases that become one, whose steps would be half as "
                        + "long; convert a model of one bias (double_bias=False)")
                .hasMessageContaining("--skip 'opt_state/**'");
        assertThat(Bridge.toNnx(params, cell).model().dense_i.bias.get().toFloats()).containsExactly(2, 2, 2, 2);
    }

    /** A cell with the names of {@code nnx.SimpleCell}. */
    @SuppressWarnings("MemberName") // flax's names
    static final class Cell extends Module {
        final Linear dense_i = new Linear(3, 4, new Rngs(0));
        final Dense dense_h = new Dense();
    }

    static final class Dense extends Module {
        final Param kernel = new Param(Tensors.zeros(4, 4));
    }
}
