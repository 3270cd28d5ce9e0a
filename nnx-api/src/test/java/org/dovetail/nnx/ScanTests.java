package org.dovetail.nnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;
import static org.dovetail.nnx.ScanAxis.BROADCAST;
import static org.dovetail.nnx.ScanAxis.CARRY;
import static org.dovetail.nnx.ScanAxis.axis;

import java.util.ArrayList;
import java.util.List;
import org.dovetail.core.Carry;
import org.dovetail.core.Key;
import org.dovetail.core.Prng;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.nnx.Models.Foo;
import org.dovetail.nnx.Models.Weight;
import org.junit.jupiter.api.Test;

class ScanTests {
    static final class Cell extends Module {
        final Linear linear;

        Cell(int features, Rngs rngs) { linear = new Linear(2 * features, features, rngs); }

        Carry<Tensor, Tensor> call(Tensor carry, Tensor x) {
            Tensor next = linear.call(Tensors.concatenate(-1, carry, x));
            return new Carry<>(next, next);
        }
    }

    private static Tensor run(Cell cell, Tensor x) {
        Tensor state = Tensors.zeros(x.dim(0), x.dim(2));
        // @start region="rnn"
        Tensor y = Nnx.scan((Tensor carry, Cell c, Tensor xt) -> c.call(carry, xt)).in(CARRY, BROADCAST, axis(1))
                .out(CARRY, axis(1)).apply(state, cell, x).out();
        // @end
        return y;
    }

    private static Tensor layers(Tensor x, Weight stack) {
        // @start region="fold"
        Tensor y = Nnx.fold((Tensor h, Weight layer) -> layer.call(h)).apply(x, stack);
        // @end
        return y;
    }

    private static Weight stack() {
        Weight weight = new Weight(0);
        weight.w.set(Tensors.arange(6).reshape(3, 2).add(1.0));
        return weight;
    }

    private static void assertSame(Tensor tensor, Tensor expected) {
        assertThat(tensor.toFloats()).containsExactly(expected.toFloats());
    }

    @Test
    void aBroadcastCellRunsAlongAnAxis() {
        Cell cell = new Cell(2, new Rngs(0));
        Tensor x = Prng.uniform(Prng.key(1), Shape.of(3, 4, 2));
        Tensor y = run(cell, x);
        Tensor carry = Tensors.zeros(3, 2);
        for (int t = 0; t < 4; t++) {
            carry = cell.call(carry, x.transpose(1, 0, 2).at(t)).carry();
            assertThat(y.transpose(1, 0, 2).at(t).toFloats()).containsExactly(carry.toFloats(),
                    offset(1e-6f));
        }
        State grads = Nnx.grad((Cell c) -> run(c, x).sum()).apply(cell);
        State jitted = Nnx.jit((Cell c) -> Nnx.grad((Cell d) -> run(d, x).sum()).apply(c)).apply(cell);
        assertThat(jitted.get("linear.kernel").toFloats()).containsExactly(grads.get("linear.kernel").toFloats(),
                offset(1e-4f));
    }

    @Test
    void aFoldAppliesStackedLayersOneAfterTheOther() {
        assertThat(layers(Tensors.ones(2), stack()).toFloats()).containsExactly(15, 48);
        Weight weight = stack();
        State grads = Nnx.grad((Weight w, Tensor x) -> layers(x, w).sum()).apply(weight, Tensors.ones(2));
        assertThat(grads.get("w").toFloats()).containsExactly(15, 24, 5, 12, 3, 8);
    }

    @Test
    void aCarriedModuleKeepsWhatTheStepsWrite() {
        Foo foo = new Foo();
        Carry<Foo, Tensor> result = Nnx.scan((Foo f, Tensor x) -> new Carry<>(f, f.call(x))).apply(foo,
                Tensors.zeros(3, 1));
        assertThat(result.carry()).isSameAs(foo);
        assertThat(result.out().toFloats()).containsExactly(1, 2, 3);
        assertThat(foo.counter.get().item()).isEqualTo(4);
    }

