package org.dovetail.haiku;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dovetail.haiku.Hk.getParameter;
import static org.dovetail.haiku.Hk.getState;
import static org.dovetail.haiku.Hk.layerStack;
import static org.dovetail.haiku.Hk.nextRngKey;
import static org.dovetail.haiku.Hk.scan;
import static org.dovetail.haiku.Hk.setState;
import static org.dovetail.haiku.Hk.transform;
import static org.dovetail.haiku.Hk.transformWithState;

import org.dovetail.core.Carry;
import org.dovetail.core.DType;
import org.dovetail.core.Init;
import org.dovetail.core.Prng;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.junit.jupiter.api.Test;

/** Loops over modules: what they hand from step to step, and what stacks call their layers. */
class LoopsTests {
    private static final Tensor ONES = Tensors.ones(1, 3);

    @Test
    void aScanDrawsTheKeysOfAPlainSequence() {
        var model = transform((Tensor x) -> scan((Tensor carry, Tensor one) -> new Carry<>(carry, nextRngKey().data()),
                Tensors.scalar(0.0), x).out());
        Tensor drawn = model.apply(Params.empty(), Prng.key(42), Tensors.zeros(3));
        PrngSequence plain = new PrngSequence(42);
        for (int i = 0; i < 3; i++) {
            assertThat(drawn.at(i).array().bitEquals(plain.next().data().array())).isTrue();
        }
    }

    @Test
    void theSequenceGoesOnBehindAScan() {
        var model = transform((Tensor x) -> {
            scan((Tensor carry, Tensor one) -> new Carry<>(carry, nextRngKey().data()), Tensors.scalar(0.0), x);
            return nextRngKey().data();
        });
        PrngSequence plain = new PrngSequence(42);
        plain.next();
        plain.next();
        plain.next();
        assertThat(model.apply(Params.empty(), Prng.key(42), Tensors.zeros(3)).array()
                .bitEquals(plain.next().data().array()))
                .isTrue();
    }

    @Test
    void aScanHandsStateFromStepToStep() {
        var model = transformWithState((Tensor x) -> scan((Tensor carry, Tensor one) -> {
            Tensor count = getState("count", Shape.of(), DType.INT32, Init.zeros());
            setState("count", count.add(1));
            return new Carry<>(carry.add(one), count);
        }, Tensors.scalar(0.0), x));
        Tensor x = Tensors.of(1, 2, 3, 4);
        ParamsAndState init = model.init(Prng.key(0), x);
        var applied = model.apply(init.params(), init.state(), null, x);
        assertThat(applied.result().carry().item()).isEqualTo(10);
        assertThat(applied.result().out().toFloats()).containsExactly(0, 1, 2, 3);
        assertThat(applied.state().get("~", "count").item()).isEqualTo(4);
    }

    @Test
    void aModuleMadeInTheBodyIsRefusedWithTheWayOut() {
        var model = transform((Tensor x) -> scan((Tensor carry, Tensor one) -> {
            Tensor y = new Linear(3).call(carry);
            return new Carry<>(y, y);
        }, ONES, x).out());
        assertThatThrownBy(() -> model.init(Prng.key(0), Tensors.zeros(4)))
                .hasMessageContaining("scan: its body makes the parameter 'linear_1/w' at the second step")
                .hasMessageContaining("Create the module outside of the body");
    }

    @Test
    void initNeedsAStepToRun() {
        var model = transform((Tensor x) -> scan((Tensor carry, Tensor one) -> new Carry<>(carry, one), ONES, x).out());
        assertThatThrownBy(() -> model.init(Prng.key(0), Tensors.zeros(0)))
                .hasMessage("scan: init needs at least one element to run the first step on; got none");
    }

    @Test
    void eachStackHasParametersOfItsOwn() {
        var model = transform((Tensor x) -> {
            var stack = layerStack(2, (Tensor h) -> new Linear(3).call(h));
            return stack.apply(stack.apply(x));
        });
        assertThat(model.init(Prng.key(0), ONES)).hasToString("""
                {'__layer_stack_no_per_layer/linear': {'b': (2, 3), 'w': (2, 3, 3)},
                 '__layer_stack_no_per_layer_1/linear': {'b': (2, 3), 'w': (2, 3, 3)}}""");
    }

    @Test
    void stacksOfStacksHaveAnAxisEach() {
        var model = transform(
                (Tensor x) -> layerStack(2, (Tensor h) -> layerStack(3, (Tensor g) -> new Linear(3).call(g)).apply(h))
                        .apply(x));
        Params params = model.init(Prng.key(0), ONES);
        String name = "__layer_stack_no_per_layer/__layer_stack_no_per_layer/linear";
        assertThat(params.get(name, "w").shape()).isEqualTo(Shape.of(2, 3, 3, 3));
        assertThat(model.apply(params, null, ONES).shape()).isEqualTo(Shape.of(1, 3));
    }

    @Test
    void aLayersStateAndTopLevelAreStacked() {
        var model = transformWithState((Tensor x) -> layerStack(2, (Tensor h) -> {
            Tensor scale = getParameter("scale", Shape.of(), Init.ones());
            return new BatchNorm(true, true, 0.9).call(h.mul(scale), true);
        }).apply(x));
        ParamsAndState init = model.init(Prng.key(0), ONES);
        assertThat(init.params().get("__layer_stack_no_per_layer/~", "scale").shape()).isEqualTo(Shape.of(2));
        String mean = "__layer_stack_no_per_layer/batch_norm/~/mean_ema";
        assertThat(init.state().get(mean, "counter").shape()).isEqualTo(Shape.of(2));
        assertThat(init.state().get(mean, "average").shape()).isEqualTo(Shape.of(2, 1, 3));
        var applied = model.apply(init.params(), init.state(), null, ONES);
        assertThat(applied.state().get(mean, "counter").toFloats()).containsExactly(1, 1);
    }

    @Test
    void aStackTakesTwoKeysWhetherItUsesThemOrNot() {
        var model = transform((Tensor x) -> {
            layerStack(2, (Tensor h) -> h).apply(x);
            return nextRngKey().data();
        });
        PrngSequence plain = new PrngSequence(42);
        plain.next();
        plain.next();
        assertThat(model.apply(Params.empty(), Prng.key(42), ONES).array().bitEquals(plain.next().data().array()))
                .isTrue();
    }
}
