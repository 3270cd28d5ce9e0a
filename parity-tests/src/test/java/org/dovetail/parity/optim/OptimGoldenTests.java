package org.dovetail.parity.optim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.dovetail.core.Array;
import org.dovetail.core.Tensor;
import org.dovetail.core.internal.backend.Backends;
import org.dovetail.core.optim.GradientTransformation;
import org.dovetail.core.optim.Optim;
import org.dovetail.core.optim.Schedule;
import org.dovetail.core.optim.Updated;
import org.dovetail.core.tree.Tree;
import org.dovetail.parity.golden.GoldenNumbers;
import org.dovetail.parity.golden.GoldenTolerance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Twenty steps of every optimizer and transformation, and every schedule, as the real optax goes. */
class OptimGoldenTests {
    private static final GoldenNumbers GOLDEN = GoldenNumbers.packed("optim/optim");
    private static final List<Integer> KEPT = List.of(1, 2, 7, 20);

    static Stream<String> runs() { return names("run/"); }

    static Stream<String> schedules() { return names("schedule/"); }

    private static Stream<String> names(String kind) {
        return GOLDEN.index().properties().stream().map(Map.Entry::getKey).filter(name -> name.startsWith(kind))
                .map(name -> name.substring(kind.length()));
    }

    /** The parameters, or the gradients of a step, as a nested map. */
    private static Map<String, Object> tree(String name) {
        String head = "inputs/" + name + "/";
        Map<String, Object> tree = new TreeMap<>();
        tree.put("a", new TreeMap<>(Map.of("b", GOLDEN.array(head + "a.b"), "w", GOLDEN.array(head + "a.w"))));
        tree.put("c", new TreeMap<>(Map.of("w", GOLDEN.array(head + "c.w"))));
        tree.put("h", GOLDEN.array(head + "h"));
        tree.put("s", GOLDEN.array(head + "s"));
        return tree;
    }

    private static Map<String, Object> gradients(String run, int step) {
        Map<String, Object> gradients = tree("step" + step);
        JsonNode notFinite = GOLDEN.index().path("run/" + run).path("not_finite");
        if (notFinite.valueStream().anyMatch(given -> given.asInt() == step)) {
            Array weights = GOLDEN.array("inputs/step" + step + "/a.w");
            Tensor broken = Array.ofDoubles(weights.spec(), i -> i == 0 ? Double.NaN : weights.doubleAt(i));
            gradients.put("a", new TreeMap<>(Map.of("b", GOLDEN.array("inputs/step" + step + "/a.b"), "w", broken)));
        }
        return gradients;
    }

    private static void compare(String run, String head, Object got) {
        String full = "run/" + run + "/" + head + "/";
        List<String> expected = new ArrayList<>();
        GOLDEN.index().path("run/" + run).path("numbers").properties().forEach(entry -> {
            if (entry.getKey().startsWith(head + "/")) {
                expected.add(entry.getKey().substring(head.length() + 1));
            }
        });
        Tree tree = Tree.of(got);
        assertThat(tree.structure().paths()).as(full).isEqualTo(expected);
        for (int i = 0; i < expected.size(); i++) {
            Array numbers = GOLDEN.array(full + expected.get(i));
            Array leaf = tree.leaves().get(i).array();
            Optional<String> difference = GoldenTolerance
                    .of("optim/" + run, head + "/" + expected.get(i), numbers.dtype()).difference(numbers, leaf);
            assertThat(difference).as(() -> full + "\nexpected " + GoldenTolerance.text(numbers) + "\ngot "
                    + GoldenTolerance.text(leaf)).isEmpty();
        }
    }

    private static <S> void follow(String run, GradientTransformation<S> transformation) {
        Map<String, Object> params = tree("params");
        S state = transformation.init(params);
        compare(run, "init/state", state);
        for (int step = 1; step <= KEPT.getLast(); step++) {
            Updated<Map<String, Object>, S> updated = transformation.update(gradients(run, step), state, params);
            state = updated.state();
            params = Optim.applyUpdates(params, updated.updates());
            if (KEPT.contains(step)) {
                compare(run, "step" + step + "/updates", updated.updates());
                compare(run, "step" + step + "/params", params);
                compare(run, "step" + step + "/state", state);
            }
        }
    }

    @Test
    void everyRunIsThere() {
        assertThat(runs()).containsExactlyInAnyOrderElementsOf(Runs.ALL.keySet());
        assertThat(schedules()).containsExactlyInAnyOrderElementsOf(ScheduleCases.ALL.keySet());
    }

    @ParameterizedTest
    @MethodSource("runs")
    void twentyStepsAreThoseOfOptax(String run) {
        Backends.with(Backends.named("reference"), () -> {
            follow(run, Runs.ALL.get(run));
            return run;
        });
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void schedulesAreThoseOfOptax(String name) {
        Schedule schedule = ScheduleCases.ALL.get(name);
        Array steps = GOLDEN.array("schedule/" + name + "/steps");
        Array values = GOLDEN.array("schedule/" + name + "/values");
        for (int i = 0; i < steps.size(); i++) {
            int step = (int) steps.longAt(i);
            Array expected = values.at(i).array();
            Array got = Backends.with(Backends.named("reference"), () -> schedule.at(step)).array();
            assertThat(GoldenTolerance.of("schedule/" + name, "values", expected.dtype()).difference(expected, got))
                    .as(name + " at " + step).isEmpty();
        }
    }
}
