package org.dovetail.bridge.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.format.KeyScheme;
import org.dovetail.bridge.format.Node;
import org.dovetail.bridge.plan.Plan;
import org.dovetail.bridge.rules.Style;
import org.dovetail.core.DType;
import org.dovetail.core.TensorSpec;
import org.junit.jupiter.api.Test;

class TargetTreeTests {
    @Test
    void positionsAreIntegersInNnxUnlessTheLikeFileHasAList() {
        TargetTree tree = tree(KeyScheme.NESTED, Style.NNX, "layers/0/kernel", "layers/1/kernel");
        assertThat(layers(tree.build(new Frame.Plain(), _ -> false)).kind()).isEqualTo(Node.Kind.INT_DICT);
        assertThat(layers(tree.build(Frame.like(like(Node.Kind.LIST)), _ -> false)).kind()).isEqualTo(Node.Kind.LIST);
        assertThat(layers(tree.build(Frame.like(like(Node.Kind.DICT)), _ -> false)).kind()).isEqualTo(Node.Kind.DICT);
        TargetTree gap = tree(KeyScheme.NESTED, Style.NNX, "layers/0/kernel", "layers/2/kernel");
        assertThat(layers(gap.build(Frame.like(like(Node.Kind.LIST)), _ -> false)).kind())
                .isEqualTo(Node.Kind.INT_DICT);
        TargetTree haiku = tree(KeyScheme.NESTED, Style.HAIKU, "layers/0/w");
        assertThat(layers(haiku.build(new Frame.Plain(), _ -> false)).kind()).isEqualTo(Node.Kind.DICT);
    }

    @Test
    void twoArraysInOnePlaceAreRefused() {
        TargetTree tree = tree(KeyScheme.NESTED, Style.NNX, "a/b");
        assertThatThrownBy(() -> add(tree, "a/b")).isInstanceOf(PlanMismatchException.class)
                .hasMessage("a/b stands where another array stands; rename one with --map");
        assertThatThrownBy(() -> add(tree, "a/b/c")).hasMessageStartingWith("a/b/c stands where");
        assertThatThrownBy(() -> add(tree, "a")).hasMessageStartingWith("a stands where");
        TargetTree dotted = new TargetTree(plan(KeyScheme.DOTTED, Style.NNX));
        assertThatThrownBy(() -> add(dotted, "a.b/c"))
                .hasMessageContaining("'a.b' in a.b/c contains '.', which the key scheme dotted splits at");
    }

    @Test
    void valuesDoNotReplaceArrays() {
        TargetTree tree = tree(KeyScheme.NESTED, Style.NNX, "params/w");
        assertThat(tree.addValue("params", new Node.Scalar(1L))).isFalse();
        assertThat(tree.addValue("step", new Node.Scalar(1L))).isTrue();
        assertThat(tree.build(new Frame.Plain(), _ -> false).children()).containsEntry("step", new Node.Scalar(1L));
    }

    private static TargetTree tree(KeyScheme scheme, Style style, String... paths) {
        TargetTree tree = new TargetTree(plan(scheme, style));
        for (String path : paths) {
            add(tree, path);
        }
        return tree;
    }

    private static Plan plan(KeyScheme scheme, Style style) {
        return new Plan(style.other(), KeyScheme.DOTTED, style, scheme, List.of(), List.of());
    }

    private static void add(TargetTree tree, String path) {
        tree.add(new Entry(EntryPath.of(path.split("/")), TensorSpec.of(DType.FLOAT32)), _ -> {
            throw new IllegalStateException("not read here");
        });
    }

    private static Node.Branch layers(Node.Branch root) {
        return root.children().get("layers") instanceof Node.Branch branch ? branch : root;
    }

    private static Node.Branch like(Node.Kind kind) {
        SequencedMap<String, Node> children = new LinkedHashMap<>();
        children.put("layers", new Node.Branch(kind, new LinkedHashMap<>(), ""));
        return Node.Branch.dict(children);
    }
}
