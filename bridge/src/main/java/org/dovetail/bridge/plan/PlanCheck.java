package org.dovetail.bridge.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.rules.TensorOp;
import org.dovetail.core.TensorSpec;

/** Whether a plan that somebody wrote or edited holds together, apart from any file. */
final class PlanCheck {
    /** More arrays than any layer has; every one costs memory before a file is looked at. */
    private static final int MOST_ARRAYS = 1 << 20;

    private PlanCheck() {}

    /**
     * What is wrong with a plan.
     *
     * @param plan the plan
     * @return the first problem, in one line that begins with its place; empty when there is none
     */
    static Optional<String> problem(Plan plan) {
        Map<EntryPath, String> sources = new HashMap<>();
        Map<EntryPath, String> targets = new HashMap<>();
        for (int i = 0; i < plan.steps().size(); i++) {
            Step step = plan.steps().get(i);
            String at = "steps[" + i + "]";
            for (int j = 0; j < step.moves().size(); j++) {
                Optional<String> problem = problem(step.moves().get(j));
                if (problem.isPresent()) {
                    return Optional.of(at + ".moves[" + j + "]: " + problem.get());
                }
            }
            Optional<String> twice = twice(at, step.sources(), sources, "is used")
                    .or(() -> twice(at, step.targets(), targets, "is filled"));
            if (twice.isPresent()) {
                return twice;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> problem(Move move) {
        if (move.from().isEmpty() || move.to().isEmpty()) {
            return Optional.of("should name at least one array under \"from\" and one under \"to\"");
        }
        List<TensorSpec> specs = move.from().stream().map(Entry::spec).toList();
        try {
            for (TensorOp op : move.ops()) {
                if (op.results(specs.size()) > MOST_ARRAYS) {
                    return Optional.of(op + " gives more than " + MOST_ARRAYS + " arrays");
                }
                specs = op.specs(specs);
            }
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
        List<TensorSpec> wanted = move.to().stream().map(Entry::spec).toList();
        return specs.equals(wanted)
                ? Optional.empty()
                : Optional.of("its operations give " + specs + ", but \"to\" says " + wanted);
    }

    private static Optional<String> twice(String at, List<Entry> entries, Map<EntryPath, String> seen, String how) {
        for (Entry entry : entries) {
            String before = seen.put(entry.path(), at);
            if (before != null) {
                return Optional.of(at + ": " + entry.path() + " " + how + " twice, here and in " + before);
            }
        }
        return Optional.empty();
    }
}
