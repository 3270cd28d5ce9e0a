package org.dovetail.bridge.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.format.KeyScheme;
import org.dovetail.bridge.plan.Plan;
import org.dovetail.bridge.plan.Step;
import org.dovetail.bridge.rules.Entries;
import org.dovetail.bridge.rules.Style;
import org.dovetail.core.DType;
import org.junit.jupiter.api.Test;

class DefaultNamesTests {
    private static final String[] BATCH_NORM = {"params/model/block/linear b [256]",
            "params/model/block/linear w [784,256]", "params/model/linear b [10]", "params/model/linear w [256,10]",
            "params/model/block/batch_norm offset [1,256]", "params/model/block/batch_norm scale [1,256]",
            "state/model/block/batch_norm/~/mean_ema average [1,256]",
            "state/model/block/batch_norm/~/mean_ema counter i32[]",
            "state/model/block/batch_norm/~/mean_ema hidden [1,256]",
            "state/model/block/batch_norm/~/var_ema average [1,256]",
            "state/model/block/batch_norm/~/var_ema counter i32[]",
            "state/model/block/batch_norm/~/var_ema hidden [1,256]"};

    @Test
    void theGuidesHaikuTreesBecomeItsNnxTrees() throws AlignmentException {
        assertThat(toNnx("model/block/linear b [256]", "model/block/linear w [784,256]", "model/linear b [10]",
                "model/linear w [256,10]")).containsExactlyInAnyOrder("block/linear/bias f32[256]",
                        "block/linear/kernel f32[784,256]", "linear/bias f32[10]", "linear/kernel f32[256,10]");
        assertThat(toNnx("auto_encoder/~/decoder w [256,784]", "auto_encoder/~/encoder w [784,256]"))
                .containsExactlyInAnyOrder("decoder/kernel f32[256,784]", "encoder/kernel f32[784,256]");
        assertThat(toNnx("mlp/__layer_stack_no_per_layer/block/linear b [5,64]",
                "mlp/__layer_stack_no_per_layer/block/linear w [5,64,64]")).containsExactlyInAnyOrder(
                        "block/linear/bias f32[5,64]", "block/linear/kernel f32[5,64,64]");
        assertThat(toNnx("params/~ multiplier [1]", "state/~ counter i32[]")).containsExactlyInAnyOrder(
                "multiplier f32[1]", "counter i32[]");
        assertThat(toNnx(BATCH_NORM)).containsExactlyInAnyOrder("block/linear/bias f32[256]",
                "block/linear/kernel f32[784,256]", "linear/bias f32[10]", "linear/kernel f32[256,10]",
                "block/batch_norm/scale f32[256]", "block/batch_norm/bias f32[256]", "block/batch_norm/mean f32[256]",
                "block/batch_norm/var f32[256]");
    }

    @Test
    void theGuidesNnxTreesBecomeHaikuTrees() throws AlignmentException {
        assertThat(targets(plan(Style.NNX, options("block.batch_norm=BatchNorm(2)"), Entries.of(
                "block.linear kernel [784,256]", "block.linear bias [256]", "block.dropout.rngs key u32[2]",
                "block.dropout.rngs count u32[]", "linear kernel [256,10]", "block.batch_norm scale [256]",
                "block.batch_norm mean [256]", "block.batch_norm var [256]")))).containsExactlyInAnyOrder(
                        "params/block/linear/w f32[784,256]", "params/block/linear/b f32[256]",
                        "params/linear/w f32[256,10]", "params/block/batch_norm/scale f32[1,256]",
                        "state/block/batch_norm/~/mean_ema/average f32[1,256]",
                        "state/block/batch_norm/~/mean_ema/hidden f32[1,256]",
                        "state/block/batch_norm/~/mean_ema/counter i32[]",
                        "state/block/batch_norm/~/var_ema/average f32[1,256]",
                        "state/block/batch_norm/~/var_ema/hidden f32[1,256]",
                        "state/block/batch_norm/~/var_ema/counter i32[]");
        assertThat(targets(plan(Style.NNX, Alignment.Options.DEFAULT, Entries.of("blocks.linear kernel [5,64,64]",
                "blocks.linear bias [5,64]", "layers.0.linear kernel [4,4]", "layers.10.linear kernel [4,4]"))))
                .containsExactlyInAnyOrder("blocks/linear/w f32[5,64,64]", "blocks/linear/b f32[5,64]",
                        "layers_0/linear/w f32[4,4]", "layers_10/linear/w f32[4,4]");
    }

