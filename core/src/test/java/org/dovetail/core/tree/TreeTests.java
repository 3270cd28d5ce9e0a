package org.dovetail.core.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class TreeTests {
    private static final Tensor A = Tensors.of(1);
    private static final Tensor B = Tensors.of(2);
    private static final Tensor C = Tensors.of(3);

    private record Layer(Tensor w, @Nullable Tensor bias, String name) {}

    private record Net(List<Layer> layers, Map<String, Tensor> scales, double rate) {}

    /** A node that is no record: its scale is structure. */
    private static final class Scaled implements TreeNode {
        private final Tensor value;
        private final int scale;

        Scaled(Tensor value, int scale) {
            this.value = value;
            this.scale = scale;
        }

        @Override
        public List<Tensor> children() { return List.of(value); }

        @Override
        public Structure structure() { return new Factor(scale); }

        @Override
        public List<String> names() { return List.of("value"); }

        private record Factor(int scale) implements Structure {
            @Override
            public Scaled build(List<? extends @Nullable Object> parts) {
                return new Scaled((Tensor) parts.getFirst(), scale);
            }
        }
    }

    private static Net net(Tensor bias) {
        return new Net(List.of(new Layer(A, null, "in"), new Layer(B, bias, "out")), Map.of("z", A, "k", C), 0.1);
    }

    @Test
    void leavesHavePaths() {
        assertThat(Tree.leavesWithPath(Map.of("k", C, "a", List.of(A, B)))).containsExactly(Map.entry("a[0]", A),
                Map.entry("a[1]", B), Map.entry("k", C));
        Map<String, Tensor> mapped = Tree.mapWithPath((path, leaf) -> path.equals("k") ? A : leaf,
                Map.of("k", C, "a", B));
        assertThat(mapped).containsEntry("k", A).containsEntry("a", B);
    }

    @Test
    void leavesComeFromLeftToRightAndMapsByTheirKeys() {
        assertThat(Tree.leaves(net(C))).containsExactly(A, B, C, C, A);
        assertThat(Tree.of(net(C)).structure().paths()).containsExactly("layers[0].w", "layers[1].w", "layers[1].bias",
                "scales.k", "scales.z");
    }

    @Test
    void whatIsTakenApartIsBuiltAgain() {
        Net net = net(C);
        assertThat(Tree.of(net).<Net>with(Tree.leaves(net))).isEqualTo(net);
        Net doubled = Tree.map(x -> x.add(x), net);
        assertThat(doubled.layers().get(1).w().item()).isEqualTo(4);
        assertThat(doubled.layers().getFirst().bias()).isNull();
        assertThat(doubled.rate()).isEqualTo(0.1);
        assertThat(doubled.scales()).containsOnlyKeys("k", "z");
    }

    @Test
    void listsMayHoldNulls() {
        List<@Nullable Tensor> list = new ArrayList<>();
        list.add(A);
        list.add(null);
        assertThat(Tree.of(list).<List<Tensor>>with(List.of(B))).containsExactly(B, null);
    }

    @Test
    void structuresAreEqualWhenAllButTheTensorsIs() {
        assertThat(Tree.of(net(C)).structure()).isEqualTo(Tree.of(net(A)).structure())
                .hasSameHashCodeAs(Tree.of(net(A)).structure());
        assertThat(Tree.of(new Layer(A, B, "x")).structure()).isNotEqualTo(
                Tree.of(new Layer(A, B, "y")).structure());
        assertThat(Tree.of(new Scaled(A, 1)).structure()).isEqualTo(Tree.of(new Scaled(B, 1)).structure());
        assertThat(Tree.of(new Scaled(A, 1)).structure()).isNotEqualTo(Tree.of(new Scaled(A, 2)).structure());
    }

    @Test
    void nodesTellTheirPartsThemselves() {
        Scaled scaled = Tree.map(x -> x.add(1), new Scaled(A, 7));
        assertThat(scaled.value.item()).isEqualTo(2);
        assertThat(scaled.scale).isEqualTo(7);
        assertThat(Tree.of(List.of(scaled)).structure().paths()).containsExactly("[0].value");
    }

    @Test
    void mapsOfTwoTreesTakeLeavesAtEqualPlaces() {
        assertThat(Tree.map(Tensor::add, List.of(A, B), List.of(B, C)).stream().map(Tensor::item)).containsExactly(3.0,
                5.0);
    }

    private static void refused(Object one, Object other, String message) {
        assertThatThrownBy(() -> Tree.map(Tensor::add, one, other)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Tree.map: the trees differ: " + message
                        + ". Give the second the keys, lengths and static values of the first");
    }

    @Test
    void treesThatDifferAreRefusedByPath() {
        refused(Map.of("a", A), Map.of("b", A), "at the root only the first has a; at the root only the second has b");
        refused(List.of(A, List.of(B)), List.of(A, B), "at [1] the one has a list of 1, the other a tensor");
        refused(new Layer(A, B, "in"), new Layer(A, B, "out"), "at name the one has in, the other out");
        refused(net(C), net(C.add(1)).layers(), "at the root only the first has layers; at the root only the first has "
                + "rate; at the root only the first has scales");
        refused(Map.of("net", new Net(List.of(new Layer(A, null, "in")), Map.of(), 1)),
                Map.of("net", new Net(List.of(new Layer(A, B, "in")), Map.of(), 1)),
                "at net.layers[0].bias the one has null, the other a tensor");
        refused(new Scaled(A, 1), List.of(A), "at the root only the first has value; at the root only the second has "
                + "[0]");
    }

    @Test
    void keysWithoutAnOrderAreRefused() {
        assertThatThrownBy(() -> Tree.of(Map.of(new Object(), A, List.of(), B)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the keys of a map in a tree must have an order, as String has; got [");
    }

    @Test
    void theNumberOfLeavesMustFit() {
        assertThatThrownBy(() -> Tree.of(List.of(A, B)).with(List.of(A))).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unflatten: the tree has more places than there are leaves");
        assertThatThrownBy(() -> Tree.of(List.of(A)).with(List.of(A, B))).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unflatten: 2 leaves are more than the tree has places");
    }

    private record Failing(Tensor value) {
        Failing {
            if (value.rank() == 0) {
                throw new IllegalStateException("a scalar");
            }
        }
    }

    @Test
    void theFailureOfARecordsConstructorComesThrough() {
        assertThatThrownBy(() -> Tree.map(Tensor::sum, new Failing(A))).isInstanceOf(IllegalStateException.class)
                .hasMessage("a scalar");
    }
}
