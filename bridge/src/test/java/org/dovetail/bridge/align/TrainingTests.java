package org.dovetail.bridge.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.format.KeyScheme;
import org.dovetail.bridge.plan.Move;
import org.dovetail.bridge.plan.Plan;
import org.dovetail.bridge.rules.Style;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;
import org.junit.jupiter.api.Test;

class TrainingTests {
    private static final List<String> TRANSPOSED = List.of("params/net/conv2_d_transpose/w f32[3,3,5,4]",
            "params/net/conv2_d_transpose/b f32[5]");
    private static final List<String> LSTM = List.of("params/lstm/linear/w f32[7,16]", "params/lstm/linear/b f32[16]");

    @Test
    void momentsFollowTheirParameters() throws AlignmentException {
        assertThat(moves(named(Style.HAIKU, TRANSPOSED, "opt_state/0/count i32[]",
                "opt_state/0/mu/net/conv2_d_transpose/w f32[3,3,5,4]", "opt_state/0/mu/net/conv2_d_transpose/b f32[5]",
                "opt_state/0/nu/net/conv2_d_transpose/w f32[3,3,5,4]"))).contains(
                        "params/net/conv2_d_transpose/w f32[3,3,5,4] -> model/conv2_d_transpose/kernel f32[3,3,4,5] [permute[0, 1, 3, 2]]",
                        "opt_state/0/mu/net/conv2_d_transpose/w f32[3,3,5,4] -> opt_state/0/mu/conv2_d_transpose/kernel f32[3,3,4,5] [permute[0, 1, 3, 2]]",
                        "opt_state/0/mu/net/conv2_d_transpose/b f32[5] -> opt_state/0/mu/conv2_d_transpose/bias f32[5] []",
                        "opt_state/0/nu/net/conv2_d_transpose/w f32[3,3,5,4] -> opt_state/0/nu/conv2_d_transpose/kernel f32[3,3,4,5] [permute[0, 1, 3, 2]]",
                        "opt_state/0/count i32[] -> opt_state/0/count i32[] []");
    }

    @Test
    void nothingIsAddedToAMomentButToAnAverageOfParameters() throws AlignmentException {
        List<String> moves = moves(named(Style.HAIKU, LSTM, "opt_state/0/trace/lstm/linear/b f32[16]",
                "ema_params/lstm/linear/b f32[16]"));
        assertThat(moves.stream().filter(move -> move.startsWith("opt_state"))).singleElement().asString()
                .contains("blocks").doesNotContain("shift");
        assertThat(moves.stream().filter(move -> move.startsWith("ema_params"))).singleElement().asString()
                .contains("shift");
        assertThat(refusal(named(Style.HAIKU, LSTM, "ema/count i32[]", "ema/ema/lstm/linear/b f32[16]"))).contains(
                "ema/ema/lstm/linear/b f32[16]   is an average that is still to be debiased");
        assertThat(refusal(named(Style.HAIKU, LSTM, "target/lstm/linear/b f32[16]"))).contains(
                "may hold parameters, to which a number is added, or their changes").endsWith("--skip 'target/**'");
    }

