package org.dovetail.bridge.align;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.format.KeyScheme;
import org.dovetail.bridge.plan.Step;
import org.dovetail.bridge.rules.Entries;
import org.dovetail.bridge.rules.Style;
import org.junit.jupiter.api.Test;

/** Layers made of children that any module may have: LSTM, vanilla layers, attention; and what stands beside layers in NNX alone. */
class LayersOfChildrenTests {
    private static final List<Entry> HAIKU = Entries.of("net/core/linear w [7,16]", "net/core/linear b [16]",
            "net/look/query w [6,6]", "net/look/key w [6,6]", "net/look/value w [6,6]", "net/look/linear w [6,6]",
            "net/linear w [6,6]");
    private static final List<Entry> NNX = Entries.of("rnn.cell.dense_i kernel [3,16]",
            "rnn.cell.dense_h kernel [4,16]",
            "rnn.cell.dense_h bias [16]", "attend.query kernel [6,2,3]", "attend.key kernel [6,2,3]",
            "attend.value kernel [6,2,3]", "attend.out kernel [2,3,6]", "dense kernel [6,6]");

    @Test
    void theLikeFileTellsThemWhateverAnAuthorNamedThem() throws AlignmentException {
        assertThat(kinds(HAIKU, Style.HAIKU, NNX, Alignment.Options.DEFAULT)).containsExactlyInAnyOrder(
                "LSTM net/core -> rnn.cell", "MultiHeadAttention net/look -> attend", "Linear net/linear -> dense");
        assertThat(kinds(NNX, Style.NNX, HAIKU, Alignment.Options.DEFAULT)).containsExactlyInAnyOrder(
                "LSTM rnn.cell -> net/core", "MultiHeadAttention attend -> net/look", "Linear dense -> net/linear");
    }

    @Test
    void partsThatTheLikeFileHasByThemselvesStayApart() throws AlignmentException {
        List<Entry> flat = Entries.of("a kernel [7,16]", "a bias [16]", "b.query kernel [6,6]", "b.key kernel [6,6]",
                "b.value kernel [6,6]", "b.linear kernel [6,6]");
        List<Entry> source = HAIKU.subList(0, 6);
        assertThat(kinds(source, Style.HAIKU, flat, Alignment.Options.DEFAULT))
                .contains("Linear net/core/linear -> a").allMatch(kind -> kind.startsWith("Linear"));
    }

    @Test
    void aLineTellsOneOfTwoThatTheLikeFileLeavesOpen() throws AlignmentException {
        List<Entry> two = Entries.of("net/core/linear w [7,16]", "net/core/linear b [16]", "net/block/linear w [7,16]",
                "net/block/linear b [16]");
        List<Entry> one = Entries.of("cell.dense_i kernel [3,16]", "cell.dense_h kernel [4,16]",
                "cell.dense_h bias [16]", "dense kernel [7,16]", "dense bias [16]");
        assertThat(align(two, Style.HAIKU, one, Alignment.Options.DEFAULT)).isInstanceOf(Alignment.Refused.class);
        assertThat(kinds(two, Style.HAIKU, one, kinds("net/core=LSTM"))).containsExactlyInAnyOrder(
                "LSTM net/core -> cell", "Linear net/block/linear -> dense");
    }

    @Test
    void theGruOfFlaxIsRefusedWithTheReason() throws AlignmentException {
        Alignment.Result result = align(Entries.of("net/gru w_i [3,12]", "net/gru w_h [4,12]", "net/gru b [12]"),
                Style.HAIKU, Entries.of("cell.dense_i kernel [3,12]", "cell.dense_i bias [12]",
                        "cell.dense_h kernel [4,12]"),
                Alignment.Options.DEFAULT);
        assertThat(((Alignment.Refused) result).message()).contains("1 layer of the like file has no source:",
                "  cell.{dense_i/kernel f32[3,12], dense_i/bias f32[12], dense_h/kernel f32[4,12]}",
                "  net/gru/{w_i f32[3,12], w_h f32[4,12], b f32[12]}: Haiku's GRU resets the state before its product and"
                        + " NNX's GRUCell after it, so no numbers make them equal; use a HaikuGruCell (docs/rules.md)");
    }

