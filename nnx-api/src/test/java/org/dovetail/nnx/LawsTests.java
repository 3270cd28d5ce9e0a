package org.dovetail.nnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.dovetail.core.Array;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.tree.Tree;

/** What holds for all models. */
class LawsTests {
    private static final int TRIES = 100;

    /** A node of a model of any shape. */
    static final class Node extends Module {
        final List<Object> listed = new ArrayList<>();
        final Map<String, Object> named = new LinkedHashMap<>();
        final int number;

        Node(int number) { this.number = number; }
    }

    @Provide
    Arbitrary<Node> models() { return Arbitraries.randomValue(random -> model(random, 3, new ArrayList<>())); }

    private static Node model(Random random, int depth, List<Object> seen) {
        Node node = new Node(random.nextInt(3));
        seen.add(node);
        int parts = random.nextInt(4);
        for (int i = 0; i < parts; i++) {
            Object part = part(random, depth, seen);
            if (random.nextBoolean()) {
                node.listed.add(part);
            } else {
                node.named.put("abc".substring(random.nextInt(3)) + random.nextInt(3), part);
            }
        }
        return node;
    }

    private static Object part(Random random, int depth, List<Object> seen) {
        int kind = random.nextInt(depth > 0 ? 6 : 3);
        if (kind == 0) {
            return seen.get(random.nextInt(seen.size())); // shared, or a cycle
        }
        if (kind == 1) {
            return random.nextInt(10);
        }
        if (kind < 5) {
            Tensor value = Array.ofFloats(Shape.of(2), random.nextFloat(), random.nextFloat());
            Variable variable = random.nextBoolean() ? new Param(value) : new BatchStat(value);
            seen.add(variable);
            return variable;
        }
        return model(random, depth - 1, seen);
    }

    private static void assertSame(State one, State other) {
        assertThat(other.structure()).isEqualTo(one.structure());
        for (int i = 0; i < one.size(); i++) {
            assertThat(one.children().get(i).array().bitEquals(other.children().get(i).array())).isTrue();
        }
    }

    @Property(tries = TRIES)
    void mergingWhatWasSplitGivesTheSameModel(@ForAll("models") Node model) {
        Split2<Node> split = Nnx.split(model, Filter.of(Param.class), Filter.everything());
        Node merged = Nnx.merge(split.graphDef(), split.second(), split.first());
        assertSame(Nnx.state(model), Nnx.state(merged));
        assertThat(Nnx.split(merged).graphDef()).isEqualTo(split.graphDef());
        assertSame(Nnx.state(model), Nnx.mergeState(split.first(), split.second()));
    }

    @Property(tries = TRIES)
    void aCloneIsTheSameAndApart(@ForAll("models") Node model) {
        State before = Nnx.state(model);
        Node copy = Nnx.clone(model);
        assertSame(before, Nnx.state(copy));
        assertThat(Nnx.split(copy).graphDef()).isEqualTo(Nnx.split(model).graphDef());
        Nnx.update(copy, Tree.map(x -> x.add(1), before));
        assertSame(before, Nnx.state(model));
    }

    @Property(tries = TRIES)
    void whatIsUpdatedIsTheState(@ForAll("models") Node model) {
        State next = Tree.map(x -> x.add(1), Nnx.state(model));
        Nnx.update(model, next);
        assertSame(next, Nnx.state(model));
        State params = Tree.map(x -> x.mul(2), Nnx.state(model, Param.class));
        Nnx.update(model, params);
        assertSame(params, Nnx.state(model, Param.class));
        assertSame(next.filter(Filter.of(BatchStat.class)), Nnx.state(model, BatchStat.class));
    }

    @Property(tries = TRIES)
    void pathsAreSortedAndDistinct(@ForAll("models") Node model) {
        List<Path> paths = Nnx.state(model).entries().stream().map(State.Entry::path).toList();
        assertThat(paths).isSorted().doesNotHaveDuplicates();
        assertThat(Nnx.split(model).graphDef().paths()).containsExactlyElementsOf(paths);
    }

    @Property(tries = 30)
    void jitDoesWhatTheFunctionDoes(@ForAll("models") Node model) {
        Node eager = Nnx.clone(model);
        change(eager);
        Nnx.jit(LawsTests::change).apply(model);
        assertSame(Nnx.state(eager), Nnx.state(model));
        assertThat(Nnx.split(model).graphDef()).isEqualTo(Nnx.split(eager).graphDef());
    }

    @Property(tries = 30)
    void aCopyMadeByJitIsTheSame(@ForAll("models") Node model) {
        var copy = Nnx.jit((Node m) -> Nnx.clone(m));
        copy.apply(model);
        Node made = copy.apply(model);
        assertSame(Nnx.state(model), Nnx.state(made));
        assertThat(Nnx.split(made).graphDef()).isEqualTo(Nnx.split(model).graphDef());
    }

    private static void change(Node model) {
        Nnx.variables(model, Filter.of(Param.class)).values().forEach(p -> p.set(p.get().mul(3)));
        model.listed.add(model.named.getOrDefault("abc1", 7));
        model.named.put("z", new Param(Array.ofFloats(Shape.of(1), 4)));
        model.named.remove("c2");
        model.eval();
    }
}
