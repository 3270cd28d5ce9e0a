package org.dovetail.bridge.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.junit.jupiter.api.Test;

class UnitsTests {
    @Test
    void theGuidesBlocksAreLayers() {
        assertThat(units(Style.HAIKU, "params/model/block/linear b [256]", "params/model/block/linear w [784,256]",
                "params/model/linear b [10]", "params/model/linear w [256,10]",
                "params/model/block/batch_norm offset [1,256]", "params/model/block/batch_norm scale [1,256]",
                "state/model/block/batch_norm/~/mean_ema average [1,256]",
                "state/model/block/batch_norm/~/mean_ema counter i32[]",
                "state/model/block/batch_norm/~/mean_ema hidden [1,256]",
                "state/model/block/batch_norm/~/var_ema average [1,256]",
                "state/model/block/batch_norm/~/var_ema counter i32[]",
                "state/model/block/batch_norm/~/var_ema hidden [1,256]")).containsExactly(
                        "model/block/batch_norm/{scale f32[1,256], offset f32[1,256], ~/mean_ema/average f32[1,256],"
                                + " ~/var_ema/average f32[1,256], ~/mean_ema/hidden f32[1,256], ~/mean_ema/counter i32[],"
                                + " ~/var_ema/hidden f32[1,256], ~/var_ema/counter i32[]}",
                        "model/block/linear/{w f32[784,256], b f32[256]}", "model/linear/{w f32[256,10], b f32[10]}");
        assertThat(units(Style.NNX, "block.linear kernel [784,256]", "block.linear bias [256]",
                "block.dropout.rngs count u32[]", "block.dropout.rngs key u32[2]", "batchnorm mean [256]",
                "batchnorm var [256]", "batchnorm scale [256]", "batchnorm bias [256]")).containsExactly(
                        "batchnorm.{mean f32[256], var f32[256], scale f32[256], bias f32[256]}",
                        "block.dropout.rngs.{key u32[2], count u32[]}",
                        "block.linear.{kernel f32[784,256], bias f32[256]}");
    }

    @Test
    void stackedLayersAreJudgedWithoutTheirFirstAxis() {
        List<Unit> units = Units.recognise(Style.HAIKU,
                Entries.of("mlp/__layer_stack_no_per_layer/block/linear b [5,64]",
                        "mlp/__layer_stack_no_per_layer/block/linear w [5,64,64]",
                        "mlp/__layer_stack_no_per_layer/~ gain [5]"),
                Rules.builtIn(), Set.of());
        assertThat(units).extracting(Unit::layers).containsExactly(5, 5);
        assertThat(units.getFirst().specs()).containsEntry("w", Entries.spec("[64,64]"));
        assertThat(units.getLast().isRaw()).isTrue();
    }

    @Test
    void theOrderOfTheEntriesPlaysNoPart() {
        List<Entry> entries = new ArrayList<>(Entries.of("a w [2,3]", "a b [3]", "b scale [1,1,3]", "b offset [1,1,3]",
                "~ multiplier [1]", "c w [7]", "c/10 w [2,2]", "c/9 w [2,2]"));
        List<Unit> units = Units.recognise(Style.HAIKU, entries, Rules.builtIn(), Set.of());
        assertThat(units).extracting(Unit::name).containsExactly("a", "b", "c/9", "c/10", "c/w", "~/multiplier");
        Random random = new Random(7);
        for (int i = 0; i < 20; i++) {
            Collections.shuffle(entries, random);
            assertThat(Units.recognise(Style.HAIKU, entries, Rules.builtIn(), Set.of())).isEqualTo(units);
        }
    }

    @Test
    void anEntryThatShallStandForItselfBreaksItsLayer() {
        assertThat(Units.recognise(Style.HAIKU, Entries.of("a w [2,3]", "a b [3]"), Rules.builtIn(),
                Set.of(EntryPath.of("a", "w")))).extracting(Unit::toString).containsExactly("a/b f32[3]",
                        "a/w f32[2,3]");
    }

    private static List<String> units(Style style, String... lines) {
        return Units.recognise(style, Entries.of(lines), Rules.builtIn(), Set.of()).stream().map(Unit::toString)
                .toList();
    }
}
