package org.dovetail.bridge.align;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dovetail.bridge.plan.Plan;

/** What keeps layers from being named, by reason; each reason with the lines that settle it. */
final class Questions {
    /** Why a layer has no name yet, in the order of the text. */
    enum Reason {
        /** There is no rule. */
        STRANGER("No rule knows these layers yet, and equal names alone would not make equal outputs:",
                "If their arrays are to be carried as they are, say"),
        /** Shapes and names leave a choice of kinds. */
        KIND("Neither shape nor name tells what kind of layer these are, and the kinds move the numbers in different ways:",
                "Tell it with"),
        /** Haiku's batch normalisation has an axis for each of its input. */
        RANK("Haiku's BatchNorm keeps an axis for each axis of its input, and nothing here tells how many those are:",
                "Tell it, 4 for a batch of images, with"),
        /** A rule needs to be told something. */
        UNTOLD("These layers need a word from you:", "Give it with"),
        /** A rule says why a layer cannot be converted. */
        REFUSED("These layers have no equal in the other library:", "Leave them out with"),
        /** A raw array of NNX's that may be a parameter or state. */
        COLLECTION("Nothing tells whether these arrays are parameters or state in Haiku:", "Tell it with"),
        /** The shapes are of no layer that the other library has. */
        SHAPE("These layers have no counterpart of their shapes:",
                "Give a like file of the target model with   --like, or leave them out with"),
        /** Two arrays would have one name. */
        COLLISION("These would have one name:",
                "Give a like file of the target model with   --like, or leave one out with"),
        /** A name tells the kind, and that is not enough. */
        STRICT("These rest on a name, which --strict does not accept:", "If they are right, say so with");

        private final String head;
        private final String advice;

        Reason(String head, String advice) {
            this.head = head;
            this.advice = advice;
        }
    }

    private final Map<Reason, Set<String>> rows = new LinkedHashMap<>();
    private final Map<Reason, Set<String>> lines = new LinkedHashMap<>();
    private final List<Plan.Open> open = new ArrayList<>();

    /** Adds a layer. */
    void ask(Reason reason, String layer, String row, String line) {
        rows.computeIfAbsent(reason, _ -> new LinkedHashSet<>()).add(row);
        lines.computeIfAbsent(reason, _ -> new LinkedHashSet<>()).add(line);
        open.add(new Plan.Open(layer, List.of(layer)));
    }

    boolean isEmpty() { return rows.isEmpty(); }

    Alignment.Refused refusal(Request request) {
        StringBuilder text = new StringBuilder();
        Set<String> all = new LinkedHashSet<>();
        for (Reason reason : Reason.values()) {
            if (rows.containsKey(reason)) {
                text.append(reason.head).append('\n');
                Refusal.rows(text, List.copyOf(rows.getOrDefault(reason, Set.of())));
                List<String> settling = List.copyOf(lines.getOrDefault(reason, Set.of()));
                text.append(reason.advice).append("   ").append(Refusal.typed(settling)).append('\n');
                all.addAll(settling);
            }
        }
        Plan plan = new Plan(request.from(), request.fromScheme(), request.to(), request.toScheme(), List.of(), open);
        return new Alignment.Refused(plan, text.toString().stripTrailing(), List.copyOf(all));
    }
}
