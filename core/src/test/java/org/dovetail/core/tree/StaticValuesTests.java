package org.dovetail.core.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.dovetail.core.Tensors;
import org.junit.jupiter.api.Test;

class StaticValuesTests {
    @Test
    void staticValuesAreReplacedInOrder() {
        Tree tree = Tree.of(List.of("a", Tensors.zeros(2), Map.of("k", "b")));
        TreeDef other = tree.structure().mapStatics(value -> value + "!");
        assertThat(other.<Object>unflatten(tree.leaves()))
                .isEqualTo(List.of("a!", tree.leaves().getFirst(), Map.of("k", "b!")));
    }

    @Test
    void aStructureWhoseValuesStayIsTheSame() {
        TreeDef structure = Tree.of(List.of("a", Tensors.zeros(2))).structure();
        assertThat(structure.mapStatics(value -> value)).isSameAs(structure);
    }
}
