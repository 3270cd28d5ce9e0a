package org.dovetail.bridge.convert;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.plan.Plan;
import org.dovetail.core.DType;

/**
 * What a conversion did.
 *
 * @param file the file that was made
 * @param format the name of its format
 * @param plan the plan that was run
 * @param arrays how many arrays the file has
 * @param bytes the size of their numbers
 * @param leftOut target arrays that nothing could fill, and that are not in the file
 * @param restored target arrays that came from side data
 * @param computed target arrays that only the target has and no side data told
 * @param rounded target arrays in which a cast changed a number
 * @param sideFile the file of side data, where the container keeps none itself
 * @param checked whether the file was read again and compared, bit by bit
 */
public record Converted(Path file, String format, Plan plan, int arrays, long bytes, List<EntryPath> leftOut,
        List<EntryPath> restored, List<Computed> computed, List<Rounded> rounded, Optional<Path> sideFile,
        boolean checked) {
    /** Copies the lists. */
    public Converted {
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
