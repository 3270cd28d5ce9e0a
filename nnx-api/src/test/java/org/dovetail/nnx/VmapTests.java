package org.dovetail.nnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dovetail.core.Axis.BROADCAST;
import static org.dovetail.core.Axis.axis;

import java.util.ArrayList;
import java.util.List;
import org.dovetail.core.Collectives;
import org.dovetail.core.Key;
import org.dovetail.core.Prng;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.nnx.Models.Foo;
import org.dovetail.nnx.Models.Weight;
import org.junit.jupiter.api.Test;

class VmapTests {
    static final class Block extends Module {
        final Linear linear;
        final Dropout dropout;

        Block(int inFeatures, int outFeatures, Rngs rngs) {
            linear = new Linear(inFeatures, outFeatures, rngs);
            dropout = new Dropout(0.5, rngs);
        }

        Tensor call(Tensor x) { return dropout.call(linear.call(x)); }
    }

    private static Block stacked(Rngs rngs) {
        // @start region="stack"
        Block blocks = Nnx.vmap((Rngs r) -> new Block(3, 2, r)).splitRngs(4).apply(rngs);
        // @end
        return blocks;
    }

    /** The key that lane i of a split of a fresh stream starts from. */
    private static Key lane(Key key, int index, int count) {
        return Prng.split(Prng.foldIn(key, 0), count).at(index);
    }

    private static void assertSame(Tensor tensor, Tensor expected) {
        assertThat(tensor.array().bitEquals(expected.array())).as(tensor + " and " + expected).isTrue();
    }

    @Test
    void lanesAreMadeAsWithTheirOwnKeys() {
        Block blocks = stacked(new Rngs(0));
        for (int i = 0; i < 4; i++) {
            Block one = new Block(3, 2, new Rngs(lane(Prng.key(0), i, 4)));
            assertSame(blocks.linear.kernel.get().at(i), one.linear.kernel.get());
            assertSame(Nnx.state(blocks).get("dropout.rngs.key").at(i), Nnx.state(one).get("dropout.rngs.key"));
        }
        assertThat(Nnx.state(blocks)).hasToString("""
                {'dropout': {'rngs': {'count': (4,), 'key': (4,)}},
                 'linear': {'bias': (4, 2), 'kernel': (4, 3, 2)}}""");
    }

    @Test
    void aStreamGivesOneKeyAndHasItsOwnAgain() {
        Rngs rngs = new Rngs(0).with("other", 5);
        stacked(rngs);
        assertSame(Nnx.state(rngs).get("default.key"), Prng.key(0).data());
        assertThat(Nnx.state(rngs).get("default.count").item()).isEqualTo(1);
        assertThat(Nnx.state(rngs).get("other.count").item()).as("though nothing was drawn").isEqualTo(1);
        assertSame(rngs.next().data(), Prng.foldIn(Prng.key(0), 1).data());
    }

    @Test
    void aStreamWithAsManyLanesIsLeftAsItIs() {
        Block blocks = stacked(new Rngs(0));
        Tensor x = Tensors.ones(4, 3);
        Tensor out = Nnx.vmap((Block b, Tensor y) -> b.call(y)).splitRngs(4).apply(blocks, x);
        assertThat(Nnx.state(blocks).get("dropout.rngs.count").toFloats()).containsExactly(1, 1, 1, 1);
        Block again = stacked(new Rngs(0));
        assertSame(out, Nnx.vmap((Block b, Tensor y) -> b.call(y)).apply(again, x));
        assertThatThrownBy(() -> Nnx.vmap((Block b) -> b.call(Tensors.ones(3))).splitRngs(3).apply(blocks)).hasMessage(
                "vmap: splitRngs(3) takes streams of one key or of 3; the stream 'default' has 4");
        Rngs split = new Rngs(0);
        RngStream lanes = split.stream("default").split(4);
        Tensor drawn = Nnx.vmap((RngStream s) -> s.next().data()).apply(lanes);
        assertSame(drawn.at(2), Prng.foldIn(lane(Prng.key(0), 2, 4), 0).data());
    }

    @Test
    void aBroadcastModuleIsReadByAllLanes() {
        Weight weight = new Weight(3);
        Tensor out = Nnx.vmap((Weight w, Tensor x) -> w.call(x)).in(BROADCAST, axis(0)).apply(weight,
                Tensors.ones(4, 2));
        assertThat(out.shape().extents()).containsExactly(4, 2);
        assertThat(out.at(3).toFloats()).containsExactly(3, 3);
    }

    @Test
    void aBroadcastDropoutHasOneMaskForAllAndCountsOnce() {
        Dropout dropout = new Dropout(0.5, new Rngs(0));
        Tensor out = Nnx.vmap((Dropout d, Tensor x) -> d.call(x)).in(BROADCAST, axis(0)).apply(dropout,
                Tensors.ones(3, 8));
        assertThat(out.at(0).toFloats()).containsExactly(2, 0, 2, 0, 2, 2, 2, 0);
        assertSame(out.at(2), out.at(0));
        assertThat(Nnx.state(dropout).get("rngs.count").item()).isEqualTo(1);
    }

