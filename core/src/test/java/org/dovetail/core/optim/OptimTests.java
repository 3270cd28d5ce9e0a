package org.dovetail.core.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.dovetail.core.DType;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.Transforms;
import org.dovetail.core.tree.Tree;
import org.junit.jupiter.api.Test;

class OptimTests {
    /** A layer. */
    record Weights(Tensor b, Tensor w) {}

    private static final Weights PARAMS = new Weights(Tensors.of(0.5f), Tensors.of(1, -2));
    private static final Weights GRADS = new Weights(Tensors.of(0.5f), Tensors.of(-0.25f, 3));

    private static List<String> paths(Object state) { return Tree.of(state).structure().paths(); }

    // @start region="step"
    private static Weights trained(Weights params) {
        Adam optimizer = Adam.of(1e-1).withB1(0.8);
        List<Object> state = optimizer.init(params);
        for (int i = 0; i < 100; i++) {
            Weights grads = Transforms.grad(OptimTests::loss).apply(params);
            Updated<Weights, List<Object>> step = optimizer.update(grads, state, params);
            params = Optim.applyUpdates(params, step.updates());
            state = step.state();
        }
        return params;
    }
    // @end

    private static Tensor loss(Weights params) { return params.w().pow(2).sum().add(params.b().pow(2).sum()); }

    @Test
    void aLossFalls() { assertThat(loss(trained(PARAMS)).item()).isLessThan(1e-3); }

    @Test
    void aStateHasOptaxsNames() {
        assertThat(paths(Adam.of(0.1).init(PARAMS))).containsExactly("[0].count", "[0].mu.b", "[0].mu.w", "[0].nu.b",
                "[0].nu.w");
        assertThat(paths(Adagrad.of(0.1).init(PARAMS))).containsExactly("[0].sum_of_squares.b",
                "[0].sum_of_squares.w");
        assertThat(paths(Amsgrad.of(0.1).init(PARAMS))).contains("[0].nu_max.w");
    }

    @Test
    void aParameterOfAFieldsNameKeepsIt() {
        record Layer(Tensor isKept) {}
        assertThat(paths(Sgd.of(0.1).withMomentum(0.9).init(new Layer(Tensors.zeros(2)))))
                .containsExactly("[0].trace.isKept");
    }

    @Test
    void parametersKeepTheirDtype() {
        Tensor half = Tensors.of(1, 2).cast(DType.BFLOAT16);
        assertThat(Optim.applyUpdates(half, Tensors.of(1, 1)).dtype()).isEqualTo(DType.BFLOAT16);
    }

