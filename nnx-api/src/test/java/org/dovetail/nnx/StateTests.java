package org.dovetail.nnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dovetail.nnx.Filter.everything;
import static org.dovetail.nnx.Filter.not;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.tree.Tree;
import org.dovetail.nnx.Models.Counter;
import org.dovetail.nnx.Models.Everything;
import org.dovetail.nnx.Models.Foo;
import org.dovetail.nnx.Models.Tied;
import org.dovetail.nnx.Models.Weight;
import org.junit.jupiter.api.Test;

class StateTests {
    @Test
    void pathsAreSortedAndIndicesCountAsNumbers() {
        assertThat(Nnx.state(Models.cyclic()).names()).containsExactly("counter", "fixed.0.w", "fixed.1.w",
                "growing.0.w", "named.a.w", "named.b.w", "numbered.9.w", "numbered.10.w");
    }

    @Test
    void theFirstPathOwnsWhatIsShared() { assertThat(Nnx.state(new Tied()).names()).containsExactly("again.w"); }

    @Test
    void aSnapshotStaysAsItWas() {
        Foo foo = new Foo();
        State before = Nnx.state(foo);
        foo.call(Tensors.ones(1));
        assertThat(before.get("counter").item()).isEqualTo(1);
        assertThat(Nnx.state(foo).get("counter").item()).isEqualTo(2);
    }

    @Test
    void filtersChoose() {
        Foo foo = new Foo();
        assertThat(Nnx.state(foo, Param.class).names()).containsExactly("multiplier");
        assertThat(Nnx.state(foo, not(Filter.of(Param.class))).names()).containsExactly("counter");
        assertThat(Nnx.state(foo, Filter.any(Filter.of(Param.class), Filter.of(Counter.class))).size()).isEqualTo(2);
        assertThat(Nnx.state(foo, Filter.all(Filter.of(Param.class), Filter.of(Counter.class))).size()).isZero();
        assertThat(Nnx.state(foo, Variable.class).size()).isEqualTo(2);
        assertThat(Nnx.state(Models.cyclic(), Filter.path("fixed")).names()).containsExactly("fixed.0.w", "fixed.1.w");
        assertThat(Nnx.state(Models.cyclic(), Filter.path(10)).names()).containsExactly("numbered.10.w");
        assertThat(Nnx.state(foo).filter(Filter.of(Counter.class)).names()).containsExactly("counter");
    }

    @Test
    void variablesAreTheLiveOnes() {
        Foo foo = new Foo();
        assertThat(Nnx.variables(foo, Filter.of(Counter.class)))
                .containsExactly(Map.entry(Path.of("counter"), foo.counter));
    }

    @Test
    void theFirstFilterThatMatchesTakes() {
        Foo foo = new Foo();
        if (!(Nnx.split(foo, Filter.of(Param.class), Filter.of(Variable.class),
                everything()) instanceof Split3(var graphDef, var params, var others, var none))) {
            throw new IllegalStateException();
        }
        assertThat(params.names()).containsExactly("multiplier");
        assertThat(others.names()).containsExactly("counter");
        assertThat(none.size()).isZero();
        assertThat(Nnx.merge(graphDef, params, others, none).counter.get().item()).isEqualTo(1);
    }

    @Test
    void aSplitMustTakeEveryVariable() {
        assertThatThrownBy(() -> Nnx.split(new Foo(), Filter.of(Param.class)))
                .hasMessageContaining("no filter takes the Counter at counter")
                .hasMessageContaining("Add Filter.everything() as the last one");
    }

    @Test
    void everythingStandsLast() {
        assertThatThrownBy(() -> Nnx.split(new Foo(), everything(), Filter.of(Param.class)))
                .hasMessageContaining("everything() must be the last filter");
    }

    @Test
    void mergeMakesNewVariables() {
        Foo foo = new Foo();
        if (Nnx.split(foo) instanceof Split1(var graphDef, var state)) {
            Foo same = Nnx.merge(graphDef, state);
            same.counter.set(Tensors.scalar(9));
            assertThat(same).isNotSameAs(foo);
            assertThat(same.counter).isNotSameAs(foo.counter);
            assertThat(foo.counter.get().item()).isEqualTo(1);
        }
    }

    @Test
    void mergeNamesWhatIsMissingOrTooMuch() {
        Split2<Foo> split = Nnx.split(new Foo(), Filter.of(Param.class), everything());
        assertThatThrownBy(() -> Nnx.merge(split.graphDef(), split.first()))
                .hasMessage("merge: no state has a value for counter; pass all states that split returned");
        assertThatThrownBy(() -> Nnx.merge(split.graphDef(), split.first(), split.second(), Nnx.state(new Weight(1))))
                .hasMessageContaining("no Variable at [w]").hasMessageContaining("another model");
        assertThatThrownBy(() -> Nnx.merge(split.graphDef(), split.first(), split.second(), split.first()))
                .hasMessage("merge: two states have a value for multiplier");
    }