    @Test
    void whatOnlyNnxHasIsListed() throws AlignmentException {
        Plan plan = plan(Style.NNX, Alignment.Options.DEFAULT,
                Entries.of("a kernel [3,4]", "rngs key u32[2]", "rngs count u32[]"));
        assertThat(plan.steps()).extracting(Step::kind).containsExactly("Linear", "RngStream");
        assertThat(plan.steps().getLast().sourceOnly()).hasSize(2);
    }

    @Test
    void variableTypesTellParametersFromState() throws AlignmentException {
        List<Entry> entries = Stream.of(Entries.variables("Param", ". multiplier [1]"),
                Entries.variables("Counter", ". counter i32[]", "sub.list 0 i32[]"),
                Entries.variables("LoRAParam", "x.lora lora_a [3,2]")).flatMap(List::stream).toList();
        assertThat(targets(plan(Style.NNX, Alignment.Options.DEFAULT, entries))).containsExactlyInAnyOrder(
                "params/~/multiplier f32[1]", "state/~/counter i32[]", "state/sub/list_0 i32[]",
                "params/x/lora/lora_a f32[3,2]");
    }

    @Test
    void rawArraysOfNoKnownTypeAreAsked() throws AlignmentException {
        assertThat(refusal(Style.NNX, Alignment.Options.DEFAULT, ". multiplier [1]", ". counter i32[]"))
                .isEqualTo("""
                        Nothing tells whether these arrays are parameters or state in Haiku:
                          counter i32[]   --kind 'counter=Parameter'  or  --kind 'counter=State'
                          multiplier f32[1]   --kind 'multiplier=Parameter'  or  --kind 'multiplier=State'
                        Tell it with   --kind 'counter=State' --kind 'multiplier=Parameter'""");
        assertThat(targets(plan(Style.NNX, options("counter=State", "multiplier=Parameter"),
                Entries.of(". multiplier [1]", ". counter i32[]")))).containsExactlyInAnyOrder(
                        "params/~/multiplier f32[1]", "state/~/counter i32[]");
    }

    @Test
    void dozensOfQuestionsAreCutInTheTextAlone() throws AlignmentException {
        List<Entry> arrays = IntStream.range(10, 40).mapToObj(i -> Entries.of(". counter" + i + " i32[]").getFirst())
                .toList();
        assertThat(DefaultNames.plan(Style.NNX, arrays, KeyScheme.DOTTED, Style.HAIKU, KeyScheme.DOTTED,
                Alignment.Options.DEFAULT)).isInstanceOfSatisfying(Alignment.Refused.class, refused -> {
                    assertThat(refused.message()).contains("\n  … and 6 more\nTell it with   --kind ")
                            .endsWith(" --kind 'counter33=State'   … and 6 more");
                    assertThat(refused.lines()).hasSize(30).endsWith("--kind 'counter39=State'");
                });
    }

    @Test
    void kernelsOfNoKnownKindAreAsked() throws AlignmentException {
        assertThat(refusal(Style.HAIKU, Alignment.Options.DEFAULT, "net/stem w [3,3,8,8]", "net/head w [8,2]",
                "net/deconv w [3,3,4,8]")).isEqualTo(
                        """
                                Neither shape nor name tells what kind of layer these are, and the kinds move the numbers in different ways:
                                  net/deconv/{w f32[3,3,4,8]}   Conv2D  or  Conv2DTranspose
                                  net/stem/{w f32[3,3,8,8]}   Conv2D  or  Conv2DTranspose
                                Tell it with   --kind 'net/deconv=Conv2D' --kind 'net/stem=Conv2D'""");
        Plan plan = plan(Style.HAIKU, options("net/stem=Conv2D", "net/deconv=ConvTranspose"), Entries
                .of("net/stem w [3,3,8,8]", "net/deconv w [3,3,4,8]", "net/conv_1 w [3,3,8,8]"));
        assertThat(plan.steps()).extracting(step -> step.kind() + " " + step.basis()).containsExactly("Conv2D name",
                "Conv2DTranspose map", "Conv2D map");
        assertThat(targets(plan)).contains("deconv/kernel f32[3,3,8,4]", "stem/kernel f32[3,3,8,8]");
        assertThat(refusal(Style.NNX, Alignment.Options.DEFAULT, "stem kernel [3,3,4,8]", "stem bias [8]"))
                .contains("--kind 'stem=Conv2D'");
        assertThat(targets(plan(Style.NNX, Alignment.Options.DEFAULT,
                Entries.of("conv1 kernel [3,3,4,8]", "conv1 bias [8]", "conv2_d_transpose_1 kernel [3,3,4,8]"))))
                .contains("conv1/w f32[3,3,4,8]", "conv2_d_transpose_1/w f32[3,3,8,4]");
    }

