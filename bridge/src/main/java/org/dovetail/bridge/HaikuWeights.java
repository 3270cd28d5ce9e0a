package org.dovetail.bridge;

import java.util.List;
import org.dovetail.bridge.convert.Findings;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.plan.Plan;
import org.dovetail.bridge.report.FindingsText;
import org.dovetail.haiku.HkState;
import org.dovetail.haiku.Params;

/**
 * The numbers of an NNX model under Haiku's names.
 *
 * @param params the parameters
 * @param state the state; empty where the model has none
 * @param findings the plan, and which numbers are not the model's own
 * @param notes what must be set on Haiku's modules so that equal numbers give equal outputs
 * @param leftOut Variables of the model that Haiku does not keep, as its random streams
 * @param unfilled arrays of the structure that nothing fills
 */
public record HaikuWeights(Params params, HkState state, Findings findings, List<String> notes,
        List<EntryPath> leftOut, List<EntryPath> unfilled) {
    /** Copies the lists. */
    public HaikuWeights {
        notes = List.copyOf(notes);
        leftOut = List.copyOf(leftOut);
        unfilled = List.copyOf(unfilled);
    }

    /**
     * The plan that was followed.
     *
     * @return every Variable, its Haiku array, and what the match rests on
     */
    public Plan plan() { return findings.plan(); }

    /**
     * What was done and what a person should look at, as {@code dovetail convert} prints it.
     *
     * @return the lines
     */
    public String report() { return FindingsText.ofModel(findings, leftOut, unfilled, notes); }
}
