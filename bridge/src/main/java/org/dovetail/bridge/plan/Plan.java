package org.dovetail.bridge.plan;

import java.util.List;
import org.dovetail.bridge.format.KeyScheme;
import org.dovetail.bridge.rules.Style;

/**
 * A whole conversion: every source array, its target, the operation between them, and what each match rests on.
 *
 * @param from the source's library
 * @param fromScheme the source's key scheme
 * @param to the target's library
 * @param toScheme the target's key scheme
 * @param steps the layers, in the target's order
 * @param open what is not decided; a plan with open questions cannot be run
 */
public record Plan(Style from, KeyScheme fromScheme, Style to, KeyScheme toScheme, List<Step> steps, List<Open> open) {
    /**
     * A target that more than one source can fill, or an arrangement of them.
     *
     * @param target the target layer's path
     * @param candidates the paths of the source layers that can fill it, in order
     */
    public record Open(String target, List<String> candidates) {
        /** Copies the candidates. */
        public Open {
            candidates = List.copyOf(candidates);
        }
    }

    /** Copies the lists. */
    public Plan {
        steps = List.copyOf(steps);
        open = List.copyOf(open);
    }

    /**
     * Whether it can be run.
     *
     * @return true when nothing is open
     */
    public boolean isComplete() { return open.isEmpty(); }

    /**
     * The plan of the way back.
     *
     * @return the plan with source and target exchanged
     * @throws IllegalStateException if something is open
     */
    public Plan inverse() {
        if (!isComplete()) {
            throw new IllegalStateException("a plan with open targets has no inverse: " + open.getFirst().target());
        }
        return new Plan(to, toScheme, from, fromScheme, steps.stream().map(Step::inverse).toList(), List.of());
    }
}
