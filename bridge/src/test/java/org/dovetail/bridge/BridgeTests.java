package org.dovetail.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dovetail.bridge.align.RefusedException;
import org.dovetail.bridge.convert.Findings;
import org.dovetail.bridge.convert.PlanMismatchException;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.core.Array;
import org.dovetail.core.ConcretizationException;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.Transforms;
import org.dovetail.haiku.Hk;
import org.dovetail.haiku.HkState;
import org.dovetail.haiku.Params;
import org.dovetail.haiku.ParamsAndState;
import org.dovetail.nnx.BatchNorm;
import org.dovetail.nnx.Dropout;
import org.dovetail.nnx.Linear;
import org.dovetail.nnx.Module;
import org.dovetail.nnx.Nnx;
import org.dovetail.nnx.Param;
import org.dovetail.nnx.Rngs;
import org.dovetail.nnx.Variable;
import org.junit.jupiter.api.Test;

class BridgeTests {
    /** A classifier in Haiku. */
    static final class Classifier extends org.dovetail.haiku.Module {
        Tensor call(Tensor x, boolean training) {
            try (var _ = scope()) {
                x = new org.dovetail.haiku.Linear(4).call(x);
                x = new org.dovetail.haiku.BatchNorm(true, true, 0.99).call(x, training);
                return new org.dovetail.haiku.Linear(2).call(x);
            }
        }
    }

    /** The same in NNX, with other names, and a dropout more. */
    static final class Net extends Module {
        private final Linear stem;
        private final BatchNorm norm;
        private final Dropout drop;
        private final Linear head;

        Net(Rngs rngs) {
            stem = new Linear(3, 4, rngs);
            norm = new BatchNorm(4, 0.99, rngs);
            drop = new Dropout(0.5, rngs);
            head = new Linear(4, 2, rngs);
        }

        Tensor call(Tensor x) { return head.call(drop.call(norm.call(stem.call(x)))); }
    }

    /** Two heads of one shape. */
    static final class Heads extends Module {
        private final Linear left;
        private final Linear right;

        Heads(Rngs rngs) {
            left = new Linear(4, 1, rngs);
            right = new Linear(4, 1, rngs);
        }
    }

    private static final Array X = Array.ofFloats(Shape.of(2, 3), 1, 2, 3, -1, 0.5f, 4);

    private static ParamsAndState classifier() {
        var model = Hk.transformWithState((Tensor x, Boolean training) -> new Classifier().call(x, training));
        ParamsAndState init = model.init(0, X, true);
        return new ParamsAndState(init.params(), model.apply(init.params(), init.state(), null, X, true).state());
    }

    private static Params heads() {
        return Params.of(Map.of("critic/linear", Map.of("w", Tensors.ones(4, 1), "b", Tensors.ones(1)),
                "critic/linear_1", Map.of("w", Tensors.zeros(4, 1), "b", Tensors.zeros(1))));
    }

    @Test
    void aModelGoesThereAndBack() {
        // @start region="there-and-back"
        var haiku = Hk.transformWithState((Tensor x, Boolean training) -> new Classifier().call(x, training));
        ParamsAndState init = haiku.init(0, X, true);

        Filled<Net> filled = Bridge.toNnx(init.params(), init.state(), new Net(new Rngs(1)));
        Net model = filled.model();

        HaikuWeights back = Bridge.toHaiku(filled);
        // @end
        model.eval();
        assertThat(TreeBits.of(model.call(X)))
                .isEqualTo(TreeBits.of(haiku.apply(init.params(), init.state(), null, X, false).result()));
        assertThat(TreeBits.of(back.params())).isEqualTo(TreeBits.of(init.params()));
        assertThat(TreeBits.of(back.state())).isEqualTo(TreeBits.of(init.state()));
        assertThat(filled.unfilled()).containsExactly(EntryPath.of("drop", "rngs", "count"),
                EntryPath.of("drop", "rngs", "key"));
        assertThat(filled.notes())
                .containsExactly(
                        "BatchNorm: nnx.BatchNorm(4, momentum=decay_rate, epsilon=1e-5, rngs=rngs); "
                                + "in Java new BatchNorm(4, decayRate, rngs); while Haiku's counter is small, the averages of further training differ");
    }

