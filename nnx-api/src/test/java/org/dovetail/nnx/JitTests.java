package org.dovetail.nnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.Transforms;
import org.dovetail.nnx.Models.Counter;
import org.dovetail.nnx.Models.Everything;
import org.dovetail.nnx.Models.Foo;
import org.dovetail.nnx.Models.Tied;
import org.dovetail.nnx.Models.Weight;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JitTests {
    private static final Tensor ONES = Tensors.ones(2);

    @Test
    void writesReachTheCallersVariables() {
        Foo foo = new Foo();
        var call = Nnx.jit((Foo f, Tensor x) -> f.call(x));
        assertThat(call.apply(foo, ONES).toFloats()).containsExactly(2, 2);
        assertThat(call.apply(foo, ONES).toFloats()).containsExactly(3, 3);
        assertThat(foo.counter.get().item()).isEqualTo(3);
    }

    @Test
    void aCachedCallWritesItsOwnArguments() {
        AtomicInteger traced = new AtomicInteger();
        var call = Nnx.jit((Foo f) -> {
            traced.incrementAndGet();
            f.call(ONES);
        });
        Foo first = new Foo();
        Foo second = new Foo();
        call.apply(first);
        call.apply(second);
        call.apply(second);
        assertThat(traced).hasValue(1);
        assertThat(first.counter.get().item()).isEqualTo(2);
        assertThat(second.counter.get().item()).isEqualTo(3);
    }

    @Test
    void aFunctionThatThrowsLeavesEverythingAsItWas() {
        Everything model = new Everything();
        Weight before = model.growing.getFirst();
        var call = Nnx.jit((Everything m) -> {
            m.counter.set(Tensors.scalar(9));
            m.growing.clear();
            m.growing.add(new Weight(1));
            m.named.remove("a");
            m.size = 9;
            m.eval();
            throw new IllegalStateException("no");
        });
        assertThatThrownBy(() -> call.apply(model)).hasMessage("no");
        assertThat(model.counter.get().item()).isEqualTo(3);
        assertThat(model.growing).containsExactly(before);
        assertThat(model.named).containsOnlyKeys("a", "b");
        assertThat(model.size).isEqualTo(4);
        assertThat(model.isTraining()).isTrue();
    }

    @Test
    void oneVariableThroughTwoArgumentsIsOneInput() {
        Weight weight = new Weight(3);
        var call = Nnx.jit((Weight a, Weight b, Variable v) -> {
            a.w.set(a.w.get().add(1));
            b.w.set(b.w.get().mul(2));
            assertThat(a).isSameAs(b);
            return v.get();
        });
        assertThat(call.apply(weight, weight, weight.w).toFloats()).containsExactly(8, 8);
        assertThat(weight.w.get().toFloats()).containsExactly(8, 8);
    }

    @Test
    void sharingIsPartOfTheKey() {
        AtomicInteger traced = new AtomicInteger();
        var call = Nnx.jit((Weight a, Weight b) -> {
            traced.incrementAndGet();
            a.w.set(a.w.get().add(1));
            return b.w.get();
        });
        Weight one = new Weight(1);
        Weight other = new Weight(5);
        assertThat(call.apply(one, one).toFloats()).containsExactly(2, 2);
        assertThat(call.apply(one, other).toFloats()).containsExactly(5, 5);
        assertThat(call.apply(other, one).toFloats()).containsExactly(3, 3);
        assertThat(traced).hasValue(2);
    }

    @Test
    void changesOfStructureAreDoneAgain() {
        AtomicInteger traced = new AtomicInteger();
        var call = Nnx.jit((Everything m) -> {
            traced.incrementAndGet();
            m.growing.add(new Weight(m.size));
            m.growing.getFirst().w.set(m.counter.get().add(ONES));
            m.named.remove("a");
            m.named.put("c", m.shared);
            m.self = m;
            m.size = 5;
            m.eval();
        });
        List<Everything> models = List.of(new Everything(), new Everything());
        models.forEach(call::apply);
        assertThat(traced).hasValue(1);
        for (Everything model : models) {
            assertThat(model.growing).hasSize(2);
            assertThat(model.growing.get(0).w.get().toFloats()).containsExactly(4, 4);
            assertThat(model.growing.get(1).w.get().toFloats()).containsExactly(4, 4);
            assertThat(model.named).containsOnlyKeys("b", "c");
            assertThat(model.named.get("c")).isSameAs(model.shared);
            assertThat(model.self).isSameAs(model);
            assertThat(model.size).isEqualTo(5);
            assertThat(model.isTraining()).isFalse();
            assertThat(model.fixed.getFirst().isTraining()).isFalse();
        }
        assertThat(models.get(0).growing.get(1)).isNotSameAs(models.get(1).growing.get(1));
        call.apply(models.getFirst());
        assertThat(traced).as("another structure").hasValue(2);
        assertThat(models.getFirst().growing).hasSize(3);
    }

    @Test
    void modulesMadeInsideAreFreshAtEachCall() {
        Rngs rngs = new Rngs(0);
        var make = Nnx.jit((Rngs r) -> new GuideTests.Model(3, 4, 2, r));
        GuideTests.Model first = make.apply(rngs);
        GuideTests.Model second = make.apply(rngs);
        Rngs same = new Rngs(0);
        assertThat(first.linear.kernel.get().toFloats())
                .containsExactly(new GuideTests.Model(3, 4, 2, same).linear.kernel.get().toFloats());
        assertThat(second.linear.kernel.get().toFloats())
                .containsExactly(new GuideTests.Model(3, 4, 2, same).linear.kernel.get().toFloats());
        assertThat(first).isNotSameAs(second);
        first.linear.kernel.set(Tensors.zeros(4, 2));
        assertThat(second.linear.kernel.get().toFloats()).doesNotContain(0);
        assertThat(second.call(Tensors.ones(1, 3)).shape()).isEqualTo(Shape.of(1, 2));
    }

    record Result(Weight given, List<Weight> made, Tensor sum, String name) {}

    @Test
    void resultsMayHoldModules() {
        var call = Nnx.jit((Weight w) -> {
            Weight made = new Weight(2);
            return new Result(w, List.of(made, made), w.w.get().add(made.w.get()), "r");
        });
        for (Weight weight : List.of(new Weight(1), new Weight(5))) {
            Result result = call.apply(weight);
            assertThat(result.given).isSameAs(weight);
            assertThat(result.made.get(0)).isSameAs(result.made.get(1));
            assertThat(result.made.get(0).w.get().toFloats()).containsExactly(2, 2);
            assertThat(result.sum.toFloats()[0]).isEqualTo(2 + weight.w.get().toFloats()[0]);
            assertThat(result.name).isEqualTo("r");
        }
    }

    @Test
    void modulesMayStandInTrees() {
        Weight one = new Weight(1);
        Weight two = new Weight(2);
        var call = Nnx.jit((Map<String, List<Weight>> m, Result r) -> {
            List<Weight> weights = m.getOrDefault("a", List.of());
            weights.forEach(w -> w.w.set(w.w.get().add(r.sum)));
            return weights.get(1) == r.given;
        });
        Result argument = new Result(two, List.of(), ONES, "n");
        assertThat(call.apply(Map.of("a", List.of(one, two)), argument)).isTrue();
        assertThat(call.apply(Map.of("a", List.of(two, one)), argument)).isFalse();
        assertThat(one.w.get().toFloats()).containsExactly(3, 3);
    }

    @Test
    void staticValuesAreKeys() {
        AtomicInteger traced = new AtomicInteger();
        var call = Nnx.jit((Weight w, Integer factor) -> {
            traced.incrementAndGet();
            return w.w.get().mul(factor);
        });
        Weight weight = new Weight(2);
        assertThat(call.apply(weight, 3).toFloats()).containsExactly(6, 6);
        assertThat(call.apply(weight, 4).toFloats()).containsExactly(8, 8);
        assertThat(call.apply(new Weight(1), 3).toFloats()).containsExactly(3, 3);
        assertThat(traced).hasValue(2);
        weight.eval();
        call.apply(weight, 3);
        assertThat(traced).hasValue(3);
    }

    @Test
    void aCapturedVariableIsAConstant() {
        Weight captured = new Weight(2);
        var call = Nnx.jit((Tensor x) -> captured.call(x));
        assertThat(call.apply(ONES).toFloats()).containsExactly(2, 2);
        captured.w.set(Tensors.of(5, 5));
        assertThat(call.apply(ONES).toFloats()).as("kept graph").containsExactly(2, 2);
    }

    @Test
    void writingACapturedVariableIsRefusedWithItsPath() {
        Foo captured = new Foo();
        var call = Nnx.jit((Tensor x) -> captured.call(x));
        assertThatThrownBy(() -> call.apply(ONES)).isInstanceOf(TraceContextException.class)
                .hasMessageContaining("at counter: the captured Counter i32[] is written inside a transformation")
                .hasMessageContaining("Nnx.jit((Model model, Tensor x) -> model.call(x))");
        assertThat(captured.counter.get().item()).isEqualTo(1);
        assertThatThrownBy(() -> Transforms.jit((Tensor x) -> captured.call(x)).apply(ONES))
                .isInstanceOf(TraceContextException.class)
                .hasMessageStartingWith("the captured Counter i32[] is written");
        assertThatThrownBy(() -> Transforms.vmap((Tensor x) -> captured.call(x)).apply(Tensors.ones(3, 2)))
                .isInstanceOf(TraceContextException.class);
    }

    private final Foo field = new Foo();

    @Test
    void theFieldsOfTheEnclosingInstanceAreSearchedToo() {
        var call = Nnx.jit((Tensor x) -> field.call(x));
        assertThatThrownBy(() -> call.apply(ONES)).hasMessageStartingWith("at counter: the captured Counter");
    }

    @Test
    void writesThroughAnInnerJitOfACapturedModuleAreRefused() {
        Foo captured = new Foo();
        var inner = Nnx.jit((Foo f, Tensor x) -> f.call(x));
        var outer = Nnx.jit((Tensor x) -> inner.apply(captured, x));
        assertThatThrownBy(() -> outer.apply(ONES)).isInstanceOf(TraceContextException.class)
                .hasMessageStartingWith("at counter: ");
        inner.apply(captured, ONES);
        assertThatThrownBy(() -> outer.apply(ONES)).as("with a kept graph").isInstanceOf(TraceContextException.class);
        assertThat(captured.counter.get().item()).isEqualTo(2);
    }

    @Test
    void aVariableOfAnOuterFrameIsCapturedInAnInnerOne() {
        var outer = Nnx.jit((Foo f, Weight w) -> {
            var inner = Nnx.jit((Weight v) -> f.counter.set(f.counter.get().add(1)));
            inner.apply(w);
        });
        assertThatThrownBy(() -> outer.apply(new Foo(), new Weight(1))).isInstanceOf(TraceContextException.class);
    }

    @Test
    void transformationsNestInAnyOrder() {
        var innermost = Nnx.jit((Foo f, Tensor x) -> f.call(x).sum());
        var gradient = Nnx.grad((Foo f, Tensor x) -> innermost.apply(f, x));
        var outer = Nnx.jit((Foo f, Tensor x) -> {
            State grads = gradient.apply(f, x);
            innermost.apply(f, x);
            return grads.get("multiplier");
        });
        Foo foo = new Foo();
        assertThat(outer.apply(foo, ONES).toFloats()).containsExactly(2);
        assertThat(foo.counter.get().item()).isEqualTo(3);
        assertThat(outer.apply(foo, ONES).toFloats()).containsExactly(6);
        assertThat(foo.counter.get().item()).isEqualTo(5);
        assertThat(gradient.apply(foo, ONES).get("multiplier").toFloats()).containsExactly(10);
    }

    @Test
    void transformationsOfTheCoreSeeTheFrame() {
        var call = Nnx.jit((Weight m, Tensor x) -> Transforms
                .grad((Tensor w) -> w.mul(m.w.get()).sum()).apply(x));
        assertThat(call.apply(new Weight(3), ONES).toFloats()).containsExactly(3, 3);
        assertThat(Transforms.vmap((Tensor x) -> call.apply(new Weight(3), x)).apply(Tensors.ones(4, 2)).shape())
                .isEqualTo(Shape.of(4, 2));
    }

    record Called(Tensor output, State state) {}

    private static Called functional(GraphDef<Foo> graphDef, State state, Tensor x) {
        Foo foo = Nnx.merge(graphDef, state);
        return new Called(foo.call(x), Nnx.state(foo));
    }

    @Test
    void theFunctionalStyleWorksInBothJits() {
        Foo foo = new Foo();
        if (Nnx.split(foo) instanceof Split1(var graphDef, var state)) {
            for (var call : List.of(Nnx.jit(JitTests::functional), Transforms.jit(JitTests::functional))) {
                Called first = call.apply(graphDef, state, ONES);
                Called second = call.apply(Nnx.split(new Foo()).graphDef(), first.state, ONES);
                assertThat(second.output.toFloats()).containsExactly(3, 3);
                assertThat(second.state.get("counter").item()).isEqualTo(3);
            }
        }
        assertThat(foo.counter.get().item()).isEqualTo(1);
    }

    @Test
    void cyclesMayBePassedAndReturned() {
        var call = Nnx.jit((Everything m) -> {
            m.counter.set(m.counter.get().add(1));
            return Nnx.clone(m);
        });
        Everything model = Models.cyclic();
        Everything copy = call.apply(model);
        assertThat(copy).isNotSameAs(model);
        assertThat(copy.self).isSameAs(copy);
        assertThat(copy.counter.get().item()).isEqualTo(4);
        assertThat(model.counter.get().item()).isEqualTo(4);
        assertThat(call.apply(copy).counter.get().item()).isEqualTo(5);
    }

    @Test
    void aVariableMayChangeItsShape() {
        AtomicInteger traced = new AtomicInteger();
        var grow = Nnx.jit((Weight w) -> {
            traced.incrementAndGet();
            w.w.set(Tensors.concatenate(0, w.w.get(), w.w.get()));
        });
        Weight weight = new Weight(1);
        grow.apply(weight);
        grow.apply(weight);
        assertThat(weight.w.get().shape()).isEqualTo(Shape.of(8));
        assertThat(traced).hasValue(2);
    }

    @Test
    void updateAndMergeWorkInside() {
        var call = Nnx.jit((Tied m, State s) -> {
            Nnx.update(m, s);
            Split1<Tied> split = Nnx.split(m);
            Tied merged = Nnx.merge(split.graphDef(), split.state());
            merged.first.w.set(ONES.mul(7));
            return merged.call(ONES).add(m.call(ONES));
        });
        Tied tied = new Tied();
        State state = State.of(Map.of("again.w", Tensors.of(3, 3)));
        assertThat(call.apply(tied, state).toFloats()).containsExactly(58, 58);
        assertThat(tied.first.w.get().toFloats()).containsExactly(3, 3);
    }

    /** A list whose backing changes. */
    static final class Viewed extends Module {
        private final List<Weight> backing;
        final List<Weight> view;

        Viewed() { this(new ArrayList<>()); }

        private Viewed(List<Weight> backing) {
            this.backing = backing;
            this.view = Collections.unmodifiableList(backing);
        }

        void add() { backing.add(new Weight(1)); }
    }

    @Test
    void aChangeThatCannotBeDoneAgainIsRefusedWithItsPath() throws ReflectiveOperationException {
        var add = Nnx.jit((Viewed v) -> v.add());
        Viewed viewed = new Viewed();
        assertThatThrownBy(() -> add.apply(viewed))
                .hasMessageContaining("the unmodifiable list or map at view was changed");
        var field = Weight.class.getDeclaredField("w");
        field.setAccessible(true);
        var set = Nnx.jit((Weight w, Tensor x) -> {
            try {
                field.set(w, new Param(x));
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        });
        Weight weight = new Weight(1);
        Param before = weight.w;
        assertThatThrownBy(() -> set.apply(weight, ONES))
                .hasMessageContaining("jit: the final field argument 1.w was changed")
                .hasMessageContaining("not final");
        assertThat(weight.w).isSameAs(before);
    }

    static final class Optioned extends Module {
        @Nullable
        Counter counter;
        @Nullable
        Param param = new Param(ONES);
    }

    @Test
    void attributesAppearAndGo() {
        AtomicInteger traced = new AtomicInteger();
        var call = Nnx.jit((Optioned m) -> {
            traced.incrementAndGet();
            Param param = m.param;
            if (param != null) {
                m.counter = new Counter(param.get().dim(0));
                m.param = null;
            }
        });
        Optioned first = new Optioned();
        Optioned second = new Optioned();
        call.apply(first);
        call.apply(second);
        assertThat(traced).hasValue(1);
        assertThat(Nnx.state(first)).hasToString("{'counter': ()}");
        assertThat(Nnx.state(second).get("counter").item()).isEqualTo(2);
        assertThat(second.counter).isNotSameAs(first.counter);
    }

    @Test
    void constantsThatAreWrittenAreNotOverwrittenLater() {
        Tensor constant = Tensors.full(DType.FLOAT32, Shape.of(2), 1).add(0);
        var reset = Nnx.jit((Weight w) -> w.w.set(constant));
        var add = Nnx.jit((Weight w) -> w.w.set(w.w.get().add(1)));
        Weight weight = new Weight(4);
        for (int i = 0; i < 3; i++) {
            reset.apply(weight);
            add.apply(weight);
            add.apply(weight);
            assertThat(weight.w.get().toFloats()).containsExactly(3, 3);
        }
        assertThat(constant.toFloats()).containsExactly(1, 1);
    }

    @Test
    void whatAUserHoldsIsNotOverwritten() {
        var add = Nnx.jit((Weight w) -> {
            w.w.set(w.w.get().add(1));
            return w.w.get();
        });
        Weight weight = new Weight(0);
        List<Tensor> held = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            held.add(add.apply(weight));
            held.add(weight.w.get());
            held.add(Nnx.state(weight).get("w"));
            held.add(Nnx.clone(weight).w.get());
            add.apply(weight);
            add.apply(weight);
        }
        for (int i = 0; i < held.size(); i++) {
            assertThat(held.get(i).toFloats()[0]).as("%d", i).isEqualTo(1 + 3 * (i / 4));
        }
    }

    @Test
    void twoVariablesWithOneValueStayApart() {
        var copy = Nnx.jit((Weight a, Weight b) -> b.w.set(a.w.get()));
        var both = Nnx.jit((Weight a, Weight b) -> {
            a.w.set(a.w.get().add(1));
            b.w.set(a.w.get());
        });
        var add = Nnx.jit((Weight w) -> w.w.set(w.w.get().add(1)));
        Weight a = new Weight(1);
        Weight b = new Weight(2);
        add.apply(a);
        copy.apply(a, b);
        add.apply(a);
        assertThat(b.w.peek().toFloats()).containsExactly(2, 2);
        both.apply(a, b);
        add.apply(b);
        assertThat(a.w.peek().toFloats()).containsExactly(4, 4);
        assertThat(b.w.peek().toFloats()).containsExactly(5, 5);
    }
}