    @Test
    void aBiasTellsTheKindOfUnequalChannels() throws AlignmentException {
        assertThat(toNnx("net/a w [3,3,4,8]", "net/a b [4]", "net/b w [3,3,4,8]", "net/b b [8,1,1]"))
                .containsExactlyInAnyOrder("a/kernel f32[3,3,8,4]", "a/bias f32[4]", "b/kernel f32[3,3,4,8]",
                        "b/bias f32[8]");
    }

    @Test
    void aNameOfHaikusForbidsAnotherKind() throws AlignmentException {
        assertThat(refusal(Style.HAIKU, Alignment.Options.DEFAULT, "m/batch_norm scale [1,4]",
                "m/batch_norm offset [1,4]")).isEqualTo(
                        """
                                These layers have no counterpart of their shapes:
                                  m/batch_norm/{scale f32[1,4], offset f32[1,4]}   by its name it is another kind than its shapes tell; if it is not, say --kind 'm/batch_norm=LayerNorm'
                                Give a like file of the target model with   --like, or leave them out with   --skip '**m/batch_norm/**'""");
    }

    @Test
    void batchNormAsksForTheRankOfItsInput() throws AlignmentException { assertThat(
            refusal(Style.NNX, Alignment.Options.DEFAULT, "bn mean [4]", "bn var [4]")).isEqualTo(
                    """
                            Haiku's BatchNorm keeps an axis for each axis of its input, and nothing here tells how many those are:
                              bn.{mean f32[4], var f32[4]}
                            Tell it, 4 for a batch of images, with   --kind 'bn=BatchNorm(4)'"""); }

    @Test
    void oneLineTellsTheKindOfAllBlocksThatAreAlike() throws AlignmentException {
        assertThat(targets(plan(Style.NNX, options("blocks.0.bn=BatchNorm(4)"), Entries.of("blocks.0.bn mean [4]",
                "blocks.0.bn var [4]", "blocks.1.bn mean [4]", "blocks.1.bn var [4]")))).contains(
                        "state/blocks_1/bn/~/var_ema/average f32[1,1,1,4]");
    }

    @Test
    void layersWithoutARuleAreRefused() throws AlignmentException {
        assertThat(refusal(Style.HAIKU, Alignment.Options.DEFAULT, "net/conv1_dlstm/input_to_hidden w [3,2,16]",
                "net/conv1_dlstm/input_to_hidden b [16]", "net/exponential_moving_average w [2]")).isEqualTo(
                        """
                                No rule knows these layers yet, and equal names alone would not make equal outputs:
                                  net/conv1_dlstm: Haiku's Conv1DLSTM
                                  net/exponential_moving_average: Haiku's ExponentialMovingAverage, which corrects for its start, where nnx.EMA begins with a copy: make the average anew
                                If their arrays are to be carried as they are, say   --kind 'net/conv1_dlstm=Parameter' --kind 'net/exponential_moving_average=Parameter'""");
        assertThat(targets(plan(Style.HAIKU, options("net/lstm=Parameter"),
                Entries.of("net/lstm/linear w [7,16]", "net/lstm/linear b [16]")))).containsExactlyInAnyOrder(
                        "lstm/linear/w f32[7,16]", "lstm/linear/b f32[16]");
        assertThat(refusal(Style.NNX, Alignment.Options.DEFAULT, "attn.query kernel [4,2,2]", "attn.query bias [2,2]",
                "attn.key kernel [4,1,2]", "attn.value kernel [4,1,2]", "attn.out kernel [2,2,4]",
                "cell.dense_i kernel [3,15]", "cell.dense_h kernel [4,16]", "general kernel [4,2,3]",
                "general bias [2,3]")).contains("  attn: NNX's MultiHeadAttention\n",
                        "  cell: NNX's recurrent cell\n", "  general: a kernel of this shape\n")
                .doesNotContain("query", "dense");
    }