    @Test
    void splitStreamsGiveABroadcastDropoutAMaskForEachLane() {
        Dropout dropout = new Dropout(0.5, new Rngs(0));
        Key own = Prng.foldIn(Prng.key(0), 0);
        Tensor out = Nnx.vmap((Dropout d, Tensor x) -> d.call(x)).in(BROADCAST, axis(0)).splitRngs(3).apply(dropout,
                Tensors.ones(3, 8));
        for (int i = 0; i < 3; i++) {
            Tensor kept = Prng.bernoulli(Prng.foldIn(lane(own, i, 3), 0), 0.5, Shape.of(8));
            assertSame(out.at(i), Tensors.where(kept, Tensors.full(Tensors.ones(8).dtype(), Shape.of(8), 2),
                    Tensors.zeros(8)));
        }
        assertThat(out.toFloats()).as("flax with StateAxes({RngState: 0, ...: None})").containsExactly(2, 2, 2, 0, 0, 0,
                0,
                0, 0, 2, 2, 0, 0, 0, 2, 2, 0, 2, 2, 0, 2, 2, 0, 2);
        assertThat(Nnx.state(dropout).get("rngs.count").item()).isEqualTo(1);
        assertSame(Nnx.state(dropout).get("rngs.key"), own.data());
    }

    @Test
    void writesThatDifferBetweenLanesNeedAnAxis() {
        Foo foo = new Foo();
        assertThatThrownBy(() -> Nnx.vmap((Foo f, Tensor x) -> f.counter.set(x)).in(BROADCAST, axis(0)).apply(foo,
                Tensors.arange(3)))
                .hasMessage("vmap: what is written to the Counter at argument 1.counter differs between lanes, and "
                        + "BROADCAST has one value for all. Give it an axis with .in(...), or reduce it over the lanes outside");
        assertThat(foo.counter.get().item()).isEqualTo(1);
        Nnx.vmap((Foo f, Tensor x) -> f.call(x)).in(BROADCAST, axis(0)).apply(foo, Tensors.ones(3));
        assertThat(foo.counter.get().item()).as("the same for all lanes").isEqualTo(2);
    }

    @Test
    void writesKeepTheAxisOfTheirArgument() {
        Weight weight = new Weight(0);
        weight.w.set(Tensors.arange(6).reshape(2, 3));
        Nnx.vmap((Weight w, Tensor x) -> w.w.set(Tensors.concatenate(0, w.w.get(), w.w.get().mul(x)))).in(axis(1),
                axis(0)).apply(weight, Tensors.arange(3));
        assertThat(weight.w.get().shape().extents()).containsExactly(4, 3);
        assertThat(weight.w.get().toFloats()).containsExactly(0, 1, 2, 3, 4, 5, 0, 1, 4, 0, 4, 10);
    }

    @Test
    void resultsAndNewModulesHaveTheAxisOfTheResult() {
        Tensor x = Tensors.arange(6).reshape(3, 2);
        assertThat(Nnx.vmap((Tensor row) -> row).out(axis(-1)).apply(x).toFloats()).containsExactly(0, 2, 4, 1, 3, 5);
        Weight made = Nnx.vmap((Tensor row) -> {
            Weight weight = new Weight(1);
            weight.w.set(weight.w.get().add(row));
            return weight;
        }).out(axis(1)).apply(x);
        assertThat(made.w.get().toFloats()).containsExactly(1, 3, 5, 2, 4, 6);
        made.w.set(x);
        assertThat(Nnx.vmap((Tensor row) -> Tensors.scalar(7)).out(BROADCAST).apply(x).shape().rank()).isZero();
        assertThatThrownBy(() -> Nnx.vmap((Tensor row) -> List.of(row)).out(BROADCAST).apply(x))
                .hasMessageStartingWith("vmap: the result at [0] differs between lanes");
    }

    @Test
    void lanesReachEachOtherByTheNameOfTheirAxis() {
        Tensor x = Tensors.of(1, 2, 3, 4, 5, 6).reshape(2, 3);
        Weight weight = new Weight(3);
        weight.w.set(Tensors.of(1, 1, 1));
        Nnx.vmap((Weight shared, Tensor row) -> {
            shared.w.set(Collectives.pmean(row, "batch"));
        }).in(BROADCAST, axis(0)).named("batch").apply(weight, x);
        assertThat(weight.w.get().toFloats()).containsExactly(2.5f, 3.5f, 4.5f);
    }

    static final class Growing extends Module {
        final List<Weight> weights = new ArrayList<>(List.of(new Weight(1)));
    }