    @Test
    void furtherCarriedModulesKeepThemToo() {
        Foo foo = new Foo();
        Tensor sum = Nnx.fold((Tensor h, Foo f, Tensor x) -> h.add(f.call(x))).in(CARRY, CARRY, axis(0)).apply(
                Tensors.zeros(1), foo, Tensors.zeros(3, 1));
        assertThat(sum.toFloats()).containsExactly(6);
        assertThat(foo.counter.get().item()).isEqualTo(4);
        assertThatThrownBy(() -> Nnx.fold((Tensor h, Tensor x) -> h.add(x)).in(CARRY, CARRY).length(2)
                .apply(Tensors.ones(1), Tensors.ones(1)))
                .hasMessage(
                        "fold: argument 2 has CARRY and holds tensors, but argument 1 is the carry that the function "
                                + "gives. Put the tensors into it, as a List or a record");
    }

    @Test
    void whatABroadcastModuleWouldLoseIsRefused() {
        Foo foo = new Foo();
        assertThatThrownBy(() -> Nnx.fold((Tensor h, Foo f) -> f.call(h)).in(CARRY, BROADCAST).length(3)
                .apply(Tensors.ones(1), foo))
                .hasMessage(
                        "fold: the Counter at argument 2.counter is written, but its argument is BROADCAST, so that "
                                + "every step would start from the same value again. Write CARRY in .in(...), which hands the value "
                                + "on to the next step, or an axis");
        assertThat(foo.counter.get().item()).isEqualTo(1);
        assertThatThrownBy(() -> Nnx.fold((Tensor h, Dropout d) -> d.call(h)).in(CARRY, BROADCAST).length(3)
                .apply(Tensors.ones(1), new Dropout(0.5, new Rngs(0))))
                .hasMessageContaining("RngCount at argument 2.rngs.count is written")
                .hasMessageEndingWith("Write .splitRngs(steps), which gives each step a key of its own, or CARRY in "
                        + ".in(...)");
    }

    @Test
    void splitStreamsGiveEachStepAKey() {
        Dropout dropout = new Dropout(0.5, new Rngs(0));
        Key own = Prng.foldIn(Prng.key(0), 0);
        Tensor masks = Nnx.scan((Tensor h, Dropout d) -> new Carry<>(h, d.call(h))).in(CARRY, BROADCAST).splitRngs(3)
                .apply(Tensors.ones(8), dropout).out();
        Key keys = Prng.split(Prng.foldIn(own, 0), 3);
        for (int i = 0; i < 3; i++) {
            assertSame(masks.at(i), Prng.bernoulli(Prng.foldIn(keys.at(i), 0), 0.5, Shape.of(8))
                    .cast(masks.dtype()).mul(2.0));
        }
        assertThat(Nnx.state(dropout).get("rngs.count").item()).isEqualTo(1);
        Tensor carried = Nnx.scan((Tensor h, Dropout d) -> new Carry<>(h, d.call(h))).in(CARRY, CARRY).length(2)
                .apply(Tensors.ones(8), dropout).out();
        assertSame(carried.at(1), Prng.bernoulli(Prng.foldIn(own, 2), 0.5, Shape.of(8)).cast(masks.dtype()).mul(2.0));
        assertThat(Nnx.state(dropout).get("rngs.count").item()).as("carried from step to step").isEqualTo(3);
        Tensor flax = Nnx.scan((Tensor h, Dropout d) -> new Carry<>(h, d.call(h))).in(CARRY, CARRY).length(2)
                .apply(Tensors.ones(8), new Dropout(0.5, new Rngs(0))).out();
        assertThat(flax.toFloats()).containsExactly(2, 0, 2, 0, 2, 2, 2, 0, 2, 2, 2, 0, 2, 0, 0, 2);
    }

    @Test
    void writtenPartsArePutTogetherAlongTheirAxis() {
        Weight weight = stack();
        Nnx.fold((Tensor h, Weight w) -> {
            w.w.set(w.w.get().add(h));
            return h.add(1.0);
        }).in(CARRY, axis(1)).apply(Tensors.scalar(10.0), weight);
        assertThat(weight.w.get().toFloats()).containsExactly(11, 13, 13, 15, 15, 17);
    }

