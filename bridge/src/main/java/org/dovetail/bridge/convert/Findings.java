package org.dovetail.bridge.convert;

import java.util.List;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.plan.Plan;
import org.dovetail.core.DType;

/**
 * What a person should know of a plan that was run.
 *
 * @param plan the plan
 * @param leftOut target arrays that nothing could fill
 * @param restored target arrays that came from side data
 * @param computed target arrays that only the target has and no side data told
 * @param rounded target arrays in which a cast changed a number
 */
public record Findings(Plan plan, List<EntryPath> leftOut, List<EntryPath> restored, List<Computed> computed,
        List<Rounded> rounded) {
    /** Copies the lists. */
    public Findings {
        leftOut = List.copyOf(leftOut);
        restored = List.copyOf(restored);
        computed = List.copyOf(computed);
        rounded = List.copyOf(rounded);
    }

    /**
     * A target array that does not hold what the source's layer once had.
     *
     * @param entry the array
     * @param how what it holds instead, as {@code copied from average}
     * @param why why no side data told it
     */
    public record Computed(EntryPath entry, String how, String why) {}

    /**
     * A target array in which a cast changed a number.
     *
     * @param entry the array
     * @param from the dtype before
     * @param to the dtype after
     */
    public record Rounded(EntryPath entry, DType from, DType to) {}
}