    @Test
    void recurrentLayersAndAttentionAreNamedByTheirRules() throws AlignmentException {
        assertThat(targets(plan(Style.HAIKU, options("net/attend=MultiHeadAttention(2)", "net/core=LSTM",
                "net/gru=GRU(HaikuGruCell)", "net/lstm_1=LSTM(LSTMCell)"),
                Entries.of("net/lstm/linear w [7,16]",
                        "net/lstm/linear b [16]", "net/lstm_1/linear w [3,8]", "net/lstm_1/linear b [8]",
                        "net/core/linear w [3,4]", "net/core/linear b [4]", "net/vanilla_rnn/linear w [3,2]",
                        "net/vanilla_rnn/linear b [2]", "net/vanilla_rnn/linear_1 w [2,2]",
                        "net/vanilla_rnn/linear_1 b [2]", "net/attend/query w [5,6]", "net/attend/key w [4,6]",
                        "net/attend/value w [4,6]", "net/attend/linear w [6,5]", "net/gru w_i [3,12]",
                        "net/gru w_h [4,12]", "net/gru b [12]"))))
                .contains(
                        "lstm/dense_i/kernel f32[3,16]", "lstm/dense_h/kernel f32[4,16]",
                        "lstm/dense_h/bias f32[16]", "lstm_1/if_/kernel f32[1,2]", "lstm_1/ho/bias f32[2]",
                        "core/dense_i/kernel f32[2,4]", "vanilla_rnn/dense_i/bias f32[2]",
                        "vanilla_rnn/dense_h/kernel f32[2,2]", "attend/query/kernel f32[5,2,3]",
                        "attend/out/kernel f32[2,3,5]", "gru/recurrent f32[4,12]");
        assertThat(targets(plan(Style.NNX, Alignment.Options.DEFAULT, Entries.of("rnn.cell.dense_i kernel [3,16]",
                "rnn.cell.dense_h kernel [4,16]", "rnn.cell.dense_h bias [16]", "look.query kernel [4,2,3]",
                "look.key kernel [4,2,3]", "look.value kernel [4,2,3]", "look.out kernel [2,3,4]",
                "look.out bias [4]")))).containsExactlyInAnyOrder("rnn/cell/linear/w f32[7,16]",
                        "rnn/cell/linear/b f32[16]", "look/query/w f32[4,6]", "look/key/w f32[4,6]",
                        "look/value/w f32[4,6]", "look/linear/w f32[6,4]", "look/linear/b f32[4]");
    }

    @Test
    void whatARuleMustBeToldIsAsked() throws AlignmentException {
        assertThat(refusal(Style.HAIKU, Alignment.Options.DEFAULT, "net/gru w_i [3,12]", "net/gru w_h [4,12]",
                "net/gru b [12]", "net/multi_head_attention/query w [4,6]", "net/multi_head_attention/key w [4,6]",
                "net/multi_head_attention/value w [4,6]", "net/multi_head_attention/linear w [6,4]")).isEqualTo(
                        """
                                These layers need a word from you:
                                  net/gru/{w_i f32[3,12], w_h f32[4,12], b f32[12]}   Haiku's GRU resets the state before its product and NNX's GRUCell after it, so no numbers make them equal; use a HaikuGruCell (docs/rules.md)
                                  net/multi_head_attention/{query/w f32[4,6], key/w f32[4,6], value/w f32[4,6], linear/w f32[6,4]}   the number of heads is not in the arrays
                                Give it with   --kind 'net/gru=GRU(HaikuGruCell)' --kind 'net/multi_head_attention=MultiHeadAttention(2)'""");
        assertThat(refusal(Style.NNX, Alignment.Options.DEFAULT, "cell.dense_i kernel [3,12]",
                "cell.dense_i bias [12]", "cell.dense_h kernel [4,12]")).contains("have no equal in the other library",
                        "  cell.{dense_i/kernel f32[3,12], dense_i/bias f32[12], dense_h/kernel f32[4,12]}   Haiku's GRU resets",
                        "--skip '**cell/**'");
        assertThat(refusal(Style.HAIKU, Alignment.Options.DEFAULT, "net/multi_head_attention/query w [4,6]",
                "net/multi_head_attention/key w [4,6]", "net/multi_head_attention/value w [4,8]",
                "net/multi_head_attention/linear w [8,4]", "net/out w [4,4]")).contains(
                        "its values have another width than its keys (8 and 6)");
    }