    @Test
    void theLastPartsMayComeFirst() {
        Tensor x = Tensors.arange(3).add(1.0);
        Carry<Tensor, Tensor> sums = Nnx.scan((Tensor c, Tensor each) -> new Carry<>(c.add(each), c)).reversed()
                .apply(Tensors.scalar(0.0), x);
        assertThat(sums.carry().item()).isEqualTo(6);
        assertThat(sums.out().toFloats()).containsExactly(5, 3, 0);
    }

    @Test
    void modulesThatAStepMakesAreStacked() {
        Weight made = Nnx.scan((Tensor c, Tensor x) -> {
            Weight weight = new Weight(1);
            weight.w.set(weight.w.get().mul(x));
            return new Carry<>(c, weight);
        }).out(CARRY, axis(-1)).apply(Tensors.scalar(0), Tensors.arange(3)).out();
        assertThat(made.w.get().toFloats()).containsExactly(0, 1, 2, 0, 1, 2);
        made.w.set(Tensors.ones(1));
    }

    record Two(Weight a, Weight b) {}

    @Test
    void modulesInListsAndRecordsHaveTheirOwnParts() {
        List<Weight> list = List.of(stack(), stack());
        Two two = new Two(stack(), stack());
        two.b.w.set(Tensors.ones(3, 2));
        Tensor y = Nnx.fold((Tensor h, List<Weight> l, Two t) -> {
            l.get(1).w.set(h);
            return t.a.call(t.b.call(l.get(0).call(h)));
        }).apply(Tensors.ones(2), list, two);
        assertThat(y.toFloats()).containsExactly(225, 48 * 48);
        assertThat(list.get(1).w.get().toFloats()).containsExactly(1, 1, 1, 4, 9, 64);
        assertSame(list.get(0).w.get(), stack().w.get());
    }

    static final class Growing extends Module {
        final List<Weight> weights = new ArrayList<>();
        int size = 1;
    }

    @Test
    void stepsDoNotChangeTheStructure() {
        Growing growing = new Growing();
        String message = "fold: the function changed the fields, lists or maps of its arguments, which all steps share; "
                + "a step may only write their Variables. Change them before or after";
        assertThatThrownBy(() -> Nnx.fold((Tensor h, Growing g) -> {
            g.weights.add(new Weight(1));
            return h;
        }).in(CARRY, CARRY).length(2).apply(Tensors.ones(1), growing)).hasMessage(message);
        assertThatThrownBy(() -> Nnx.fold((Tensor h, Growing g) -> {
            g.size = 2;
            return h;
        }).in(CARRY, BROADCAST).length(2).apply(Tensors.ones(1), growing)).hasMessage(message);
        assertThat(growing.weights).isEmpty();
        assertThat(growing.size).isEqualTo(1);
    }

    @Test
    void mistakesSayWhatToWrite() {
        assertThatThrownBy(() -> Nnx.fold((Tensor h, Weight w) -> w.call(h)).in(BROADCAST, axis(0)))
                .hasMessage("fold: in(...) takes CARRY, BROADCAST or an axis for each of the function's 2 arguments, "
                        + "CARRY at least once; got [BROADCAST, axis(0)]");
        assertThatThrownBy(() -> Nnx.fold((Tensor h, Weight w) -> w.call(h)).in(CARRY, BROADCAST)
                .apply(Tensors.ones(2), new Weight(1))).hasMessageContaining("or write .length(steps)");
        assertThatThrownBy(() -> Nnx.fold((Tensor h, Weight w) -> w.call(h)).length(4).apply(Tensors.ones(2), stack()))
                .hasMessage(
                        "fold: everything that is mapped must have one extent along its axis; length has 4, and the "
                                + "Variable f32[3,2] at argument 2.w has 3");
        Foo foo = new Foo();
        assertThatThrownBy(() -> Nnx.scan((Foo f, Tensor x) -> {
            f.counter.set(x);
            return new Carry<>(f, x);
        }).apply(foo, Tensors.zeros(3, 1))).hasMessage("scan: the carry at variables.argument 1.counter is i32[] "
                + "before a step and f32[1] after it; cast or reshape it to stay the same");
        assertThatThrownBy(() -> Nnx.scan((Foo f, Tensor x) -> new Carry<>(new Foo(), x)).apply(foo,
                Tensors.zeros(3, 1)))
                .hasMessageContaining("the function must give a carry of the structure that it takes");
        Foo captured = new Foo();
        assertThatThrownBy(() -> Nnx.fold((Tensor h, Tensor x) -> captured.call(h)).apply(Tensors.ones(1),
                Tensors.ones(3))).isInstanceOf(TraceContextException.class);
        assertThat(captured.counter.get().item()).isEqualTo(1);
    }

