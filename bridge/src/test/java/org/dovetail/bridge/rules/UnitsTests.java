package org.dovetail.bridge.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;
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

    @Test
    void realNetworksAreWhollyMadeOfLayers() {
        List<Unit> resnet = Units.recognise(Style.HAIKU, Entries.network("resnet18"), Rules.builtIn(), Set.of());
        assertThat(resnet).hasSize(41).noneMatch(Unit::isRaw);
        assertThat(resnet).filteredOn(unit -> unit.members().containsKey("~/var_ema/average")).hasSize(20)
                .allMatch(unit -> unit.members().size() == 8);
        List<Unit> mobilenet = Units.recognise(Style.HAIKU, Entries.network("mobilenet_v1"), Rules.builtIn(),
                Set.of());
        assertThat(mobilenet).hasSize(55).noneMatch(Unit::isRaw);
        assertThat(mobilenet).extracting(Unit::name).contains("mobile_net_v1/conv2_d",
                "mobile_net_v1/mobile_net_v1_block_12/pointwise_conv");
    }

    @Test
    void whatOnlyHasTheNamesOfALayerStandsForItself() {
        assertThat(units(Style.HAIKU, "my/gain w [7]", "my/shift w [4,5]", "my/shift b [4]", "my/shift/~ w [2,2]",
                "bias b [8]", "gru b [12]", "gru w_h [4,11]", "gru w_i [3,12]")).containsExactly("bias/b f32[8]",
                        "gru/b f32[12]", "gru/w_h f32[4,11]", "gru/w_i f32[3,12]", "my/gain/w f32[7]",
                        "my/shift/b f32[4]", "my/shift/w f32[4,5]", "my/shift/~/w f32[2,2]");
        assertThat(units(Style.NNX, "stats key [4,2]", "stats count [4]", "head kernel [3,4]", "head bias [4]",
                "head gain [4]")).containsExactly("head.bias f32[4]", "head.gain f32[4]", "head.kernel f32[3,4]",
                        "stats.count f32[4]", "stats.key f32[4,2]");
    }

    @Test
    void childrenThatAnyModuleMayHaveMakeALayerWhereItsNameSaysSo() {
        assertThat(units(Style.HAIKU, "net/lstm_2/linear w [7,16]", "net/lstm_2/linear b [16]",
                "net/core/linear w [7,16]", "net/core/linear b [16]", "net/lstm/linear w [7,15]",
                "net/vanilla_rnn/linear w [3,4]", "net/vanilla_rnn/linear b [4]", "net/vanilla_rnn/linear_1 w [4,4]",
                "net/attend/query w [4,6]", "net/attend/key w [4,6]", "net/attend/value w [4,6]",
                "net/attend/linear w [6,4]")).containsExactly("net/attend/key/{w f32[4,6]}",
                        "net/attend/linear/{w f32[6,4]}", "net/attend/query/{w f32[4,6]}",
                        "net/attend/value/{w f32[4,6]}", "net/core/linear/{w f32[7,16], b f32[16]}",
                        "net/lstm/linear/{w f32[7,15]}", "net/lstm_2/{linear/w f32[7,16], linear/b f32[16]}",
                        "net/vanilla_rnn/{linear/w f32[3,4], linear/b f32[4], linear_1/w f32[4,4]}");
    }

    @Test
    void theOtherSideTellsSuchALayerThatAnAuthorNamed() {
        List<Entry> haiku = Entries.of("net/core/linear w [7,16]", "net/core/linear b [16]",
                "net/block/linear w [9,16]",
                "net/block/linear b [16]");
        Kinds kinds = new Kinds(Rules.builtIn());
        List<Unit> units = Units.recognise(Style.HAIKU, haiku, Rules.builtIn(), Set.of());
        assertThat(ComposedLayers.among(haiku, units, recognised("a.dense_i kernel [3,16]",
                "a.dense_h kernel [4,16]", "a.dense_h bias [16]", "b kernel [9,16]", "b bias [16]"), kinds).keySet())
                .containsExactly(List.of("net", "core"));
        assertThat(ComposedLayers.among(haiku, units,
                recognised("a kernel [7,16]", "a bias [16]", "b kernel [9,16]", "b bias [16]"), kinds)).isEmpty();
        List<Entry> two = Entries.of("net/core/linear w [7,16]", "net/core/linear b [16]", "net/block/linear w [7,16]",
                "net/block/linear b [16]");
        assertThat(ComposedLayers.among(two,
                Units.recognise(Style.HAIKU, two, Rules.builtIn(), Set.of()), recognised("a.dense_i kernel [3,16]",
                        "a.dense_h kernel [4,16]", "a.dense_h bias [16]", "b kernel [7,16]", "b bias [16]"),
                kinds)).isEmpty();
    }

    private static List<Unit> recognised(String... nnx) {
        return Units.recognise(Style.NNX, Entries.of(nnx), Rules.builtIn(), Set.of());
    }

    @Test
    void parametersAndStateOfOneNameStayApart() {
        assertThat(units(Style.HAIKU, "params/norm scale [1,4]", "params/norm offset [1,4]", "state/norm scale [1,4]"))
                .containsExactly("norm/offset f32[1,4]", "norm/scale f32[1,4]", "norm/scale f32[1,4]");
        List<Entry> entries = Entries.of("params/~ x [1]", "state/~ x [1]");
        assertThat(Units.recognise(Style.HAIKU, entries.reversed(), Rules.builtIn(), Set.of()))
                .extracting(unit -> unit.members().firstEntry().getValue().path().toString())
                .containsExactly("params/~/x", "state/~/x");
    }

    @Test
    void batchNormWithoutItsAveragesIsAnotherLayer() {
        assertThat(units(Style.HAIKU, "batch_norm scale [1,4]", "batch_norm offset [1,4]",
                "batch_norm/~/mean_ema average [1,4]")).containsExactly(
                        "batch_norm/{scale f32[1,4], offset f32[1,4]}", "batch_norm/~/mean_ema/average f32[1,4]");
    }

    @Test
    void aModelThatIsOneLayerStandsAtTheRoot() {
        Unit root = Entries.unit(Style.NNX, ". kernel [3,4]", ". bias [4]");
        assertThat(root.name()).isEqualTo(".");
        assertThat(root).hasToString("{kernel f32[3,4], bias f32[4]}");
        assertThat(units(Style.HAIKU, ". w [3,4]", ". b [4]")).containsExactly("b f32[4]", "w f32[3,4]");
    }

    @Test
    void theLevelOfASavedStatesValuesIsDropped() {
        List<Unit> units = Units.recognise(Style.NNX, Entries.of("a.linear.kernel value [3,4]",
                "a.linear.bias value [4]", "a.rngs.key value u32[2]", "a.rngs.count value u32[]", "gain value [1]"),
                Rules.builtIn(), Set.of());
        assertThat(units).extracting(Unit::toString).containsExactly("a.linear.{kernel f32[3,4], bias f32[4]}",
                "a.rngs.{key u32[2], count u32[]}", "gain f32[1]");
        assertThat(units.getFirst().members().firstEntry().getValue().path())
                .isEqualTo(EntryPath.of("a", "linear", "kernel", "value"));
        assertThat(units(Style.NNX, "a.rngs.key value u32[2]", "a.rngs.count value u32[]", "b value [3]", "b gain [3]"))
                .containsExactly("a.rngs.{key u32[2], count u32[]}", "b.gain f32[3]", "b.value f32[3]");
    }

    @Test
    void layersBehindLeadingAxesAreLayers() {
        assertThat(units(Style.NNX, "blocks.conv kernel [5,3,3,16,32]", "blocks.conv bias [5,32]",
                "blocks.bn mean [5,8]", "blocks.bn var [5,8]", "blocks.drop.rngs key u32[5,2]",
                "blocks.drop.rngs count u32[5]")).containsExactly("blocks.bn.{mean f32[5,8], var f32[5,8]}",
                        "blocks.conv.{kernel f32[5,3,3,16,32], bias f32[5,32]}",
                        "blocks.drop.rngs.{key u32[5,2], count u32[5]}");
        Unit nested = Entries.unit(Style.HAIKU, "__layer_stack_no_per_layer/__layer_stack_no_per_layer/c w [2,5,3,8,8]",
                "__layer_stack_no_per_layer/__layer_stack_no_per_layer/c b [2,5,8]");
        assertThat(nested.layers()).isEqualTo(2);
        assertThat(nested.specs()).containsEntry("b", Entries.spec("[5,8]"));
    }

    @Test
    void arraysOfAStackThatAreNotOneLongStandForThemselves() {
        List<Unit> units = Units.recognise(Style.HAIKU,
                Entries.of("__layer_stack_no_per_layer/linear w [5,4,4]", "__layer_stack_no_per_layer/linear b [6,4]",
                        "__layer_stack_no_per_layer/x gain []"),
                Rules.builtIn(), Set.of());
        assertThat(units).allMatch(Unit::isRaw).extracting(Unit::layers).containsExactly(6, 5, 0);
    }

    @Test
    void otherCollectionsAreNoLayers() {
        List<Entry> entries = Entries.of("params/a w [2,2]", "opt_state/0/mu/a w [2,2]");
        assertThat(Units.recognise(Style.HAIKU, entries, Rules.builtIn(), Set.of())).hasSize(1);
        assertThat(Units.unconvertible(entries)).containsExactly(entries.getLast());
    }

    @Test
    void aLayerComesApartIntoItsArrays() {
        Unit norm = Entries.unit(Style.HAIKU, "params/n scale [1,4]", "state/n/~/mean_ema average [1,4]",
                "state/n/~/var_ema average [1,4]");
        assertThat(Units.apart(norm)).extracting(Unit::toString).containsExactly("n/scale f32[1,4]",
                "n/~/mean_ema/average f32[1,4]", "n/~/var_ema/average f32[1,4]");
        assertThat(Units.apart(norm)).allMatch(Unit::isRaw);
    }

    @Test
    void whatOnlyNnxHasIsLeftOut() {
        assertThat(Units.leftOut(Entries.unit(Style.NNX, "rngs key u32[2]", "rngs count u32[]"), Rules.builtIn()))
                .get().extracting(Fit::kind).isEqualTo("RngStream");
        assertThat(Units.leftOut(Entries.unit(Style.NNX, "a kernel [3,4]"), Rules.builtIn())).isEmpty();
        assertThat(Units.leftOut(Entries.unit(Style.NNX, "a bias [4]"), Rules.builtIn())).isEmpty();
    }

    @Test
    void hostileShapesAreJudgedWithoutFailing() {
        TensorSpec deep = new TensorSpec(DType.FLOAT32, new Shape(Collections.nCopies(500, 1)));
        TensorSpec empty = new TensorSpec(DType.FLOAT32,
                Shape.of(0, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE));
        List<Unit> units = Units.recognise(Style.HAIKU, List.of(new Entry(EntryPath.of("a", "w"), deep),
                new Entry(EntryPath.of("b", "w"), empty)), Rules.builtIn(), Set.of());
        assertThat(units.getFirst().isRaw()).isTrue();
        assertThat(new Counterparts(new Kinds(Rules.builtIn())).of(units.getLast(), Optional.empty()))
                .extracting(other -> other.fit().kind()).containsExactly("Conv2D", "Conv2DTranspose");
    }

    private static List<String> units(Style style, String... lines) {
        return Units.recognise(style, Entries.of(lines), Rules.builtIn(), Set.of()).stream().map(Unit::toString)
                .toList();
    }
}
