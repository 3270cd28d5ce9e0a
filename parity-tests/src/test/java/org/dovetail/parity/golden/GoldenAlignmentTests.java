package org.dovetail.parity.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dovetail.bridge.align.Alignment;
import org.dovetail.bridge.align.AlignmentException;
import org.dovetail.bridge.format.Checkpoint;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.plan.Move;
import org.dovetail.bridge.plan.Plan;
import org.dovetail.bridge.rules.Style;
import org.dovetail.bridge.rules.TensorOp;
import org.dovetail.core.Array;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Dovetail's alignment and rules make of real checkpoints, judged by the arrays of a real model that gives equal outputs. */
class GoldenAlignmentTests {
    static Stream<GoldenCase> all() { return GoldenCase.all(); }

    static Stream<GoldenCase> open() { return GoldenCase.all().filter(golden -> !golden.decides()); }

    @ParameterizedTest
    @MethodSource("all")
    void haikuBecomesTheModelThatGivesItsOutputs(GoldenCase golden) throws IOException, AlignmentException {
        try (Checkpoint haiku = Checkpoint.open(golden.haiku());
                Checkpoint like = Checkpoint.open(golden.file("like.json"));
                Checkpoint nnx = Checkpoint.open(golden.file("nnx.safetensors"));
                Arena memory = Arena.ofConfined()) {
            Plan plan = mapped(haiku, Style.HAIKU, like, Style.NNX, golden.options());
            Map<String, Array> made = run(plan, haiku, memory);
            assertThat(made.keySet()).isEqualTo(
                    nnx.entries().stream().map(entry -> entry.path().toString()).collect(Collectors.toSet()));
            for (Entry entry : nnx.entries()) {
                assertThat(made.get(entry.path().toString()).bitEquals(nnx.read(entry.path(), memory)))
                        .as(entry.toString()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void theWayBackGivesHaikusNumbers(GoldenCase golden) throws IOException, AlignmentException {
        List<String> maps = golden.maps().stream()
                .map(line -> line.substring(line.indexOf('=') + 1) + "=" + line.substring(0, line.indexOf('=')))
                .toList();
        Alignment.Options options = new Alignment.Options(maps, golden.kinds(), false, java.util.Optional.empty(),
                java.util.Set.of());
        try (Checkpoint haiku = Checkpoint.open(golden.haiku());
                Checkpoint like = Checkpoint.open(golden.file("haiku_like.json"));
                Checkpoint nnx = Checkpoint.open(golden.file("nnx.safetensors"));
                Arena memory = Arena.ofConfined()) {
            Plan plan = mapped(nnx, Style.NNX, like, Style.HAIKU, options);
            Map<String, Array> all = run(plan, nnx, memory);
            Set<String> rounded = new HashSet<>();
            for (Move move : plan.steps().stream().flatMap(step -> step.moves().stream()).filter(Move::isLossy)
                    .toList()) {
                move.to().forEach(entry -> rounded.add(entry.path().toString()));
                assertGivesAgain(move, all, nnx, memory);
            }
            for (var made : all.entrySet()) {
                if (rounded.contains(made.getKey())) {
                    continue;
                }
                Entry entry = haiku.entries().stream().filter(e -> e.path().toString().equals(made.getKey()))
                        .findFirst().orElseThrow();
                assertThat(made.getValue().bitEquals(haiku.read(entry.path(), memory))).as(made.getKey()).isTrue();
            }
        }
    }

    /** Numbers that a way back rounded are as good as those that were there: the way there makes the same of them. */
    private static void assertGivesAgain(Move back, Map<String, Array> made, Checkpoint nnx, Arena memory)
            throws IOException {
        List<Array> arrays = back.to().stream()
                .map(entry -> Objects.requireNonNull(made.get(entry.path().toString()))).toList();
        for (TensorOp op : back.inverse().ops()) {
            arrays = op.apply(arrays, memory);
        }
        for (int i = 0; i < arrays.size(); i++) {
            assertThat(arrays.get(i).bitEquals(nnx.read(back.from().get(i).path(), memory))).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("open")
    void whatDoesNotDecideIsRefusedWithItsCandidates(GoldenCase golden) throws IOException, AlignmentException {
        try (Checkpoint haiku = Checkpoint.open(golden.haiku());
                Checkpoint like = Checkpoint.open(golden.file("like.json"))) {
            Alignment.Result result = align(haiku, Style.HAIKU, like, Style.NNX, Alignment.Options.DEFAULT);
            assertThat(result).isInstanceOf(Alignment.Refused.class);
            Alignment.Refused refused = (Alignment.Refused) result;
            Map<String, List<String>> open = refused.plan().open().stream()
                    .collect(Collectors.toMap(Plan.Open::target, Plan.Open::candidates, (a, _) -> a, TreeMap::new));
            if (golden.untold().isEmpty()) {
                assertThat(open).isEqualTo(golden.candidates());
                assertThat(refused.lines()).hasSameSizeAs(golden.maps());
            }
            String message = refused.message().replaceAll("Conv[123]DTranspose\\(", "ConvTranspose(");
            golden.untold().forEach((layer, kinds) -> assertThat(message).contains(layer).contains(kinds));
        }
    }

    private static Plan mapped(Checkpoint source, Style from, Checkpoint like, Style to, Alignment.Options options)
            throws AlignmentException {
        Alignment.Result result = align(source, from, like, to, options);
        assertThat(result).as(result instanceof Alignment.Refused refused ? refused.message() : "")
                .isInstanceOf(Alignment.Mapped.class);
        return result.plan();
    }

    private static Alignment.Result align(Checkpoint source, Style from, Checkpoint like, Style to,
            Alignment.Options options) throws AlignmentException {
        return Alignment.align(from, source.entries(), source.scheme(), to, like.entries(), like.scheme(), options);
    }

    private static Map<String, Array> run(Plan plan, Checkpoint source, Arena memory) throws IOException {
        Map<String, Array> made = new TreeMap<>();
        for (Move move : plan.steps().stream().flatMap(step -> step.moves().stream()).toList()) {
            List<Array> arrays = new ArrayList<>();
            for (Entry entry : move.from()) {
                arrays.add(source.read(entry.path(), memory));
            }
            for (TensorOp op : move.ops()) {
                arrays = op.apply(arrays, memory);
            }
            for (int i = 0; i < arrays.size(); i++) {
                made.put(move.to().get(i).path().toString(), arrays.get(i));
            }
        }
        return made;
    }

}