    static final class Normalised extends Module {
        final Linear linear;
        final BatchNorm norm;

        Normalised(Rngs rngs) {
            linear = new Linear(2, 2, rngs);
            norm = new BatchNorm(2, 0.9, rngs);
        }

        Tensor call(Tensor x) { return norm.call(linear.call(x)); }
    }

    @Test
    void aFoldUpdatesTheStatisticsOfEachLayer() {
        Normalised stack = Nnx.vmap((Rngs r) -> new Normalised(r)).splitRngs(3).apply(new Rngs(0));
        Tensor x = Prng.uniform(Prng.key(1), Shape.of(4, 2));
        Tensor y = Nnx.fold((Tensor h, Normalised layer) -> layer.call(h)).apply(x, stack);
        Key keys = Prng.split(Prng.foldIn(Prng.key(0), 0), 3);
        Tensor h = x;
        for (int i = 0; i < 3; i++) {
            Normalised layer = new Normalised(new Rngs(keys.at(i)));
            h = layer.call(h);
            assertThat(stack.norm.mean.get().at(i).toFloats()).containsExactly(layer.norm.mean.get().toFloats(),
                    offset(1e-6f));
            assertThat(stack.norm.var.get().at(i).toFloats()).containsExactly(layer.norm.var.get().toFloats(),
                    offset(1e-6f));
        }
        assertThat(y.toFloats()).containsExactly(h.toFloats(), offset(1e-5f));
        assertThat(stack.norm.mean.get().at(0).toFloats()).as("flax").containsExactly(
                new float[]{-.08144891f, -.053916205f}, offset(1e-7f));
        assertThat(y.at(0).toFloats()).as("flax").containsExactly(new float[]{1.1930296f, .6293053f}, offset(2e-5f));
    }

    @Test
    void theGradientOfACarriedModuleIsTheSumOverAllSteps() {
        Foo foo = new Foo();
        State grads = Nnx.grad((Foo f) -> Nnx.scan((Foo g, Tensor y) -> new Carry<>(g, g.call(y)))
                .apply(f, Tensors.zeros(3, 1)).out().sum()).apply(foo);
        assertThat(grads.get("multiplier").toFloats()).containsExactly(1 + 2 + 3);
        assertThat(foo.counter.get().item()).isEqualTo(4);
    }

    @Test
    void jitAndVmapHoldScans() {
        Foo foo = new Foo();
        var steps = Nnx.jit((Foo f, Tensor x) -> Nnx.scan((Foo g, Tensor y) -> new Carry<>(g, g.call(y))).apply(f, x)
                .out());
        assertThat(steps.apply(foo, Tensors.zeros(2, 1)).toFloats()).containsExactly(1, 2);
        assertThat(steps.apply(foo, Tensors.zeros(2, 1)).toFloats()).containsExactly(3, 4);
        Foo lanes = new Foo();
        lanes.counter.set(Tensors.arange(2));
        lanes.multiplier.set(Tensors.ones(2, 1));
        Tensor out = Nnx.vmap((Foo f, Tensor x) -> Nnx.scan((Foo g, Tensor y) -> new Carry<>(g, g.call(y))).apply(f, x)
                .out()).apply(lanes, Tensors.zeros(2, 3, 1));
        assertThat(out.toFloats()).containsExactly(0, 1, 2, 1, 2, 3);
        assertThat(lanes.counter.get().toFloats()).containsExactly(3, 4);
    }
}