    @Test
    void aCounterStopsAtTheLargestNumber() {
        assertThat(Optim.safeIncrement(Tensors.scalar(41)).item()).isEqualTo(42);
        assertThat(Optim.safeIncrement(Tensors.scalar(Integer.MAX_VALUE)).item()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void oldNumbersMoveTowardsNewOnes() {
        assertThat(Optim.incrementalUpdate(Tensors.of(4), Tensors.of(0), 0.25).item()).isEqualTo(1);
        assertThat(Optim.periodicUpdate(Tensors.of(4), Tensors.of(0), Tensors.scalar(6), 3).item()).isEqualTo(4);
        assertThat(Optim.periodicUpdate(Tensors.of(4), Tensors.of(0), Tensors.scalar(7), 3).item()).isZero();
        assertThat(Optim.globalNorm(Map.of("a", Tensors.of(3), "b", Tensors.of(0, 4))).item()).isEqualTo(5);
        assertThat(Optim.globalNorm(Map.of()).item()).isZero();
    }

    @Test
    void aGradientGoesThroughAnUpdate() {
        Adam adam = Adam.of(0.1).withEpsRoot(1e-8);
        double derivative = Transforms.grad((Tensor x) -> {
            Tensor grad = x.mul(x);
            return adam.update(grad, adam.init(grad), x).updates().sum().add(
                    Sgd.of(Scalar.of(x)).update(grad, Sgd.of(0.1).init(grad), x).updates());
        }).apply(Tensors.scalar(2.0)).item();
        // d(-x · x²) = -3 x² dx; Adam's first step is the sign of the gradient
        assertThat(derivative).isCloseTo(-12, within(1e-4));
    }

    @Test
    void whatNeedsParametersSaysSo() {
        assertThatThrownBy(() -> new AddDecayedWeights(Scalar.of(0.1)).update(GRADS, new EmptyState()))
                .hasMessage("addDecayedWeights: the parameters are needed; got none. "
                        + "Call update(updates, state, params)");
        assertThatThrownBy(() -> ScaleByTrustRatio.DEFAULT.update(GRADS, new EmptyState()))
                .hasMessageStartingWith("scaleByTrustRatio: the parameters are needed");
        assertThatThrownBy(() -> Optim.keepParamsNonnegative().update(GRADS, new EmptyState()))
                .hasMessageStartingWith("keepParamsNonnegative: the parameters are needed");
        assertThatThrownBy(() -> Optim.adaptiveGradClip(0.1, 1e-3).update(GRADS, new EmptyState()))
                .hasMessageStartingWith("adaptiveGradClip: the parameters are needed");
    }

    @Test
    void gradientsOfOtherParametersAreRefused() {
        Adam adam = Adam.of(0.1);
        List<Object> state = adam.init(Map.of("b", Tensors.of(1), "w", Tensors.of(1, 2)));
        assertThatThrownBy(() -> adam.update(Map.of("w", Tensors.of(1, 2)), state))
                .hasMessageContaining("the trees differ").hasMessageContaining("only the second has b");
    }

    @Test
    void theStateOfAnotherChainIsRefused() {
        assertThatThrownBy(() -> Adam.of(0.1).update(GRADS, List.of()))
                .hasMessage("chain: a state for each of 2 transformations is expected; got 0. "
                        + "Pass what init or the last update gave");
    }

    @Test
    void aLabelWithoutATransformationIsRefused() {
        MultiTransform some = MultiTransform.of(Map.of("fast", Sgd.of(0.1)), (path, _) -> path);
        assertThatThrownBy(() -> some.init(PARAMS)).hasMessage("multiTransform: b f32[1] has the label 'b', "
                + "for which there is no transformation; there are [fast]");
    }

    @Test
    void aMaskMayBeAPrefix() {
        PerLeaf<Boolean> mask = PerLeaf.tree(Boolean.class, Map.of("a", true, "b", List.of(false, true)));
        var spec = Tensors.zeros(2).spec();
        assertThat(mask.at("a.w[1]", spec)).isTrue();
        assertThat(mask.at("b[0].w", spec)).isFalse();
        assertThat(mask.at("b[1]", spec)).isTrue();
        assertThatThrownBy(() -> mask.at("c.w", spec))
                .hasMessage("PerLeaf: nothing is given for c.w f32[2]; the tree has values at [a, b[0], b[1]]");
        assertThatThrownBy(() -> PerLeaf.tree(Boolean.class, Map.of("a", 1)))
                .hasMessageStartingWith("PerLeaf: a tree of Boolean is expected; at a stands");
    }

    @Test
    void aHyperparameterMayBeChangedInTheState() {
        InjectHyperparams<List<Object>> sgd = InjectHyperparams.of(Sgd.of(0.1));
        var state = sgd.init(PARAMS);
        assertThat(state.hyperparams().keySet()).containsExactly("learning_rate");
        var changed = new InjectStatefulHyperparamsState<>(state.count(),
                Map.of("learning_rate", Tensors.scalar(2.0)), state.hyperparamsStates(), state.innerState());
        assertThat(sgd.update(GRADS, changed, PARAMS).updates().w().toFloats()).containsExactly(0.5f, -6);
    }

    @Test
    void aHyperparameterThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> InjectHyperparams.of(Adam.of(0.1)).withSchedule("b3", Schedules.constant(1)))
                .hasMessage("injectHyperparams: there is no hyperparameter 'b3' of Adam; there are "
                        + "[b1, b2, eps, eps_root, learning_rate]");
        assertThatThrownBy(() -> InjectHyperparams.of(Optim.identity()))
                .hasMessage("injectHyperparams: Identity has no hyperparameters. Pass a record that has, "
                        + "as Adam.of(1e-3)");
    }

    @Test
    void anUpdateIsMadeAtEverySecondStep() {
        MultiSteps<List<Object>> every = MultiSteps.of(Sgd.of(1), 2);
        Tensor param = Tensors.of(1);
        var first = every.update(Tensors.of(1), every.init(param), param);
        var second = every.update(Tensors.of(3), first.state(), param);
        assertThat(every.hasUpdated(first.state()).item()).isZero();
        assertThat(first.updates().item()).isZero();
        assertThat(every.hasUpdated(second.state()).item()).isEqualTo(1);
        assertThat(second.updates().item()).isEqualTo(-2);
    }

    @Test
    void schedulesRefuseWhatHasNoMeaning() {
        assertThatThrownBy(() -> Schedules.cosineDecay(1, 0))
                .hasMessage("cosineDecay: at least one step is expected; got 0");
        assertThatThrownBy(() -> Schedules.piecewiseConstant(1, Map.of(3, -1.0)))
                .hasMessage("piecewiseConstant: factors of at least 0 are expected; got -1.0 at step 3");
        assertThatThrownBy(() -> Schedules.join(List.of(Schedules.constant(1)), List.of(3)))
                .hasMessage(
                        "join: a boundary between each two schedules is expected; got 1 schedules and 1 boundaries");
        assertThatThrownBy(() -> Scalar.of(Tensors.of(1, 2)))
                .hasMessage("Scalar: a tensor without axes is expected; got f32[2]");
    }

    @Test
    void equalOptimizersAreEqual() {
        assertThat(Adam.of(0.1)).isEqualTo(Adam.of(0.1)).hasSameHashCodeAs(Adam.of(0.1));
        assertThat(Adam.of(0.1)).isNotEqualTo(Adam.of(0.1).withB1(0.8));
        assertThat(Adam.of(0.1)).hasToString("Adam[learningRate=0.1, b1=0.9, b2=0.999, eps=1.0E-8, epsRoot=0.0, "
                + "muDtype=null, isNesterov=false]");
    }
}
