package org.dovetail.bridge;

import java.util.List;
import org.dovetail.bridge.convert.Findings;
import org.dovetail.bridge.convert.SideData;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.plan.Plan;
import org.dovetail.bridge.report.FindingsText;
import org.dovetail.nnx.Module;

/**
 * An NNX model that was filled with Haiku's numbers, and the way back.
 *
 * @param <M> the model's class
 * @param model the model
 * @param findings the plan, and which numbers are not the source's own
 * @param notes what must be set on the model so that equal numbers give equal outputs, as {@code epsilon=1e-5}
 * @param leftOut arrays of Haiku's that the model does not have, because they were skipped
 * @param unfilled Variables of the model that no Haiku array fills, as its random streams; they are as they were
 * @param wayBack the plan of the way back, and what only Haiku has
 */
public record Filled<M extends Module>(M model, Findings findings, List<String> notes, List<EntryPath> leftOut,
        List<EntryPath> unfilled, SideData wayBack) {
    /** Copies the lists. */
    public Filled {
        notes = List.copyOf(notes);
        leftOut = List.copyOf(leftOut);
        unfilled = List.copyOf(unfilled);
    }

    /**
     * The plan that was followed.
     *
     * @return every source array, its Variable, and what the match rests on
     */
    public Plan plan() { return findings.plan(); }

    /**
     * The same way back for another instance of the model, as {@code Nnx.merge} makes.
     *
     * @param <N> its class
     * @param other a model with the same Variables
     * @return the way back from there
     */
    public <N extends Module> Filled<N> withModel(N other) {
        return new Filled<>(other, findings, notes, leftOut, unfilled, wayBack);
    }

    /**
     * What was done and what a person should look at, as {@code dovetail convert} prints it.
     *
     * @return the lines
     */
    public String report() { return FindingsText.ofModel(findings, leftOut, unfilled, notes); }
}
