package org.dovetail.bridge.plan;

import java.util.List;

/**
 * A plan as a person edits it: some of its open targets may have been given a source.
 *
 * @param plan the plan
 * @param choices the sources that were chosen for open targets, as lines {@code SOURCE=TARGET}
 */
public record PlanDraft(Plan plan, List<String> choices) {
    /** Copies the list. */
    public PlanDraft {
        choices = List.copyOf(choices);
    }
}