    @Test
    void twoBiasesThatBecomeOneAreRefusedWithAnOptimizerAlone() throws AlignmentException {
        List<String> model = List.of("params/vanilla_rnn/linear/w f32[3,4]", "params/vanilla_rnn/linear/b f32[4]",
                "params/vanilla_rnn/linear_1/w f32[4,4]", "params/vanilla_rnn/linear_1/b f32[4]");
        String trace = "opt_state/0/trace/vanilla_rnn/linear/b f32[4]";
        assertThat(refusal(named(Style.HAIKU, model, trace,
                trace.replace("linear/b", "linear_1/b"))))
                .contains(
                        "linear_1/b f32[4]   belongs to one of two biases that become one, whose steps would be half as "
                                + "long; convert a model of one bias (double_bias=False)")
                .endsWith("Leave out what they belong to with   --skip 'opt_state/**'");
        assertThat(named(Style.HAIKU, model)).isInstanceOfSatisfying(Alignment.Mapped.class,
                mapped -> assertThat(mapped.notes()).singleElement().asString()
                        .contains("nnx.SimpleCell(3, 4, activation_fn=nnx.relu, rngs=rngs)", "double_bias=False"));
        List<Entry> cell = entries(List.of("model/cell/dense_i/kernel f32[3,4]", "model/cell/dense_i/bias f32[4]",
                "model/cell/dense_h/kernel f32[4,4]", "opt_state/0/trace/cell/dense_i/bias f32[4]"));
        List<Entry> two = entries(
                Stream.concat(model.stream(), Stream.of(trace, trace.replace("linear/b", "linear_1/b"))).toList());
        assertThat(refusal(Alignment.align(Style.NNX, cell, KeyScheme.SLASH, Style.HAIKU, two, KeyScheme.SLASH,
                Alignment.Options.DEFAULT))).contains("belongs to one of two biases");
    }

    @Test
    void factoredMomentsAreRefusedWhereTheirParameterIsTurned() throws AlignmentException {
        String row = "opt_state/0/v_row/net/conv2_d_transpose/w f32[5]";
        assertThat(refusal(named(Style.HAIKU, TRANSPOSED, row))).isEqualTo(
                """
                        1 array beside the model cannot be converted exactly:
                          opt_state/0/v_row/net/conv2_d_transpose/w f32[5]   has not its parameter's shape, [3,3,5,4], and cannot follow it through [permute[0, 1, 3, 2]]
                        Leave out what they belong to with   --skip 'opt_state/**'""");
        assertThat(moves(named(Style.HAIKU, TRANSPOSED, row.replace("[5]", "[1]"), row.replace("v_row", "nu")
                .replace("[5]", "[]")))).contains(
                        "opt_state/0/v_row/net/conv2_d_transpose/w f32[1] -> opt_state/0/v_row/conv2_d_transpose/kernel f32[1] []",
                        "opt_state/0/nu/net/conv2_d_transpose/w f32[] -> opt_state/0/nu/conv2_d_transpose/kernel f32[] []");
        assertThat(moves(named(Style.HAIKU, List.of("params/linear/w f32[200,300]"),
                "opt_state/0/v_row/linear/w f32[200]"))).contains(
                        "opt_state/0/v_row/linear/w f32[200] -> opt_state/0/v_row/linear/kernel f32[200] []");
    }

    @Test
    void nnxGoesToParamsAndAPartOfAModelMayBeMirrored() throws AlignmentException {
        assertThat(moves(named(Style.NNX, List.of("model/actor/kernel f32[3,4]", "model/critic/kernel f32[3,5]"),
                "opt_state/actor/0/mu/kernel f32[3,4]"))).containsExactly(
                        "model/actor/kernel f32[3,4] -> params/actor/w f32[3,4] []",
                        "model/critic/kernel f32[3,5] -> params/critic/w f32[3,5] []",
                        "opt_state/actor/0/mu/kernel f32[3,4] -> opt_state/actor/0/mu/w f32[3,4] []");
    }

    @Test
    void aLikeFileSaysNamesAndDtypes() throws AlignmentException {
        List<Entry> source = entries(List.of("params/a/w f32[3,4]", "opt_state/0/mu/a/w bf16[3,4]",
                "opt_state/0/count i32[]"));
        List<Entry> like = entries(
                List.of("model/stem/kernel f32[3,4]", "optimizer/opt_state/0/mu/stem/kernel f32[3,4]",
                        "optimizer/opt_state/0/count i32[]", "optimizer/step u32[]"));
        Alignment.Result result = align(source, like);
        assertThat(moves(result)).containsExactly("params/a/w f32[3,4] -> model/stem/kernel f32[3,4] []",
                "opt_state/0/mu/a/w bf16[3,4] -> optimizer/opt_state/0/mu/stem/kernel f32[3,4] [cast bf16->f32]",
                "opt_state/0/count i32[] -> optimizer/opt_state/0/count i32[] []");
        assertThat(((Alignment.Mapped) result).leftOut()).map(EntryPath::toString).containsExactly("optimizer/step");
        assertThat(refusal(align(source,
                entries(List.of("model/stem/kernel f32[3,4]", "opt_state/0/trace/stem/kernel f32[3,4]")))))
                .contains("opt_state/0/mu  ->  opt_state.0.trace\n", "--map 'opt_state/0/mu=opt_state.0.trace'");
        assertThat(refusal(align(source, entries(List.of("model/stem/kernel f32[3,4]", "opt_state/0/n f32[2]")))))
                .contains("opt_state/0/mu/a/w bf16[3,4]   has no place in the like file");
    }

