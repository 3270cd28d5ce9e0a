package org.dovetail.nnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.ValueAndGrad;
import org.dovetail.core.ValueGradAux;
import org.dovetail.core.WithAux;
import org.dovetail.nnx.Models.Counter;
import org.dovetail.nnx.Models.Everything;
import org.dovetail.nnx.Models.Foo;
import org.dovetail.nnx.Models.Tied;
import org.dovetail.nnx.Models.Weight;
import org.junit.jupiter.api.Test;

class GradTests {
    private static final Tensor ONES = Tensors.ones(2);

    @Test
    void theGradientIsLikeTheParameters() {
        Foo foo = new Foo();
        State grads = Nnx.grad((Foo f, Tensor x) -> f.call(x).sum()).apply(foo, ONES);
        assertThat(grads.structure()).isEqualTo(Nnx.state(foo, Param.class).structure());
        assertThat(grads.get("multiplier").toFloats()).containsExactly(2);
    }

    @Test
    void writesInTheLossAreKept() {
        Foo foo = new Foo();
        Nnx.grad((Foo f) -> f.call(ONES).sum()).apply(foo);
        assertThat(foo.counter.get().item()).isEqualTo(2);
        assertThat(foo.counter.get().toFloats()).containsExactly(2);
    }

    @Test
    void aSharedParameterHasOneGradientTheSum() {
        Tied tied = new Tied();
        State grads = Nnx.grad((Tied m) -> m.call(ONES).sum()).apply(tied);
        assertThat(grads.names()).containsExactly("again.w");
        assertThat(grads.get("again.w").toFloats()).containsExactly(4, 4);
        Weight weight = new Weight(3);
        State both = Nnx.grad((Weight a, Weight b) -> a.w.get().mul(b.w.get()).sum()).apply(weight, weight);
        assertThat(both.get("w").toFloats()).as("through two arguments").containsExactly(6, 6);
        State one = Nnx.grad((Weight a, Weight b) -> a.w.get().mul(b.w.get()).sum()).apply(weight, new Weight(5));
        assertThat(one.get("w").toFloats()).as("of the first argument alone").containsExactly(5, 5);
    }

    @Test
    void valueAndAuxComeAlong() {
        Weight weight = new Weight(3);
        if (!(Nnx.valueAndGrad((Weight w) -> w.w.get().mul(w.w.get()).sum())
                .apply(weight) instanceof ValueAndGrad(Tensor value, State grads))) {
            throw new IllegalStateException();
        }
        assertThat(value.item()).isEqualTo(18);
        assertThat(grads.get("w").toFloats()).containsExactly(6, 6);
        ValueGradAux<State, String> all = Nnx
                .valueAndGradWithAux((Weight w, Tensor x) -> new WithAux<>(w.call(x).sum(), "aux")).apply(weight, ONES);
        assertThat(all.value().item()).isEqualTo(6);
        assertThat(all.grad().get("w").toFloats()).containsExactly(1, 1);
        assertThat(all.aux()).isEqualTo("aux");
    }

    @Test
    void tensorsAndModulesOfTheAuxAreNumbers() {
        Weight weight = new Weight(3);
        Weight made = Nnx.valueAndGradWithAux((Weight w) -> {
            Weight inside = new Weight(0);
            inside.w.set(w.w.get().mul(2));
            return new WithAux<>(w.w.get().sum(), inside);
        }).apply(weight).aux();
        assertThat(made.w.get().toFloats()).containsExactly(6, 6);
        made.w.set(ONES);
        assertThat(made.w.get().toFloats()).containsExactly(1, 1);
    }

    @Test
    void whatTheLossAddsToTheModelStays() {
        Everything model = new Everything();
        var loss = Nnx.grad((Everything m) -> {
            Weight more = new Weight(1);
            more.w.set(m.shared.w.get().mul(3));
            m.growing.add(more);
            return m.shared.w.get().sum();
        });
        State grads = loss.apply(model);
        assertThat(grads.names()).doesNotContain("growing.1.w");
        assertThat(model.growing.get(1).w.get().toFloats()).containsExactly(3, 3);
        Nnx.jit((Everything m) -> loss.apply(m)).apply(model);
        assertThat(model.growing.get(2).w.get().toFloats()).containsExactly(3, 3);
    }

    @Test
    void aLossThatThrowsLeavesEverythingAsItWas() {
        Everything model = new Everything();
        assertThatThrownBy(() -> Nnx.grad((Everything m) -> {
            m.counter.set(Tensors.scalar(9));
            m.growing.clear();
            m.size = 1;
            return m.shared.w.get();
        }).apply(model)).hasMessageContaining("grad: the function must give a scalar; got f32[2]")
                .hasMessageContaining("mean() or sum()");
        assertThat(model.counter.get().item()).isEqualTo(3);
        assertThat(model.growing).hasSize(1);
        assertThat(model.size).isEqualTo(4);
    }

    @Test
    void aLossMustBeAFloat() {
        assertThatThrownBy(() -> Nnx.grad((Foo f) -> f.counter.get()).apply(new Foo()))
                .hasMessageContaining("grad: the function must give a float; got i32[]");
    }

    static final class Whole extends Module {
        final Param count = new Param(Tensors.scalar(1));
    }

    @Test
    void onlyFloatsAreParameters() {
        assertThatThrownBy(() -> Nnx.grad((Whole w) -> Tensors.scalar(1.0)).apply(new Whole()))
                .hasMessage("grad: only floats can be differentiated; got Param i32[] at count. "
                        + "Hold it in another Variable than a Param");
    }

    static final class Counting extends Module {
        final Counter counter = new Counter(1);
    }

    @Test
    void aModelWithoutParametersHasAnEmptyGradient() {
        State grads = Nnx.grad((Counting c) -> Tensors.scalar(1.0)).apply(new Counting());
        assertThat(grads.size()).isZero();
        assertThat(grads).hasToString("{}");
    }

    @Test
    void aParameterThatIsNotUsedHasAGradientOfZero() {
        assertThat(Nnx.grad((Weight w) -> Tensors.scalar(1.0)).apply(new Weight(1)).get("w").toFloats())
                .containsExactly(0, 0);
    }

    @Test
    void writingACapturedVariableIsRefused() {
        Foo captured = new Foo();
        assertThatThrownBy(() -> Nnx.grad((Weight w) -> captured.call(w.w.get()).sum()).apply(new Weight(1)))
                .isInstanceOf(TraceContextException.class).hasMessageStartingWith("at counter: the captured Counter");
    }

    @Test
    void gradientsNest() {
        Weight weight = new Weight(3);
        var second = Nnx.grad((Weight w) -> Nnx.grad((Weight v) -> {
            Tensor x = v.w.get();
            return x.mul(x).mul(x).sum();
        }).apply(w).get("w").sum());
        assertThat(second.apply(weight).get("w").toFloats()).containsExactly(18, 18);
    }
}