    @Test
    void theReportSaysWhatAPersonShouldKnow() {
        ParamsAndState haiku = classifier();
        Filled<Net> filled = Bridge.toNnx(haiku.params(), haiku.state(), new Net(new Rngs(1)));
        assertThat(filled.report()).isEqualTo(
                """
                        haiku to nnx: 8 arrays; 3 layers rest on shape
                        left as they are, because nothing fills them:
                          drop.rngs.count
                          drop.rngs.key
                        to set on the other side:
                          BatchNorm: nnx.BatchNorm(4, momentum=decay_rate, epsilon=1e-5, rngs=rngs); in Java new BatchNorm(4, decayRate, rngs); while Haiku's counter is small, the averages of further training differ
                        """);
        assertThat(Bridge.toHaiku(filled).report()).isEqualTo(
                """
                        nnx to haiku: 12 arrays; 3 layers rest on shape
                        4 arrays restored from side data
                        left out, because the haiku model has no place for them:
                          drop.rngs.count
                          drop.rngs.key
                        to set on the other side:
                          BatchNorm: hk.BatchNorm(create_scale=True, create_offset=True, decay_rate=momentum, eps=1e-5); in Java new BatchNorm(true, true, momentum)
                        """);
    }

    @Test
    void whatCanGoEitherWayIsRefusedWithTheLineToType() {
        Heads model = new Heads(new Rngs(0));
        Map<String, String> before = TreeBits.of(model);
        // @start region="refusal"
        RefusedException refused = catchThrowableOfType(RefusedException.class, () -> Bridge.toNnx(heads(), model));
        Filled<Heads> filled = Bridge.toNnx(heads(), HkState.empty(), model,
                BridgeOptions.of("--map 'critic/linear=left'"));
        // @end
        assertThat(refused).hasMessage(
                """
                        2 of 2 layers can go either way:
                          critic/linear/{w f32[4,1], b f32[1]}    ->  left  or  right
                          critic/linear_1/{w f32[4,1], b f32[1]}  ->  left  or  right
                        Settle them with   --map 'critic/linear=left'   (or the other way round)   or edit the plan:   dovetail plan ... -o plan.json
                        In Java:   BridgeOptions.of("--map 'critic/linear=left'")""");
        assertThat(refused.lines()).containsExactly("--map 'critic/linear=left'");
        assertThat(TreeBits.of(model)).isNotEqualTo(before);
        assertThat(model.left.bias.get().toFloats()).containsExactly(1);
        assertThat(filled.plan().steps()).allMatch(step -> step.basis().isStrict());
    }

    @Test
    void aRefusedModelIsAsItWas() {
        Heads model = new Heads(new Rngs(0));
        Map<String, String> before = TreeBits.of(model);
        assertThatThrownBy(() -> Bridge.toNnx(heads(), model)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> Bridge.toNnx(classifier().params(), model)).isInstanceOf(RefusedException.class)
                .hasMessageContaining("no source");
        assertThat(TreeBits.of(model)).isEqualTo(before);
    }

