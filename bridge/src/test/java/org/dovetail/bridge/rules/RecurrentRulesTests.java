package org.dovetail.bridge.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.SegmentAllocator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.dovetail.core.Array;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;
import org.junit.jupiter.api.Test;

/** Where each number of a recurrent layer and of an attention goes. */
class RecurrentRulesTests {
    private static final SegmentAllocator MEMORY = Arena.ofAuto();

    /** Two inputs, one unit: the columns are the gates i, g, f, o. */
    private static final Map<String, Array> LSTM = Map.of("linear/w",
            matrix(3, 4, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
            "linear/b", vector(0.5f, 0.25f, 0.125f, 2));

    @Test
    void lstmChangesTheOrderOfGatesAndSplitsInputFromState() {
        Map<String, Array> nnx = there(new LstmRule(), LSTM, List.of());
        assertThat(floats(nnx, "dense_i/kernel")).containsExactly(1, 3, 2, 4, 5, 7, 6, 8);
        assertThat(floats(nnx, "dense_h/kernel")).containsExactly(9, 11, 10, 12);
        assertThat(floats(nnx, "dense_h/bias")).containsExactly(0.5f, 1.125f, 0.25f, 2);
    }

    @Test
    void lstmByGateHasAKernelForEachGate() {
        Map<String, Array> nnx = there(new LstmRule(), LSTM, List.of("LSTMCell"));
        assertThat(nnx).hasSize(12);
        assertThat(floats(nnx, "ii/kernel")).containsExactly(1, 5);
        assertThat(floats(nnx, "ig/kernel")).containsExactly(2, 6);
        assertThat(floats(nnx, "if_/kernel")).containsExactly(3, 7);
        assertThat(floats(nnx, "io/kernel")).containsExactly(4, 8);
        assertThat(floats(nnx, "hi/kernel")).containsExactly(9);
        assertThat(floats(nnx, "hf/bias")).containsExactly(1.125f);
        assertThat(floats(nnx, "ho/bias")).containsExactly(2);
    }

    @Test
    void lstmWantsItsRowsAndColumns() {
        LstmRule rule = new LstmRule();
        assertThat(rule.accepts(Style.HAIKU, specs("linear/w [5,12] linear/b [12]"))).isTrue();
        assertThat(rule.accepts(Style.HAIKU, specs("linear/w [3,12] linear/b [12]"))).isFalse();
        assertThat(rule.accepts(Style.HAIKU, specs("linear/w [5,10] linear/b [10]"))).isFalse();
        assertThat(rule.accepts(Style.NNX, specs("dense_i/kernel [2,12] dense_h/kernel [3,12] dense_h/bias [12]")))
                .isTrue();
        assertThat(rule.accepts(Style.NNX, specs("dense_i/kernel [2,12] dense_h/kernel [4,12] dense_h/bias [12]")))
                .isFalse();
        assertThat(rule.fit(specs("linear/w [5,12] linear/b [12]"),
                specs("dense_i/kernel [1,12] dense_h/kernel [3,12] dense_h/bias [12]"))).isEmpty();
        assertThat(rule.counterpart(Style.HAIKU, specs("linear/w [5,12] linear/b [12]"), List.of("GRU"))).isEmpty();
    }

    @Test
    void vanillaRnnAddsItsBiasesUpAndPutsTheSumInTheFirst() {
        Map<String, Array> haiku = Map.of("linear/w", matrix(1, 2, 1, 2), "linear/b", vector(3, 4), "linear_1/w",
                matrix(2, 2, 5, 6, 7, 8), "linear_1/b", vector(0.5f, -4));
        Map<String, TensorSpec> nnx = specs("dense_i/kernel [1,2] dense_i/bias [2] dense_h/kernel [2,2]");
        Fit fit = new VanillaRnnRule().fit(specs(haiku), nnx).orElseThrow();
        Map<String, Array> there = run(fit, haiku);
        assertThat(floats(there, "dense_i/kernel")).containsExactly(1, 2);
        assertThat(floats(there, "dense_h/kernel")).containsExactly(5, 6, 7, 8);
        assertThat(floats(there, "dense_i/bias")).containsExactly(3.5f, 0);
        TensorOp back = new LossyOp.Sum(2).inverse();
        assertThat(back.apply(List.of(vector(3.5f, 0)), MEMORY)).extracting(array -> array.doubleAt(0))
                .containsExactly(3.5, 0.0);
    }

    @Test
    void vanillaRnnWithOneBiasIsCarriedAsItIs() {
        Map<String, TensorSpec> one = specs("linear/w [3,2] linear/b [2] linear_1/w [2,2]");
        Map<String, TensorSpec> nnx = new VanillaRnnRule().counterpart(Style.HAIKU, one, List.of()).orElseThrow();
        assertThat(new VanillaRnnRule().fit(one, nnx).orElseThrow().links())
                .allSatisfy(link -> assertThat(link.toNnx()).isEmpty());
        assertThat(new VanillaRnnRule().counterpart(Style.NNX, nnx, List.of())).contains(one);
        assertThat(new VanillaRnnRule().accepts(Style.HAIKU, specs("linear/w [3,2] linear/b [2] linear_1/w [2,3]")))
                .isFalse();
    }

    @Test
    void attentionGetsAnAxisOfHeads() {
        Map<String, Array> haiku = Map.of("query/w", matrix(1, 4, 1, 2, 3, 4), "key/w", matrix(1, 4, 5, 6, 7, 8),
                "value/w", matrix(1, 4, 9, 10, 11, 12), "query/b", vector(1, 2, 3, 4), "linear/w",
                matrix(4, 1, 13, 14, 15, 16), "linear/b", vector(17));
        Map<String, Array> nnx = there(new AttentionRule(), haiku, List.of("2"));
        assertThat(specs(nnx)).containsEntry("query/kernel", Entries.spec("[1,2,2]"));
        assertThat(specs(nnx)).containsEntry("query/bias", Entries.spec("[2,2]"));
        assertThat(specs(nnx)).containsEntry("out/kernel", Entries.spec("[2,2,1]"));
        assertThat(floats(nnx, "out/bias")).containsExactly(17);
        assertThat(floats(nnx, "value/kernel")).containsExactly(9, 10, 11, 12);
    }

    @Test
    void attentionIsToldItsHeadsOrHasThemFromTheOtherSide() {
        AttentionRule rule = new AttentionRule();
        Map<String, TensorSpec> haiku = specs("query/w [5,12] key/w [4,12] value/w [4,12] linear/w [12,7]");
        assertThat(rule.counterpart(Style.HAIKU, haiku, List.of())).isEmpty();
        assertThat(rule.counterpart(Style.HAIKU, haiku, List.of("5"))).isEmpty();
        assertThat(rule.counterpart(Style.HAIKU, haiku, List.of("3"))).contains(specs(
                "query/kernel [5,3,4] key/kernel [4,3,4] value/kernel [4,3,4] out/kernel [3,4,7]"));
        assertThat(rule.objection(haiku, Map.of())).contains(
                new Objection("the number of heads is not in the arrays", Optional.of("MultiHeadAttention(4)")));
        Map<String, TensorSpec> grouped = specs(
                "query/kernel [5,3,4] key/kernel [4,1,4] value/kernel [4,1,4] out/kernel [3,4,7]");
        assertThat(rule.accepts(Style.NNX, grouped)).isFalse();
        assertThat(rule.fit(haiku, specs("query/kernel [5,3,4] key/kernel [4,3,4] value/kernel [4,3,4] "
                + "out/kernel [3,4,7] out/bias [7]"))).as("a bias on one side alone").isEmpty();
    }

    @Test
    void attentionWithValuesOfAnotherWidthIsRefused() {
        assertThat(new AttentionRule().objection(
                specs("query/w [5,12] key/w [4,12] value/w [4,6] linear/w [6,7]"),
                specs("kernel [2,2]")).orElseThrow().reason())
                .startsWith("its values have another width than its keys (6 and 12)");
    }

    @Test
    void gruFitsOnlyACellThatComputesAsItDoes() {
        LayerRule rule = GruRules.haiku();
        Map<String, TensorSpec> haiku = specs("w_i [2,9] w_h [3,9] b [9]");
        Map<String, TensorSpec> flax = specs("dense_i/kernel [2,9] dense_i/bias [9] dense_h/kernel [3,9]");
        assertThat(rule.fit(haiku, specs("input [2,9] recurrent [3,9] bias [9]"))).isPresent();
        assertThat(rule.fit(haiku, flax)).isEmpty();
        assertThat(rule.counterpart(Style.HAIKU, haiku, List.of())).isEmpty();
        assertThat(rule.objection(haiku, flax).orElseThrow().kind()).contains("GRU(HaikuGruCell)");
        assertThat(GruRules.nnx().objection(Map.of(), flax)).isPresent();
        assertThat(GruRules.nnx().fit(haiku, flax)).isEmpty();
    }

    @Test
    void operationsRefuseWhatTheyDoNotGoWith() {
        List<TensorSpec> specs = List.of(Entries.spec("[3,4]"), Entries.spec("[3,4]"));
        assertThatThrownBy(() -> new PieceOp.Split(1, List.of(3, 2)).specs(specs))
                .hasMessage("split[3, 2] along axis 1: got f32[3,4]");
        assertThatThrownBy(() -> new PieceOp.Join(0, List.of(3, 2)).specs(specs))
                .hasMessage("join[3, 2] along axis 0: got [f32[3,4], f32[3,4]]");
        assertThatThrownBy(() -> new PieceOp.Blocks(1, List.of(0, 2)))
                .hasMessage("blocks: no permutation: [0, 2]");
        assertThatThrownBy(() -> new PieceOp.Blocks(0, List.of(1, 0)).specs(specs))
                .hasMessage("blocks[1, 0] of axis 0: got f32[3,4]");
        assertThatThrownBy(() -> new LossyOp.Shift(4, 4, 1)).hasMessage("shift: no block 4 of 4 by 1.0");
        assertThatThrownBy(() -> new LossyOp.Shift(0, 3, 1).specs(specs))
                .hasMessage("shift block 0 of 3 by 1.0: got f32[3,4]");
        assertThatThrownBy(() -> new LossyOp.Sum(3).specs(specs))
                .hasMessage("sum of 3: expected terms by 3, got [f32[3,4], f32[3,4]]");
        assertThatThrownBy(() -> new LossyOp.Spread(2).specs(List.of(Entries.spec("i32[3]"))))
                .hasMessage("spread over 2: got i32[3]");
    }

    private static Map<String, Array> there(LayerRule rule, Map<String, Array> haiku, List<String> arguments) {
        Map<String, TensorSpec> nnx = rule.counterpart(Style.HAIKU, specs(haiku), arguments).orElseThrow();
        Map<String, Array> there = run(rule.fit(specs(haiku), nnx).orElseThrow(), haiku);
        assertThat(specs(there)).isEqualTo(nnx);
        return there;
    }

    private static Map<String, Array> run(Fit fit, Map<String, Array> haiku) {
        Map<String, Array> nnx = new HashMap<>();
        for (Link link : fit.links()) {
            List<Array> arrays = link.haiku().stream().map(haiku::get).toList();
            for (TensorOp op : link.toNnx()) {
                arrays = op.apply(arrays, MEMORY);
            }
            for (int i = 0; i < arrays.size(); i++) {
                nnx.put(link.nnx().get(i), arrays.get(i));
            }
        }
        assertThat(Set.copyOf(fit.links().stream().flatMap(link -> link.haiku().stream()).toList()))
                .isEqualTo(haiku.keySet());
        return nnx;
    }

    private static Map<String, TensorSpec> specs(Map<String, Array> arrays) {
        Map<String, TensorSpec> specs = new HashMap<>();
        arrays.forEach((role, array) -> specs.put(role, array.spec()));
        return specs;
    }

    private static Map<String, TensorSpec> specs(String text) {
        String[] words = text.split(" ", -1);
        Map<String, TensorSpec> specs = new HashMap<>();
        for (int i = 0; i < words.length; i += 2) {
            specs.put(words[i], Entries.spec(words[i + 1]));
        }
        return specs;
    }

    private static float[] floats(Map<String, Array> arrays, String role) {
        return Objects.requireNonNull(arrays.get(role), role).toFloats();
    }

    private static Array matrix(int rows, int columns, float... elements) {
        return Array.ofFloats(Shape.of(rows, columns), elements);
    }

    private static Array vector(float... elements) { return Array.ofFloats(Shape.of(elements.length), elements); }
}