    @Test
    void namesThatMeetAreRefused() throws AlignmentException {
        assertThat(refusal(Style.HAIKU, Alignment.Options.DEFAULT, "m/~a/linear w [3,4]", "m/~b/linear w [3,4]",
                "m/x w [3,4]")).isEqualTo(
                        """
                                These would have one name:
                                  linear/kernel: m/~a/linear/{w f32[3,4]} and m/~b/linear/{w f32[3,4]}
                                Give a like file of the target model with   --like, or leave one out with   --skip '**m/~b/linear/**'""");
        assertThat(refusal(Style.HAIKU, Alignment.Options.DEFAULT, "m gain [3]", "m/gain w [3,4]"))
                .contains("gain/kernel: m/gain f32[3] and m/gain/{w f32[3,4]}");
        assertThat(refusal(Style.NNX, Alignment.Options.DEFAULT, "a.0 kernel [3,4]", "a_0 kernel [3,4]"))
                .contains("a_0/w: a.0.{kernel f32[3,4]} and a_0.{kernel f32[3,4]}");
    }

    @Test
    void aRootThatNotAllLayersShareStays() throws AlignmentException {
        assertThat(toNnx("model/linear w [3,4]", "~ gain [1]")).containsExactlyInAnyOrder(
                "model/linear/kernel f32[3,4]",
                "gain f32[1]");
        assertThat(toNnx("linear w [3,4]")).containsExactly("linear/kernel f32[3,4]");
        assertThat(toNnx("model gain [3]", "model/linear w [3,4]")).containsExactlyInAnyOrder("gain f32[3]",
                "linear/kernel f32[3,4]");
    }

    @Test
    void aModelThatIsOneLayerIsCalledAfterItsClass() throws AlignmentException {
        assertThat(targets(plan(Style.NNX, Alignment.Options.DEFAULT, Entries.of(". kernel [3,4]", ". bias [4]"))))
                .containsExactlyInAnyOrder("linear/w f32[3,4]", "linear/b f32[4]");
        assertThat(targets(plan(Style.NNX, options(".=Conv2DTranspose"), Entries.of(". kernel [3,3,4,4]"))))
                .containsExactly("conv2_d_transpose/w f32[3,3,4,4]");
    }

    @Test
    void whatTheUserSkipsChangesNoNames() throws AlignmentException {
        Set<EntryPath> skipped = Set.of(EntryPath.of("b", "linear", "w"), EntryPath.of("a", "linear", "b"));
        Plan plan = plan(Style.HAIKU, new Alignment.Options(List.of(), List.of(), false, Optional.empty(), skipped),
                Entries.of("a/linear w [3,4]", "a/linear b [4]", "b/linear w [3,4]"));
        assertThat(targets(plan)).containsExactly("a/linear/kernel f32[3,4]");
    }

    @Test
    void anAskedDtypeIsWritten() throws AlignmentException {
        Plan plan = plan(Style.HAIKU,
                new Alignment.Options(List.of(), List.of(), false, Optional.of(DType.BFLOAT16), Set.of()),
                Entries.of("~ counter i32[]", "~ gain [3]"));
        assertThat(targets(plan)).containsExactly("counter i32[]", "gain bf16[3]");
        assertThat(plan.steps().getLast().moves().getFirst().ops()).hasToString("[cast f32->bf16]");
    }

    @Test
    void whatMirrorsNothingIsRefused() throws AlignmentException { assertThat(
            refusal(Style.NNX, Alignment.Options.DEFAULT, "model.a kernel [3,4]", "opt_state.0.mu.b kernel [3,4]"))
            .isEqualTo("""
                    1 array beside the model cannot be converted exactly:
                      opt_state/0/mu/b/kernel f32[3,4]   is of no kind that is known
                    Leave out what they belong to with   --skip 'opt_state/**'"""); }

    @Test
    void linesThatNameNothingAreWrongUsage() {
        List<Entry> entries = Entries.of("a/linear w [3,4]");
        assertThatThrownBy(() -> plan(Style.HAIKU, options("a/linear=Lineer"), entries))
                .isInstanceOf(AlignmentException.class)
                .hasMessageStartingWith("--kind 'a/linear=Lineer': there is no kind Lineer; there are Conv1D, Conv2D,");
        assertThatThrownBy(() -> plan(Style.HAIKU, options("b=Linear"), entries))
                .isInstanceOf(AlignmentException.class);
        assertThatThrownBy(() -> plan(Style.HAIKU,
                new Alignment.Options(List.of("a=b"), List.of(), false, Optional.empty(), Set.of()), entries))
                .hasMessage("--map 'a=b': it names a layer of a like file; give one with --like");
    }