    @Test
    void whatNobodyKnowsIsRefusedAndAnOptimizerNeedsItsModel() throws AlignmentException {
        assertThat(refusal(named(Style.HAIKU, List.of("params/a/w f32[3,4]"), "replay/observations f32[100,3]")))
                .contains("replay/observations f32[100,3]   is of no kind that is known")
                .endsWith("--skip 'replay/**'");
        assertThat(moves(named(Style.HAIKU, List.of("params/a/w f32[3,4]"), "opt_state/1/rng_key u32[2]")))
                .contains("opt_state/1/rng_key u32[2] -> opt_state/1/rng_key u32[2] []");
        assertThat(refusal(named(Style.NNX, List.of(), "opt_state/0/mu/a/kernel f32[3,4]")))
                .startsWith("There is no model in the source").contains("{model, opt_state}");
    }

    private static final List<String> RUN = List.of("params/a/w f32[3,4]", "params/b/w f32[3,4]",
            "opt_state/1/0/mu/a/w f32[3,4]", "opt_state/1/0/mu/b/w f32[3,4]", "opt_state/1/0/nu/a/w f32[3,4]",
            "opt_state/1/0/nu/b/w f32[3,4]", "opt_state/1/0/count i32[]", "opt_state/1/1/count i32[]");
    private static final List<String> RUN_LIKE = List.of("model/left/kernel f32[3,4]", "model/right/kernel f32[3,4]",
            "opt_state/0/mu/left/kernel f32[3,4]", "opt_state/0/mu/right/kernel f32[3,4]",
            "opt_state/0/nu/left/kernel f32[3,4]", "opt_state/0/nu/right/kernel f32[3,4]", "opt_state/0/count i32[]",
            "opt_state/1/count i32[]");

    @Test
    void placesThatTheLikeFileHasElsewhereAreAskedFor() throws AlignmentException {
        Alignment.Refused refused = (Alignment.Refused) align(entries(RUN), entries(RUN_LIKE), false,
                "opt_state/1/0/mu/a=model/left");
        assertThat(refused.message()).isEqualTo(
                """
                        4 places beside the model have no certain counterpart in the like file:
                          opt_state/1/0/mu  ->  opt_state.0.mu
                          opt_state/1/0/nu  ->  opt_state.0.nu
                          opt_state/1/0/count  ->  opt_state.0.count  or  opt_state.1.count
                          opt_state/1/1/count  ->  opt_state.0.count  or  opt_state.1.count
                        Say where they go with   --map 'opt_state/1=opt_state'   or leave them out with   --skip 'opt_state/**'""");
        assertThat(refused.lines()).containsExactly("--map 'opt_state/1=opt_state'");
        assertThat(refused.plan().open()).contains(
                new Plan.Open("opt_state.1.count", List.of("opt_state/1/0/count", "opt_state/1/1/count")));
        assertThat(moves(align(entries(RUN), entries(RUN_LIKE), true, "opt_state/1=opt_state", "a=left"))).contains(
                "opt_state/1/0/mu/a/w f32[3,4] -> opt_state/0/mu/left/kernel f32[3,4] []",
                "opt_state/1/0/nu/b/w f32[3,4] -> opt_state/0/nu/right/kernel f32[3,4] []",
                "opt_state/1/1/count i32[] -> opt_state/1/count i32[] []");
    }