    @Test
    void whatTheFunctionAddsStays() {
        Growing growing = new Growing();
        Nnx.vmap((Growing g) -> {
            Weight more = new Weight(0);
            more.w.set(g.weights.getFirst().w.get().mul(5));
            g.weights.add(more);
        }).apply(growing);
        assertThat(growing.weights.get(1).w.get().toFloats()).containsExactly(5, 5);
        assertThatThrownBy(() -> Nnx.vmap((Growing g) -> {
            g.weights.clear();
            g.weights.getFirst();
        }).apply(growing)).isInstanceOf(RuntimeException.class);
        assertThat(growing.weights).as("after a failure").hasSize(2);
    }

    @Test
    void oneModuleHasOneAxis() {
        Weight weight = new Weight(1);
        assertThatThrownBy(() -> Nnx.vmap((Weight a, Weight b) -> a.w.get().add(b.w.get())).in(axis(0), BROADCAST)
                .apply(weight, weight))
                .hasMessage("vmap: the Param f32[2] at argument 1.w is reached through argument 2 too, with the axis "
                        + "BROADCAST there and axis(0) before. It is one Variable: pass it once, or say the same");
        assertThat(Nnx.vmap((Weight a, Weight b) -> a.w.get().add(b.w.get())).apply(weight, weight).toFloats())
                .containsExactly(2, 2);
    }

    @Test
    void mistakesSayWhatToWrite() {
        assertThatThrownBy(() -> Nnx.vmap((Rngs r) -> new Block(3, 2, r)).apply(new Rngs(0))).hasMessage(
                "vmap: the RngCount u32[] at default.count has no axis 0; it is a single stream. "
                        + "Write .splitRngs(n) to give each of n lanes a key of its own");
        assertThatThrownBy(() -> Nnx.vmap((Weight w) -> w.w.get()).in(axis(1)).apply(new Weight(1)))
                .hasMessage("vmap: the Param f32[2] at w has no axis 1; its axes are -1 to 0");
        assertThatThrownBy(() -> Nnx.vmap((Weight w) -> w.w.get()).in(BROADCAST).apply(new Weight(1))).hasMessage(
                "vmap: nothing tells how many there are, since no argument holds a tensor with an axis. "
                        + "Give an argument an axis with .in(...), or write .splitRngs(n)");
        assertThatThrownBy(() -> Nnx.vmap((Weight w, Tensor x) -> w.call(x)).apply(new Weight(1), Tensors.ones(3)))
                .hasMessage("vmap: everything that is mapped must have one extent along its axis; "
                        + "the Variable f32[2] at argument 1.w has 2, and the tensor f32[3] at argument 2 has 3");
        assertThatThrownBy(() -> Nnx.vmap((Tensor x, Tensor y) -> x.add(y)).in(axis(0))).hasMessage(
                "vmap: in(...) takes an axis for each of the function's 2 arguments; got [axis(0)]");
    }

    @Test
    void writingACapturedVariableIsRefused() {
        Foo captured = new Foo();
        assertThatThrownBy(() -> Nnx.vmap((Tensor x) -> captured.call(x)).apply(Tensors.ones(2)))
                .isInstanceOf(TraceContextException.class).hasMessageStartingWith("at counter: the captured Counter");
        Rngs rngs = new Rngs(0);
        assertThatThrownBy(() -> Nnx.jit((Tensor x) -> Nnx.vmap((Rngs r) -> r.next().data()).splitRngs(2).apply(rngs))
                .apply(Tensors.ones(2))).isInstanceOf(TraceContextException.class);
        assertThat(Nnx.state(rngs).get("default.count").item()).isZero();
    }

    @Test
    void itNestsWithJitAndGradAndItself() {
        Rngs rngs = new Rngs(0);
        Block jitted = Nnx.jit(VmapTests::stacked).apply(rngs);
        assertSame(jitted.linear.kernel.get(), stacked(new Rngs(0)).linear.kernel.get());
        assertThat(Nnx.state(rngs).get("default.count").item()).isEqualTo(1);
        State grads = Nnx.grad((Block b, Tensor x) -> Nnx.vmap((Block c, Tensor y) -> c.call(y)).apply(b, x).sum())
                .apply(jitted, Tensors.ones(4, 3));
        assertThat(grads.get("linear.kernel").shape().extents()).containsExactly(4, 3, 2);
        assertThat(Nnx.state(jitted).get("dropout.rngs.count").toFloats()).containsExactly(1, 1, 1, 1);
        Block twice = Nnx.vmap((Rngs r) -> Nnx.vmap((Rngs s) -> new Block(3, 2, s)).splitRngs(2).apply(r)).splitRngs(3)
                .apply(new Rngs(0));
        assertThat(Nnx.state(twice).get("dropout.rngs.key").shape().extents()).containsExactly(3, 2, 2);
        Key inner = lane(lane(Prng.key(0), 2, 3), 1, 2);
        assertSame(twice.linear.kernel.get().at(2).at(1), new Block(3, 2, new Rngs(inner)).linear.kernel.get());
    }
}
