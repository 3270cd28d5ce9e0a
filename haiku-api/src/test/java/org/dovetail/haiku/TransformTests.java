package org.dovetail.haiku;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dovetail.core.Tensors.ones;
import static org.dovetail.core.Tensors.scalar;
import static org.dovetail.core.Transforms.grad;
import static org.dovetail.core.Transforms.jit;
import static org.dovetail.core.Transforms.vmap;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.dovetail.core.DType;
import org.dovetail.core.Init;
import org.dovetail.core.Key;
import org.dovetail.core.Prng;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.fn.F1;
import org.dovetail.core.fn.F2;
import org.dovetail.core.fn.F3;
import org.dovetail.core.fn.F4;
import org.junit.jupiter.api.Test;

class TransformTests {
    private static final Transformed.Of1<Tensor, Tensor> LINEAR = Hk.transform((Tensor x) -> new Linear(2).call(x));
    private static final Params PARAMS = LINEAR.init(0, ones(1, 3));

    @Test
    void aModuleOutsideIsToldWhereToCreateIt() {
        assertThatThrownBy(() -> new Linear(2)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("new Linear: there is no transformed function here")
                .hasMessageContaining("transform((Tensor x) -> new Linear(10).call(x))");
    }

    @Test
    void valuesOutsideAreTold() {
        List<Supplier<Object>> calls = List.of(() -> Hk.getParameter("w", Shape.of(), Init.zeros()),
                () -> Hk.getState("w"), Hk::nextRngKey, () -> Hk.nextRngKeys(2), Hk::runningInit);
        assertThat(calls).allSatisfy(call -> assertThatThrownBy(call::get).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("there is no transformed function here"));
    }

    @Test
    void aMissingModuleIsToldWithThoseThatAreThere() {
        assertThatThrownBy(() -> LINEAR.apply(Params.of(Map.of("lin", Map.of())), null, ones(1, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "apply: the function asks for 'linear/w' f32[3,2], but there is no parameter 'w' of module 'linear'; "
                                + "the modules are [lin]. All parameters are created by init: pass those that init of this function gave");
    }

    @Test
    void aMissingParameterIsToldWithThoseThatAreThere() {
        Params lacking = Params.of(Map.of("linear", Map.of("w", PARAMS.get("linear", "w"))));
        assertThatThrownBy(() -> LINEAR.apply(lacking, null, ones(1, 3))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("asks for 'linear/b' f32[2]").hasMessageContaining("this module has [w]");
    }

    @Test
    void anotherWidthIsTold() {
        assertThatThrownBy(() -> LINEAR.apply(PARAMS, null, ones(1, 4))).isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "apply: 'linear/w' is given as f32[3,2]; the function asks for f32[4,2]. Pass an input of the width that "
                                + "init saw, or the parameters of this input");
    }

    @Test
    void unusedParametersHarmNothing() {
        Params more = PARAMS.with("other", "w", ones(3));
        assertThat(LINEAR.apply(more, null, ones(1, 3)).toFloats())
                .isEqualTo(LINEAR.apply(PARAMS, null, ones(1, 3)).toFloats());
    }

    @Test
    void aMissingKeyIsToldWithTheCall() {
        assertThatThrownBy(() -> LINEAR.init(null, ones(1, 3))).isInstanceOf(MissingRngException.class)
                .hasMessage("the initializer of 'linear/w' needs a random key, and init got none (null). Pass one:  "
                        + "model.init(Prng.key(0), ...)");
        var drops = Hk.transform((Tensor x) -> Hk.dropout(Hk.nextRngKey(), 0.5, x));
        assertThatThrownBy(() -> drops.apply(Params.empty(), null, ones(3))).isInstanceOf(MissingRngException.class)
                .hasMessage("nextRngKey needs a random key, and apply got none (null). Pass one:  "
                        + "model.apply(params, Prng.key(0), ...)");
        assertThatThrownBy(() -> Hk.withoutApplyRng(drops).apply(Params.empty(), ones(3)))
                .isInstanceOf(MissingRngException.class);
    }

    @Test
    void aMissingParameterIsToldEvenWhenItsInitializerIsRandomAndThereIsNoKey() {
        assertThatThrownBy(() -> LINEAR.apply(Params.empty(), null, ones(1, 3)))
                .isNotInstanceOf(MissingRngException.class)
                .hasMessageContaining("asks for 'linear/w'");
    }

    @Test
    void constantInitializersNeedNoKey() {
        var model = Hk.transform((Tensor x) -> x.mul(Hk.getParameter("w", Shape.of(), Init.ones())));
        assertThat(model.init(null, ones(1))).hasToString("{'~': {'w': ()}}");
    }

    @Test
    void aGridOfKeysIsTold() {
        assertThatThrownBy(() -> LINEAR.init(Prng.split(Prng.key(0)), ones(1, 3)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("a single key is expected")
                .hasMessageContaining("key.at(i)");
    }

    @Test
    void stateWithoutStateIsToldWithTheTransformation() {
        var model = Hk.transform((Tensor x) -> Hk.getState("counter", Shape.of(), DType.INT32, Init.zeros()).add(x));
        assertThatThrownBy(() -> model.init(0, ones(1))).isInstanceOf(NonEmptyStateException.class)
                .hasMessage(
                        "getState: the function uses the state '~/counter', but was transformed without state. Write  "
                                + "transformWithState(...)");
        var multi = Hk.multiTransform(() -> {
            F1<Tensor, Tensor> counts = x -> {
                Hk.setState("last", x);
                return x;
            };
            return new InitAndApply<>(counts, counts);
        });
        assertThatThrownBy(() -> multi.init(0, ones(1))).isInstanceOf(NonEmptyStateException.class)
                .hasMessageContaining("setState").hasMessageContaining("multiTransformWithState(...)");
    }

    @Test
    void jittedFunctionsAreRefusedWithTheRightOrder() {
        F1<Tensor, Tensor> f = x -> new Linear(2).call(x);
        assertThatThrownBy(() -> Hk.transform(jit(f))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("transform: got a function that is jitted already")
                .hasMessageContaining("jit(transform(f)::apply)");
        assertThatThrownBy(() -> Hk.transformWithState(jit((Tensor x, Tensor _) -> f.apply(x))))
                .hasMessageContaining("jit(transformWithState(f)::apply)");
    }

    @Test
    void aParameterWithoutInitializerIsTold() {
        var model = Hk.transform((Tensor _) -> Hk.getParameter("w", Shape.of(3), DType.FLOAT32));
        assertThatThrownBy(() -> model.init(0, ones(1))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'~/w' f32[3] has no value yet and no initializer was given")
                .hasMessageContaining("getParameter(\"w\", shape, dtype, Init.zeros())");
        assertThat(model.apply(Params.of(Map.of("~", Map.of("w", ones(3)))), null, ones(1)).shape())
                .isEqualTo(Shape.of(3));
    }

    @Test
    void aParameterOfAnotherShapeIsTold() {
        var model = Hk.transform((Tensor _) -> {
            Hk.getParameter("w", Shape.of(3), Init.ones());
            return Hk.getParameter("w", Shape.of(4), Init.ones());
        });
        assertThatThrownBy(() -> model.init(0, ones(1))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'~/w' was made as f32[3]; now f32[4] is asked for");
    }

    @Test
    void stateThatIsNotThereIsTold() {
        var model = Hk.transformWithState((Tensor _) -> Hk.getState("counter"));
        assertThatThrownBy(() -> model.init(0, ones(1))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'~/counter' has no value yet")
                .hasMessageContaining("getState(\"counter\", shape, dtype, Init.zeros())");
    }

    @Test
    void initGivesTheFirstStateAndApplyTheLast() {
        var model = Hk.transformWithState(() -> {
            Hk.setState("set", scalar(5));
            Hk.setState("set", scalar(6));
            Hk.getState("got", Shape.of(), DType.INT32, Init.zeros());
            Hk.setState("got", scalar(1));
            return Hk.getState("set");
        });
        ParamsAndState made = model.init(null);
        assertThat(made.state().get("~", "set").item()).isEqualTo(5);
        assertThat(made.state().get("~", "got").item()).isZero();
        Applied<Tensor> applied = model.apply(made.params(), made.state(), null);
        assertThat(applied.state().get("~", "set").item()).isEqualTo(6);
        assertThat(applied.state().get("~", "got").item()).isEqualTo(1);
        assertThat(applied.result().item()).isEqualTo(6);
    }

    @Test
    void applyMayCreateState() {
        var model = Hk.transformWithState(() -> Hk.getState("new", Shape.of(), DType.FLOAT32, Init.ones()));
        assertThat(model.apply(Params.empty(), HkState.empty(), null).state()).hasToString("{'~': {'new': ()}}");
    }

    @Test
    void valuesDoNotLeaveTransformationsWithin() {
        List<F1<Tensor, Tensor>> functions = List.of(
                x -> jit((Tensor y) -> new Linear(2).call(y)).apply(x),
                x -> vmap((Tensor y) -> y.mul(Hk.getParameter("w", Shape.of(), Init.ones()))).apply(x),
                x -> grad((Tensor y) -> Hk.dropout(Hk.nextRngKey(), 0.5, y).sum()).apply(x),
                x -> grad((Tensor y) -> {
                    Hk.setState("last", y);
                    return y.sum();
                }).apply(x));
        assertThat(functions).allSatisfy(function -> assertThatThrownBy(
                () -> Hk.transformWithState(function).init(0, ones(2, 3)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(
                        "called in a jit, grad or vmap that was started inside of the transformed function")
                .hasMessageContaining("jit(model::apply)"));
    }

    @Test
    void transformationsWithinMayUseValuesReadBefore() {
        var model = Hk.transform((Tensor x) -> {
            Tensor w = Hk.getParameter("w", Shape.of(3), Init.ones());
            return grad((Tensor y) -> y.mul(w).sum()).apply(x);
        });
        assertThat(model.apply(model.init(0, ones(3)), null, ones(3)).toFloats()).containsExactly(1, 1, 1);
    }

    @Test
    void initAndApplyMayBeTransformed() {
        Tensor x = ones(2, 3);
        Tensor expected = LINEAR.apply(PARAMS, null, x);
        assertThat(jit((Params p, Tensor y) -> LINEAR.apply(p, null, y)).apply(PARAMS, x).toFloats())
                .isEqualTo(expected.toFloats());
        Params made = jit((Key key, Tensor y) -> LINEAR.init(key, y)).apply(Prng.key(0), ones(1, 3));
        assertThat(made.get("linear", "w").toFloats()).isEqualTo(PARAMS.get("linear", "w").toFloats());
        assertThat(vmap((Tensor y) -> LINEAR.apply(PARAMS, null, y)).apply(x).toFloats())
                .isEqualTo(expected.toFloats());
        Params grads = grad((Params p) -> LINEAR.apply(p, null, x).sum()).apply(PARAMS);
        assertThat(grads.get("linear", "b").toFloats()).containsExactly(2, 2);
        assertThat(grads).hasToString(PARAMS.toString());
    }

    @Test
    void functionsTakeUpToFourArguments() {
        Supplier<Tensor> none = () -> Hk.getParameter("w", Shape.of(), Init.ones());
        F2<Tensor, Tensor, Tensor> two = (a, b) -> none.get().mul(a).mul(b);
        F3<Tensor, Tensor, Tensor, Tensor> three = (a, b, c) -> two.apply(a, b).mul(c);
        F4<Tensor, Tensor, Tensor, Tensor, Tensor> four = (a, b, c, d) -> three.apply(a, b, c).mul(d);
        Tensor x = scalar(2.0);
        Params params = Hk.transform(none).init(0);
        assertThat(Hk.transform(none).apply(params, null).item()).isEqualTo(1);
        assertThat(Hk.transform(two).apply(Hk.transform(two).init(0, x, x), null, x, x).item()).isEqualTo(4);
        assertThat(Hk.transform(three).apply(Hk.transform(three).init(0, x, x, x), null, x, x, x).item()).isEqualTo(8);
        assertThat(Hk.transform(four).apply(Hk.transform(four).init(0, x, x, x, x), null, x, x, x, x).item())
                .isEqualTo(16);
        assertThat(Hk.withoutApplyRng(Hk.transform(none)).apply(params).item()).isEqualTo(1);
        assertThat(Hk.withoutApplyRng(Hk.transform(four)).apply(params, x, x, x, x).item()).isEqualTo(16);
        HkState nothing = HkState.empty();
        assertThat(Hk.transformWithState(two).apply(params, nothing, null, x, x).result().item()).isEqualTo(4);
        assertThat(Hk.withoutApplyRng(Hk.transformWithState(three)).apply(params, nothing, x, x, x).result().item())
                .isEqualTo(8);
        assertThat(Hk.withoutApplyRng(Hk.transformWithState(four)).init(0, x, x, x, x).params().isEmpty()).isFalse();
    }

    record Counting(F2<Tensor, Tensor, Tensor> add, Supplier<Tensor> read) {}

    @Test
    void severalFunctionsShareState() {
        var model = Hk.multiTransformWithState(() -> {
            F1<Tensor, Tensor> init = _ -> Hk.getState("sum", Shape.of(), DType.FLOAT32, Init.zeros());
            return new InitAndApply<>(init, new Counting((a, b) -> {
                Hk.setState("sum", Hk.getState("sum").add(a).add(b));
                return a;
            }, () -> Hk.getState("sum")));
        });
        ParamsAndState made = model.init(0, scalar(0.0));
        var added = model.method(Counting::add).apply(made.params(), made.state(), null, scalar(2.0), scalar(3.0));
        var read = model.method(Counting::read).apply(made.params(), added.state(), null);
        assertThat(read.result().item()).isEqualTo(5);
    }

    @Test
    void functionsKnowWhetherInitRuns() {
        var model = Hk.transform(Hk::runningInit);
        model.init(null);
        assertThat(model.apply(Params.empty(), null)).isFalse();
        assertThat(Hk.transform(() -> {
            assertThat(Hk.runningInit()).isTrue();
            return 0;
        }).init(null).isEmpty()).isTrue();
    }
}