    @Test
    void linesNameTreesModulesAndArraysOfAnOptimizer() throws AlignmentException {
        List<String> there = List.of("opt_state/1/0/mu=opt_state/0/nu", "opt_state/1/0/nu=opt_state.0.mu",
                "opt_state/1/0/count=opt_state/1/count", "opt_state/1/1/count=opt_state.0.count");
        List<String> lines = new ArrayList<>(there);
        lines.add("opt_state/1/0/nu/b/w=opt_state/0/mu/left/kernel");
        assertThat(moves(align(entries(RUN), entries(RUN_LIKE), true, lines.toArray(String[]::new)))).contains(
                "params/b/w f32[3,4] -> model/left/kernel f32[3,4] []",
                "opt_state/1/0/nu/b/w f32[3,4] -> opt_state/0/mu/left/kernel f32[3,4] []",
                "opt_state/1/0/mu/a/w f32[3,4] -> opt_state/0/nu/right/kernel f32[3,4] []",
                "opt_state/1/0/count i32[] -> opt_state/1/count i32[] []");
        assertThatThrownBy(() -> align(entries(RUN), entries(RUN_LIKE), false, "opt_state/1/0/mu=opt_state/2/mu"))
                .hasMessage("--map 'opt_state/1/0/mu=opt_state/2/mu': the like file has no 'opt_state/2/mu' beside its "
                        + "model; it has opt_state/0/mu, opt_state/0/nu, opt_state/0/count, opt_state/1/count");
        assertThatThrownBy(() -> align(entries(RUN), entries(RUN_LIKE), false, "opt_state/1/0/mu=opt_state/0/mu/left"))
                .hasMessageContaining("name the whole tree, or a layer on both sides");
        assertThatThrownBy(() -> align(entries(RUN), entries(RUN_LIKE), false, "a=opt_state/0/mu"))
                .hasMessageContaining("stands beside the like file's model");
        assertThatThrownBy(() -> align(entries(RUN), entries(RUN_LIKE), false, "opt_state/1/0/mu=opt_state/0/mu",
                "opt_state/1/0/nu=opt_state/0/mu")).hasMessage(
                        "--map: opt_state/1/0/mu and opt_state/1/0/nu would both go to opt_state/0/mu");
    }

    @Test
    void theUserCanTellOfArraysThatNobodyKnows() throws AlignmentException {
        List<Entry> source = entries(List.of("params/a/w f32[3,4]", "replay/observations f32[100,3]"));
        List<Entry> like = entries(List.of("model/stem/kernel f32[3,4]", "replay/observations f32[100,3]"));
        Alignment.Refused refused = (Alignment.Refused) align(source, like, false);
        assertThat(refused.lines()).containsExactly("--map 'replay/observations=replay.observations'");
        assertThat(moves(align(source, like, true, "replay/observations=replay.observations")))
                .contains("replay/observations f32[100,3] -> replay/observations f32[100,3] []");
    }