    @Test
    void strictRefusesKindsThatNamesTell() throws AlignmentException { assertThat(
            refusal(Style.HAIKU, new Alignment.Options(List.of(), List.of(), true, Optional.empty(), Set.of()),
                    "net/conv_1 w [3,3,8,8]", "net/x w [2,2]"))
            .isEqualTo("""
                    These rest on a name, which --strict does not accept:
                      net/conv_1/{w f32[3,3,8,8]}   Conv2D
                    If they are right, say so with   --kind 'net/conv_1=Conv2D'"""); }

    @Test
    void withinOneLibraryEveryArrayKeepsItsName() throws AlignmentException {
        List<Entry> entries = Entries.of(BATCH_NORM);
        Plan plan = plan(Style.HAIKU, Style.HAIKU, Alignment.Options.DEFAULT, entries);
        assertThat(plan.steps()).hasSameSizeAs(entries)
                .allMatch(step -> step.moves().getFirst().from().equals(step.moves().getFirst().to()));
    }

    @Test
    void realNetworksGoToNnxAndBack() throws AlignmentException {
        for (String network : List.of("resnet18", "mobilenet_v1")) {
            List<Entry> haiku = Entries.network(network);
            Plan there = plan(Style.HAIKU, Alignment.Options.DEFAULT, haiku);
            List<Entry> nnx = there.steps().stream().flatMap(step -> step.moves().stream())
                    .flatMap(move -> move.to().stream()).toList();
            assertThat(nnx).hasSize(network.equals("resnet18") ? 102 : 137);
            List<String> ranks = there.steps().stream().filter(step -> step.kind().equals("BatchNorm"))
                    .map(step -> step.target() + "=BatchNorm(4)").toList();
            Plan back = plan(Style.NNX, options(ranks.toArray(String[]::new)), nnx);
            assertThat(targets(back)).hasSameSizeAs(haiku);
            assertThat(back.steps()).extracting(Step::kind)
                    .containsExactlyInAnyOrderElementsOf(there.steps().stream().map(Step::kind).toList());
        }
    }

    @Test
    void theOrderOfTheEntriesPlaysNoPart() throws AlignmentException {
        List<Entry> entries = new ArrayList<>(Entries.of(BATCH_NORM));
        Plan plan = plan(Style.HAIKU, Alignment.Options.DEFAULT, entries);
        Collections.shuffle(entries, new Random(3));
        assertThat(plan(Style.HAIKU, Alignment.Options.DEFAULT, entries)).isEqualTo(plan);
    }

    private static List<String> toNnx(String... lines) throws AlignmentException {
        return targets(plan(Style.HAIKU, Alignment.Options.DEFAULT, Entries.of(lines)));
    }

    private static Alignment.Options options(String... kinds) {
        return new Alignment.Options(List.of(), List.of(kinds), false, Optional.empty(), Set.of());
    }

    private static Plan plan(Style from, Alignment.Options options, List<Entry> entries) throws AlignmentException {
        return plan(from, from.other(), options, entries);
    }

    private static Plan plan(Style from, Style to, Alignment.Options options, List<Entry> entries)
            throws AlignmentException {
        return switch (DefaultNames.plan(from, entries, KeyScheme.DOTTED, to, KeyScheme.DOTTED, options)) {
            case Alignment.Mapped mapped -> mapped.plan();
            case Alignment.Refused refused -> throw new AssertionError(refused.message());
        };
    }

    private static String refusal(Style from, Alignment.Options options, String... lines) throws AlignmentException {
        return switch (DefaultNames.plan(from, Entries.of(lines), KeyScheme.DOTTED, from.other(), KeyScheme.DOTTED,
                options)) {
            case Alignment.Mapped mapped -> throw new AssertionError("mapped: " + targets(mapped.plan()));
            case Alignment.Refused refused -> refused.message();
        };
    }

    private static List<String> targets(Plan plan) {
        return plan.steps().stream()
                .flatMap(step -> Stream.concat(step.moves().stream().flatMap(move -> move.to().stream()),
                        step.targetOnly().stream().map(aside -> aside.entry())))
                .map(Entry::toString).toList();
    }
}