    @Test
    void optionsSettleAModel() {
        // @start region="options"
        BridgeOptions typed = BridgeOptions.of("--map 'critic/linear=left'", "--strict");
        BridgeOptions made = BridgeOptions.DEFAULT.withMap("critic/linear=left").withStrict();
        // @end
        assertThat(typed).isEqualTo(made);
        Heads model = Bridge.toNnx(heads(), HkState.empty(), new Heads(new Rngs(0)), typed).model();
        assertThat(model.left.bias.get().toFloats()).containsExactly(1);
        assertThatThrownBy(() -> Bridge.toNnx(heads(), HkState.empty(), new Heads(new Rngs(0)),
                BridgeOptions.of("--map 'actor=left'"))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("actor");
        assertThatThrownBy(() -> Bridge.toNnx(heads(), HkState.empty(), new Heads(new Rngs(0)),
                BridgeOptions.of("--skip 'actor/**'")))
                .hasMessage("--skip 'actor/**' matches no array; the first is critic/linear/b");
    }

    @Test
    void whatIsSkippedIsLeftOutAndListed() {
        Params more = heads().with("ema/linear", "w", Tensors.ones(9, 9));
        Filled<Heads> filled = Bridge.toNnx(more, HkState.empty(), new Heads(new Rngs(0)),
                BridgeOptions.of("--map 'critic/linear=left'", "--skip 'ema/**'"));
        assertThat(filled.leftOut()).containsExactly(EntryPath.of("ema", "linear", "w"));
        assertThat(TreeBits.of(Bridge.toHaiku(filled).params())).isEqualTo(TreeBits.of(heads()));

        Heads followed = new Heads(new Rngs(0));
        assertThatThrownBy(() -> Bridge.toNnx(more, HkState.empty(), followed, filled.plan()))
                .isInstanceOf(PlanMismatchException.class)
                .hasMessage(
                        "the plan does not say where ema/linear/w of the Haiku model goes; leave out what should not "
                                + "be converted with --skip");
        Bridge.toNnx(more, HkState.empty(), followed, filled.plan(), BridgeOptions.of("--skip 'ema/**'"));
        assertThat(TreeBits.of(followed)).isEqualTo(TreeBits.of(filled.model()));
        assertThatThrownBy(() -> Bridge.toHaiku(filled, BridgeOptions.of("--map 'critic/linear=left'")))
                .hasMessage("a plan decides what goes where: only --skip and --dtype go with it");
    }

    /** A model that gets Variables as it runs. */
    static final class Growing extends Module {
        final Linear left = new Linear(4, 1, new Rngs(0));
        final Map<String, Variable> seen = new HashMap<>();
    }

    @Test
    void variablesThatAModelGotSinceAreRefusedUntilSkipped() {
        Params params = Params.of(Map.of("linear", Map.of("w", Tensors.ones(4, 1), "b", Tensors.ones(1))));
        Filled<Growing> filled = Bridge.toNnx(params, new Growing());
        filled.model().seen.put("calls", new Counter(Array.ofInts(Shape.of(), 3)));
        assertThatThrownBy(() -> Bridge.toHaiku(filled)).isInstanceOf(PlanMismatchException.class)
                .hasMessage("the plan does not say where seen/calls of Growing goes; leave out what should not be "
                        + "converted with --skip");
        HaikuWeights back = Bridge.toHaiku(filled, BridgeOptions.of("--skip seen"));
        assertThat(TreeBits.of(back.params())).isEqualTo(TreeBits.of(params));
        assertThat(back.leftOut()).containsExactly(EntryPath.of("seen", "calls"));
    }

    @Test
    void trainingAfterwardsComputesWhatOnlyHaikuHasAndSaysSo() {
        ParamsAndState haiku = classifier();
        Map<String, String> before = TreeBits.of(haiku.params());
        Filled<Net> filled = Bridge.toNnx(haiku.params(), haiku.state(), new Net(new Rngs(1)));
        Net model = filled.model();
        Nnx.jit((Net net, Tensor x) -> {
            net.call(x);
            net.head.kernel.set(net.head.kernel.get().mul(0.5));
        }).apply(model, X);
        HaikuWeights back = Bridge.toHaiku(filled);
        assertThat(back.findings().restored()).isEmpty();
        assertThat(back.findings().computed()).hasSize(4).contains(new Findings.Computed(
                new EntryPath("state", List.of("classifier", "batch_norm", "~", "mean_ema"), "counter"),
                "set to 1073741824", "the numbers of its layer have changed since its side data was kept"));
        assertThat(back.state().get("classifier/batch_norm/~/mean_ema", "hidden").toFloats())
                .isEqualTo(model.norm.mean.get().toFloats());
        assertThat(back.params().get("classifier/linear_1", "w").toFloats())
                .isEqualTo(model.head.kernel.get().toFloats());
        assertThat(TreeBits.of(haiku.params())).as("what the model was filled from").isEqualTo(before);
    }

    @Test
    void trainingNeverChangesWhatWasTakenFromAModel() {
        ParamsAndState haiku = classifier();
        Filled<Net> filled = Bridge.toNnx(haiku.params(), haiku.state(), new Net(new Rngs(1)));
        var step = Nnx.jit((Net net) -> {
            net.head.kernel.set(net.head.kernel.get().add(1));
        });
        step.apply(filled.model());
        Params taken = Bridge.toHaiku(filled).params();
        Map<String, String> before = TreeBits.of(taken);
        step.apply(filled.model());
        step.apply(filled.model());
        assertThat(TreeBits.of(taken)).isEqualTo(before);
    }

    @Test
    void withoutAStructureNamesAreThoseOfHaiku() {
        HaikuWeights weights = Bridge.toHaiku(new Net(new Rngs(0)), BridgeOptions.of("--kind 'norm=BatchNorm(2)'"));
        assertThat(TreeBits.of(weights.params()).keySet()).containsExactly("head b", "head w", "norm offset",
                "norm scale", "stem b", "stem w");
        assertThat(weights.state().modules().keySet()).containsExactly("norm/~/mean_ema", "norm/~/var_ema");
        assertThat(weights.leftOut()).containsExactly(EntryPath.of("drop", "rngs", "count"),
                EntryPath.of("drop", "rngs", "key"));
        assertThat(weights.findings().computed()).hasSize(4)
                .allMatch(one -> one.why().equals("there is no side data of it"));
        assertThat(weights.notes()).containsExactly(
                "BatchNorm: hk.BatchNorm(create_scale=True, create_offset=True, decay_rate=momentum, eps=1e-5); in Java new BatchNorm(true, true, momentum)");
        assertThat(TreeBits.of(Bridge.toHaiku(new Heads(new Rngs(0))).params()).keySet()).containsExactly("left b",
                "left w", "right b", "right w");
    }

    @Test
    void whatShapesDoNotTellIsAsked() {
        assertThatThrownBy(() -> Bridge.toHaiku(new Net(new Rngs(0)))).isInstanceOf(RefusedException.class)
                .hasMessageContaining("--kind 'norm=BatchNorm(4)'")
                .hasMessageEndingWith("In Java:   BridgeOptions.of(\"--kind 'norm=BatchNorm(4)'\")");
    }

    @Test
    void aHaikuModelGivesItsNames() {
        ParamsAndState like = classifier();
        Net model = new Net(new Rngs(3));
        // @start region="like"
        HaikuWeights weights = Bridge.toHaiku(model, like.params(), like.state());
        // @end
        assertThat(weights.params().toString()).isEqualTo(like.params().toString());
        assertThat(weights.state().toString()).isEqualTo(like.state().toString());
        assertThat(weights.params().get("classifier/linear", "w").toFloats())
                .isEqualTo(model.stem.kernel.get().toFloats());
        assertThat(weights.findings().computed()).hasSize(4);
        assertThat(weights.leftOut()).hasSize(2);
        assertThat(weights.unfilled()).isEmpty();
    }

    @Test
    void aPlanForOthersIsRefusedAndNothingIsFilled() {
        ParamsAndState haiku = classifier();
        Filled<Net> filled = Bridge.toNnx(haiku.params(), haiku.state(), new Net(new Rngs(1)));
        Heads heads = new Heads(new Rngs(0));
        Map<String, String> before = TreeBits.of(heads);
        assertThatThrownBy(() -> Bridge.toNnx(haiku.params(), haiku.state(), heads, filled.plan()))
                .isInstanceOf(PlanMismatchException.class)
                .hasMessageStartingWith("the plan is for another model: it fills ")
                .hasMessageEndingWith(", Heads has no such Variable");
        assertThatThrownBy(() -> Bridge.toNnx(heads(), HkState.empty(), heads, filled.plan()))
                .isInstanceOf(PlanMismatchException.class).hasMessageContaining("the plan is for another checkpoint: ")
                .hasMessageEndingWith(", the Haiku model has no such array");
        assertThatThrownBy(() -> Bridge.toNnx(haiku.params(), haiku.state(), heads, filled.wayBack().inverse()))
                .isInstanceOf(PlanMismatchException.class)
                .hasMessage("the plan goes from nnx to haiku, not from haiku to nnx; its inverse() is the plan of the "
                        + "way back");
        assertThat(TreeBits.of(heads)).isEqualTo(before);
    }

    @Test
    void castsThatLoseBitsAreAskedFor() {
        Heads model = new Heads(new Rngs(0));
        for (Variable variable : List.of(model.left.kernel, model.right.kernel, model.left.bias, model.right.bias)) {
            variable.set(variable.get().cast(DType.BFLOAT16));
        }
        Params params = heads().with("critic/linear", "b", Array.ofFloats(Shape.of(1), 0.1f));
        BridgeOptions map = BridgeOptions.of("--map 'critic/linear=left'");
        assertThatThrownBy(() -> Bridge.toNnx(params, HkState.empty(), model, map))
                .isInstanceOf(RefusedException.class).hasMessageContaining("--dtype bfloat16");
        Filled<Heads> filled = Bridge.toNnx(params, HkState.empty(), model, map.withDtype(DType.BFLOAT16));
        assertThat(filled.findings().rounded()).containsExactly(
                new Findings.Rounded(EntryPath.of("left", "bias"), DType.FLOAT32, DType.BFLOAT16));
        assertThat(model.left.bias.get().dtype()).isEqualTo(DType.BFLOAT16);
    }

    @Test
    void tracedValuesHaveNoNumbersToCarry() {
        Heads model = new Heads(new Rngs(0));
        assertThatThrownBy(() -> Transforms.jit((Params params) -> {
            Bridge.toNnx(params, HkState.empty(), model, BridgeOptions.of("--map 'critic/linear=left'"));
            return params;
        }).apply(heads())).isInstanceOf(ConcretizationException.class)
                .hasMessageStartingWith("Bridge.toNnx: at critic/linear/b: a traced f32[1] has no numbers");
    }

    /** A layer norm of one's own, as {@code nnx.LayerNorm} has its parameters. */
    static final class Norm extends Module {
        final Param scale = new Param(Tensors.zeros(4));
        final Param bias = new Param(Tensors.zeros(4));
    }

    @Test
    void settingsThatDifferAreToldAsForFiles() {
        Params params = Params.of(Map.of("layer_norm", Map.of("scale", Tensors.ones(4), "offset", Tensors.zeros(4))));
        Filled<Norm> filled = Bridge.toNnx(params, new Norm());
        assertThat(filled.notes())
                .containsExactly(
                        "LayerNorm: nnx.LayerNorm(4, epsilon=1e-5, use_fast_variance=False, rngs=rngs); "
                                + "unless Haiku's were set: NNX has other defaults");
        assertThat(filled.model().scale.get().toFloats()).containsExactly(1, 1, 1, 1);
        Norm followed = new Norm();
        assertThat(Bridge.toNnx(params, HkState.empty(), followed, filled.plan()).notes()).isEqualTo(filled.notes());
        assertThat(TreeBits.of(followed)).isEqualTo(TreeBits.of(filled.model()));
    }

    /** A parameter class of one's own. */
    static final class Scale extends Param {
        Scale(Tensor value) { super(value); }
    }

    /** A state class of one's own. */
    static final class Counter extends Variable {
        Counter(Tensor value) { super(value); }
    }

    /** Arrays that belong to no layer. */
    static final class Foo extends Module {
        private final Counter counter = new Counter(Array.ofInts(Shape.of(), 0));
        final Scale multiplier = new Scale(Tensors.ones(1));
    }

    @Test
    void arraysOfNoLayerGoToTheTopLevel() {
        HaikuWeights weights = Bridge.toHaiku(new Foo());
        assertThat(weights.params().toString()).isEqualTo(Params.of(Map.of("~", Map.of("multiplier", Tensors.ones(1))))
                .toString());
        assertThat(weights.state().get("~", "counter").dtype()).isEqualTo(DType.INT32);
        HkState state = HkState.of(Map.of("~", Map.of("counter", Array.ofInts(Shape.of(), 7))));
        Filled<Foo> filled = Bridge.toNnx(weights.params(), state, new Foo());
        assertThat(TreeBits.of(filled.model().counter.get())).isEqualTo(TreeBits.of(state.get("~", "counter")));
        assertThat(TreeBits.of(Bridge.toHaiku(filled).state())).isEqualTo(TreeBits.of(state));
    }
}