    @Test
    void strictRefusesNamesBesideTheModelButNoFieldsOfOptax() throws AlignmentException {
        List<String> model = List.of("params/a/w f32[3,4]", "opt_state/0/mu/a/w f32[3,4]", "opt_state/0/count i32[]",
                "opt_state/0/nu/a/w f32[3,4]", "opt_state/1/count i32[]");
        List<String> like = List.of("model/stem/kernel f32[3,4]", "opt_state/0/mu/stem/kernel f32[3,4]",
                "opt_state/0/nu/stem/kernel f32[3,4]", "opt_state/0/count i32[]", "opt_state/1/count i32[]");
        assertThat(moves(align(entries(model), entries(like), true))).hasSize(5);

        List<String> averaged = new ArrayList<>(model);
        averaged.addAll(List.of("ema_params/a/w f32[3,4]", "slow_params/a/w f32[3,4]"));
        List<String> averagedLike = new ArrayList<>(like);
        averagedLike.addAll(List.of("ema_params/stem/kernel f32[3,4]", "slow_params/stem/kernel f32[3,4]",
                "opt_state/2/count i32[]"));
        Alignment.Refused refused = (Alignment.Refused) align(entries(averaged), entries(averagedLike), true);
        assertThat(refused.message()).isEqualTo(
                """
                        These rest on a written number, which --strict does not accept:
                          opt_state/0/count  ->  opt_state.0.count   rests on number
                          opt_state/1/count  ->  opt_state.1.count   rests on number
                        If they are right, say so with   --map 'opt_state/0/count=opt_state.0.count' --map 'opt_state/1/count=opt_state.1.count'
                        These rest on a name, which --strict does not accept:
                          ema_params  ->  ema_params   rests on name
                          slow_params  ->  slow_params   rests on name
                        If they are right, say so with   --map 'ema_params=ema_params' --map 'slow_params=slow_params'""");
        assertThat(moves(align(entries(averaged), entries(averagedLike), true, refused.lines().stream()
                .map(line -> line.substring("--map '".length(), line.length() - 1)).toArray(String[]::new))))
                .hasSize(7);
    }

    @Test
    void thePlanOfTheWayBackIsExact() throws AlignmentException {
        Plan plan = named(Style.HAIKU, LSTM, "opt_state/0/mu/lstm/linear/w f32[7,16]",
                "opt_state/0/mu/lstm/linear/b f32[16]").plan();
        assertThat(plan.inverse().inverse()).isEqualTo(plan);
        assertThat(plan.steps().stream().flatMap(step -> step.moves().stream()).filter(Move::isLossy)
                .flatMap(move -> move.from().stream()).map(entry -> entry.path().collection())).containsOnly("params");
    }

    private static Alignment.Result named(Style from, List<String> model, String... beside)
            throws AlignmentException {
        List<String> all = new ArrayList<>(model);
        all.addAll(Arrays.asList(beside));
        return DefaultNames.plan(from, entries(all), KeyScheme.SLASH, from.other(), KeyScheme.SLASH,
                Alignment.Options.DEFAULT);
    }

    private static Alignment.Result align(List<Entry> source, List<Entry> like) throws AlignmentException {
        return align(source, like, false);
    }

    private static Alignment.Result align(List<Entry> source, List<Entry> like, boolean strict, String... maps)
            throws AlignmentException {
        return Alignment.align(Style.HAIKU, source, KeyScheme.SLASH, Style.NNX, like, KeyScheme.SLASH,
                new Alignment.Options(List.of(maps), List.of(), strict, Optional.empty(), Set.of()));
    }

    /** Entries as they print, each in a collection. */
    private static List<Entry> entries(List<String> lines) {
        return lines.stream().map(line -> {
            String[] parts = line.split(" ", 2);
            List<String> place = List.of(parts[0].split("/", -1));
            int cut = parts[1].indexOf('[');
            String extents = parts[1].substring(cut + 1, parts[1].length() - 1);
            Shape shape = Shape.of(extents.isEmpty()
                    ? new int[0]
                    : Arrays.stream(extents.split(",", -1)).mapToInt(Integer::parseInt).toArray());
            DType dtype = Arrays.stream(DType.values())
                    .filter(type -> type.toString().equals(parts[1].substring(0, cut))).findFirst().orElseThrow();
            return new Entry(new EntryPath(place.getFirst(), place.subList(1, place.size() - 1), place.getLast()),
                    new TensorSpec(dtype, shape));
        }).toList();
    }

    private static List<String> moves(Alignment.Result result) {
        assertThat(result).as(() -> result instanceof Alignment.Refused refused ? refused.message() : "")
                .isInstanceOf(Alignment.Mapped.class);
        return result.plan().steps().stream().flatMap(step -> step.moves().stream())
                .map(move -> move.from().getFirst() + " -> " + move.to().getFirst() + " " + move.ops()).toList();
    }

    private static String refusal(Alignment.Result result) {
        assertThat(result).isInstanceOf(Alignment.Refused.class);
        return ((Alignment.Refused) result).message();
    }
}