    @Test
    void statesAreMerged() {
        Foo foo = new Foo();
        Split2<Foo> split = Nnx.split(foo, Filter.of(Param.class), everything());
        assertThat(Nnx.mergeState(split.first(), split.second()).names()).isEqualTo(Nnx.state(foo).names());
        assertThatThrownBy(() -> Nnx.mergeState(split.first(), split.first()))
                .hasMessageContaining("two values are given for multiplier");
    }

    @Test
    void updateKeepsTheVariables() {
        Foo foo = new Foo();
        Counter counter = foo.counter;
        Nnx.update(foo, State.of(Map.of("counter", Tensors.scalar(5))));
        assertThat(foo.counter).isSameAs(counter);
        assertThat(counter.get().item()).isEqualTo(5);
    }

    @Test
    void updateRefusesUnknownPathsAndOtherShapes() {
        Foo foo = new Foo();
        assertThatThrownBy(() -> Nnx.update(foo, State.of(Map.of("counter", Tensors.scalar(5), "w", Tensors.ones(1)))))
                .hasMessage("update: there is no Variable at w; there are [counter, multiplier]");
        assertThatThrownBy(
                () -> Nnx.update(foo, State.of(Map.of("counter", Tensors.scalar(5), "multiplier", Tensors.ones(2)))))
                .hasMessageContaining("at multiplier the Variable is f32[1]; got f32[2]")
                .hasMessageContaining("call set");
        assertThat(foo.counter.get().item()).as("nothing was written").isEqualTo(1);
    }

    @Test
    void aStateIsATreeOfTensors() {
        State state = Nnx.state(new Foo(), Param.class);
        State doubled = Tree.map((a, b) -> a.add(b), state, state);
        assertThat(doubled.get("multiplier").item()).isEqualTo(2);
        assertThatThrownBy(() -> Tree.map((a, b) -> a, state, Nnx.state(new Foo())))
                .hasMessageContaining("only the second has counter");
    }

    @Test
    void aMissingPathIsNamed() {
        assertThatThrownBy(() -> Nnx.state(new Foo()).get("foo.bar"))
                .hasMessage("State: there is no value at foo.bar; there are [counter, multiplier]");
    }

    @Test
    void pathsAreReadAndWritten() {
        assertThat(Path.of("blocks.10.w").keys()).containsExactly("blocks", 10, "w");
        assertThat(Path.of("blocks.10.w")).hasToString("blocks.10.w").isGreaterThan(Path.of("blocks.9.w"));
        assertThat(Path.of("a.01").keys()).containsExactly("a", "01");
        assertThat(Path.root().with("a").with(0).without(1)).isEqualTo(Path.of("0"));
    }

    @Test
    void clonesAreDeepAndKeepSharingAndCycles() {
        Everything original = Models.cyclic();
        original.size = 7;
        original.eval();
        Everything copy = Nnx.clone(original);
        assertThat(copy.self).isSameAs(copy);
        assertThat(copy.shared).isSameAs(copy.fixed.getFirst()).isNotSameAs(original.shared);
        assertThat(copy.size).isEqualTo(7);
        assertThat(copy.isTraining()).isFalse();
        assertThat(copy.name).isEqualTo("everything");
        assertThat(copy.named).isInstanceOf(TreeMap.class).containsOnlyKeys("a", "b");
        copy.growing.add(new Weight(1));
        copy.shared.w.set(Tensors.of(8, 8));
        assertThat(original.growing).hasSize(1);
        assertThat(original.shared.w.get().toFloats()).containsExactly(1, 1);
        assertThat(Nnx.state(original).names()).doesNotContain("growing.1.w");
    }

    @Test
    void graphDefsAreValues() {
        GraphDef<Everything> graphDef = Nnx.split(Models.cyclic()).graphDef();
        assertThat(Nnx.split(Models.cyclic()).graphDef()).isEqualTo(graphDef).hasSameHashCodeAs(graphDef);
        assertThat(Nnx.split(new Everything()).graphDef()).isNotEqualTo(graphDef);
        Everything other = Models.cyclic();
        other.size = 5;
        assertThat(Nnx.split(other).graphDef()).isNotEqualTo(graphDef);
        other.size = 4;
        assertThat(Nnx.split(other).graphDef()).isEqualTo(graphDef);
        other.shared.eval();
        assertThat(Nnx.split(other).graphDef()).isNotEqualTo(graphDef);
        assertThat(Nnx.split(new Tied()).graphDef()).hasToString("""
                Tied
                training: true
                again: Weight
                again.training: true
                again.w: Param
                first: same as again""");
    }

    @Test
    void listsAndMapsMayBeRoots() {
        List<Weight> weights = List.of(new Weight(1), new Weight(2));
        assertThat(Nnx.state(weights)).hasToString("{0: {'w': (2,)}, 1: {'w': (2,)}}");
        List<Weight> copy = Nnx.clone(weights);
        assertThat(copy.get(1).w.get().toFloats()).containsExactly(2, 2);
    }

    @Test
    void aVariablePrintsItsClassAndShape() {
        assertThat(new Counter(1)).hasToString("Counter i32[]");
        Tensor ones = Tensors.ones(2);
        assertThat(new Param(ones).get()).isSameAs(ones);
    }
}
