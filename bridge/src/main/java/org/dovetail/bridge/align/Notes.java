package org.dovetail.bridge.align;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.plan.Plan;
import org.dovetail.bridge.plan.Step;
import org.dovetail.bridge.rules.Kinds;
import org.dovetail.bridge.rules.LayerRule;
import org.dovetail.bridge.rules.Roles;
import org.dovetail.bridge.rules.Style;
import org.dovetail.bridge.rules.Units;
import org.dovetail.core.TensorSpec;

/** What must be set on the other side so that equal numbers give equal outputs: a note for each kind of layer, with the numbers of its layers where those are alike. */
final class Notes {
    private Notes() {}

    /** The notes of a plan, by kind in the order of its steps; within one library there are none. */
    static Map<String, String> of(Plan plan, Kinds kinds) {
        return plan.from() == plan.to() ? Map.of() : of(plan.steps(), kinds, plan.to());
    }

    /** The notes of the steps to a library. */
    private static Map<String, String> of(List<Step> steps, Kinds kinds, Style to) {
        Map<String, Set<String>> lines = new LinkedHashMap<>();
        Map<String, LayerRule> rules = new HashMap<>();
        for (Step step : steps) {
            if (Units.unconvertible(Stream.concat(step.sources().stream(), step.targets().stream()).toList())
                    .isEmpty()) {
                rule(step.kind(), kinds).ifPresent(rule -> rule.note(to, specs(rule, step, to)).ifPresent(note -> {
                    rules.put(step.kind(), rule);
                    lines.computeIfAbsent(step.kind(), _ -> new LinkedHashSet<>()).add(note);
                }));
            }
        }
        Map<String, String> notes = new LinkedHashMap<>();
        lines.forEach((kind, ofKind) -> Optional.ofNullable(rules.get(kind))
                .flatMap(rule -> ofKind.size() == 1 ? ofKind.stream().findFirst() : rule.note(to, Map.of()))
                .ifPresent(note -> notes.put(kind, kind + ": " + note)));
        return notes;
    }

    private static Optional<LayerRule> rule(String kind, Kinds kinds) {
        return kinds.rules().stream().filter(rule -> rule.kind().equals(kind)).findFirst();
    }

    /** What a step fills, by role; empty for what is no single layer, as a stack. */
    private static Map<String, TensorSpec> specs(LayerRule rule, Step step, Style to) {
        Roles roles = rule.roles(to);
        Map<String, TensorSpec> specs = new HashMap<>();
        for (Entry entry : step.targets()) {
            List<String> path = entry.path().components();
            Stream.concat(roles.required().stream(), roles.optional().stream())
                    .filter(role -> endsWith(path, Arrays.asList(role.split("/", -1))))
                    .max((a, b) -> Integer.compare(a.length(), b.length()))
                    .ifPresent(role -> specs.putIfAbsent(role, entry.spec()));
        }
        return rule.accepts(to, specs) ? specs : Map.of();
    }

    private static boolean endsWith(List<String> path, List<String> end) {
        return path.size() >= end.size() && path.subList(path.size() - end.size(), path.size()).equals(end);
    }
}