    @Test
    void theCellThatHoldsAGruIsFilled() throws AlignmentException {
        assertThat(kinds(Entries.of("net/gru w_i [3,12]", "net/gru w_h [4,12]", "net/gru b [12]"), Style.HAIKU,
                Entries.of("cell input [3,12]", "cell recurrent [4,12]", "cell bias [12]"), Alignment.Options.DEFAULT))
                .containsExactly("GRU net/gru -> cell");
    }

    @Test
    void valuesOfAnotherWidthAreRefusedWithTheReason() throws AlignmentException {
        Alignment.Result result = align(Entries.of("net/multi_head_attention/query w [6,6]",
                "net/multi_head_attention/key w [6,6]", "net/multi_head_attention/value w [6,8]",
                "net/multi_head_attention/linear w [8,6]"), Style.HAIKU, NNX.subList(3, 7), Alignment.Options.DEFAULT);
        assertThat(((Alignment.Refused) result).message())
                .contains(": its values have another width than its keys (8 and 6), but NNX's attention has one size");
    }

    @Test
    void whatLoraTrainedIsLeftAloneAndSaidSo() throws AlignmentException {
        List<Entry> haiku = Entries.of("linear w [3,4]");
        List<Entry> nnx = Entries.of("dense kernel [3,4]", "dense.lora lora_a [3,2]", "dense.lora lora_b [2,4]");
        Alignment.Mapped there = (Alignment.Mapped) align(haiku, Style.HAIKU, nnx, Alignment.Options.DEFAULT);
        assertThat(there.leftOut()).extracting(Object::toString)
                .containsExactly("dense/lora/lora_a", "dense/lora/lora_b");
        assertThat(there.notes()).isEmpty();
        Alignment.Mapped back = (Alignment.Mapped) align(nnx, Style.NNX, haiku, Alignment.Options.DEFAULT);
        assertThat(back.plan().steps().getLast().sourceOnly()).hasSize(2);
        assertThat(back.notes()).containsExactly("LoRA: Haiku has none: to keep what was trained, first add"
                + " lora_a @ lora_b to the kernel beside it");
        assertThat(Alignment.notes(back.plan())).isEqualTo(back.notes());
    }

    @Test
    void whatSpectralNormRemembersGoesWithItsLayer() throws AlignmentException {
        List<Entry> haiku = Entries.of("params/bounded w [3,4]", "state/bounded/spectral_norm u0 [1,4]",
                "state/bounded/spectral_norm sigma []");
        Entry u = new Entry(new EntryPath("", List.of("bound", "batch_stats"),
                "('kernel', 'u')"), Entries.spec("[1,4]"));
        Entry sigma = new Entry(new EntryPath("", List.of("bound", "batch_stats"),
                "('kernel', 'sigma')"), Entries.spec("[]"));
        List<Entry> nnx = List.of(u, sigma, Entries.of("bound.layer_instance kernel [3,4]").getFirst());
        assertThat(kinds(haiku, Style.HAIKU, nnx, Alignment.Options.DEFAULT)).containsExactlyInAnyOrder(
                "Linear bounded -> bound.layer_instance", "SpectralNorm bounded/spectral_norm -> bound.batch_stats");
    }

    private static Alignment.Options kinds(String line) {
        return new Alignment.Options(List.of(), List.of(line), false, Optional.empty(), Set.of());
    }

    private static List<String> kinds(List<Entry> source, Style from, List<Entry> target, Alignment.Options options)
            throws AlignmentException {
        Alignment.Result result = align(source, from, target, options);
        assertThat(result).as(result.toString()).isInstanceOf(Alignment.Mapped.class);
        return result.plan().steps().stream().map((Step step) -> step.kind() + " " + step.source() + " -> "
                + step.target()).toList();
    }

    private static Alignment.Result align(List<Entry> source, Style from, List<Entry> target,
            Alignment.Options options) throws AlignmentException {
        KeyScheme haiku = KeyScheme.DOUBLE_SLASH;
        return from == Style.HAIKU
                ? Alignment.align(from, source, haiku, Style.NNX, target, KeyScheme.DOTTED, options)
                : Alignment.align(from, source, KeyScheme.DOTTED, Style.HAIKU, target, haiku, options);
    }
}
