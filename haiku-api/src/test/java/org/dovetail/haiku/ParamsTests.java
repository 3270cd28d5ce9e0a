package org.dovetail.haiku;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dovetail.core.Tensors.ones;

import java.util.Map;
import java.util.TreeMap;
import org.dovetail.core.Tensor;
import org.dovetail.core.tree.Tree;
import org.junit.jupiter.api.Test;

class ParamsTests {
    private static final Params PARAMS = Params.of(Map.of("model/linear", Map.of("w", ones(3, 2), "b", ones(2)), "~",
            Map.of("scale", ones())));

    @Test
    void shapesPrintInOneLineWhileTheyFit() {
        assertThat(PARAMS).hasToString("{'model/linear': {'b': (2,), 'w': (3, 2)}, '~': {'scale': ()}}");
        assertThat(Params.empty()).hasToString("{}");
    }

    @Test
    void longTreesPrintAsPprintBreaksThem() {
        Map<String, Tensor> average = Map.of("average", ones(1, 256), "counter", ones(), "hidden", ones(1, 256));
        HkState state = HkState
                .of(Map.of("model/block/batch_norm/~/mean_ema", average, "model/block/batch_norm/~/var_ema",
                        average));
        assertThat(state).hasToString("""
                {'model/block/batch_norm/~/mean_ema': {'average': (1, 256),
                                                       'counter': (),
                                                       'hidden': (1, 256)},
                 'model/block/batch_norm/~/var_ema': {'average': (1, 256),
                                                      'counter': (),
                                                      'hidden': (1, 256)}}""");
    }

    @Test
    void eightyCharactersFitAndOneMoreDoesNot() {
        String name = "m".repeat(80 - "{'': {'w': (3, 2)}}".length());
        assertThat(Params.of(Map.of(name, Map.of("w", ones(3, 2)))).toString()).hasSize(80).doesNotContain("\n");
        String longer = name + "m";
        assertThat(Params.of(Map.of(longer, Map.of("w", ones(3, 2)))).toString())
                .isEqualTo("{'" + longer + "': {'w': (3,\n" + " ".repeat(longer.length() + 12) + "2)}}");
    }

    @Test
    void namesAreQuotedAsPythonQuotesThem() {
        assertThat(Params.of(Map.of("~", Map.of("it's", ones()))).toString()).isEqualTo("{'~': {\"it's\": ()}}");
    }

    @Test
    void leavesAreSortedByPathAndName() {
        Tree tree = Tree.of(PARAMS);
        assertThat(tree.structure().paths()).containsExactly("model/linear.b", "model/linear.w", "~.scale");
        assertThat(tree.leaves()).containsExactly(PARAMS.get("model/linear", "b"), PARAMS.get("model/linear", "w"),
                PARAMS.get("~", "scale"));
        assertThat(tree.<Params>with(tree.leaves())).isEqualTo(PARAMS).hasSameHashCodeAs(PARAMS);
    }

    @Test
    void differentTreesTellWhere() {
        Params other = Params.of(Map.of("model/linear", Map.of("w", ones(3, 2)), "~", Map.of("scale", ones())));
        assertThatThrownBy(() -> Tree.map((a, b) -> a.add(b), PARAMS, other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at model/linear only the first has b");
    }

    @Test
    void missingEntriesTellWhatThereIs() {
        assertThatThrownBy(() -> PARAMS.get("linear", "w")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no parameter 'w' of module 'linear'; the modules are [model/linear, ~]");
        assertThatThrownBy(() -> PARAMS.get("~", "w")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no parameter 'w' of module '~'; this module has [scale]");
    }

    @Test
    void collectionsNeverChange() {
        Map<String, Tensor> entries = new TreeMap<>(Map.of("w", ones()));
        Map<String, Map<String, Tensor>> map = new TreeMap<>(Map.of("m", entries));
        Params params = Params.of(map);
        entries.put("b", ones());
        map.put("n", Map.of());
        assertThat(params).hasToString("{'m': {'w': ()}}");
        Params more = params.with("m", "b", ones(2)).with("n", "w", ones());
        assertThat(more).hasToString("{'m': {'b': (2,), 'w': ()}, 'n': {'w': ()}}");
        assertThat(params).hasToString("{'m': {'w': ()}}");
        assertThatThrownBy(() -> params.modules().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
