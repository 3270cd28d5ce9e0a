package org.dovetail.bridge.report;

import java.util.ArrayList;
import java.util.List;
import org.dovetail.bridge.convert.Converted;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.plan.Plan;

/** What a conversion did, for people. */
public final class ConvertedText {
    private ConvertedText() {}

    /**
     * What was done, and what a person should look at.
     *
     * @param done the conversion
     * @param leftOut arrays of the like file that are not in the new file, beyond those that the conversion names itself
     * @param notes what must be set on the other side
     * @param paint the colours
     * @return the lines
     */
    public static String of(Converted done, List<EntryPath> leftOut, List<String> notes, Paint paint) {
        StringBuilder out = new StringBuilder();
        Plan plan = done.findings().plan();
        out.append(paint.bold(done.file().toString())).append("  ").append(done.format()).append(", ")
                .append(plan.to()).append(" names, keys ").append(plan.toScheme()).append('\n')
                .append(summary(done)).append('\n');
        if (done.checked()) {
            out.append(paint.good("checked: what was written reads back the same, bit for bit")).append('\n');
        }
        FindingsText.numbers(out, done.findings(), paint);
        FindingsText.section(out, "kept in side data alone, because " + plan.to() + " models have no such layer:",
                FindingsText.withoutTarget(plan), paint);
        List<EntryPath> missing = new ArrayList<>(done.findings().leftOut());
        missing.addAll(leftOut);
        FindingsText.section(out, "not in the new file, because nothing fills them:",
                missing.stream().map(path -> Paths.text(path, plan.to())).toList(), paint);
        FindingsText.settings(out, notes, paint);
        done.sideFile().ifPresent(file -> out.append("side data for the way back is in ").append(file).append('\n'));
        return out.toString();
    }

    /**
     * What was done in a sentence.
     *
     * @param done the conversion
     * @return for example {@code 8 arrays, 1.2 KB; 3 layers rest on shape}
     */
    public static String summary(Converted done) {
        return Amounts.count(done.arrays(), "array") + ", " + Amounts.bytes(done.bytes()) + "; "
                + PlanText.counts(done.findings().plan());
    }
}
