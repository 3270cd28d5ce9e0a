package org.dovetail.bridge.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.dovetail.bridge.convert.Converted;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.plan.Plan;

/** What a conversion did, for people. */
public final class ConvertedText {
    private static final int SHOWN = 8;

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
        Plan plan = done.plan();
        out.append(paint.bold(done.file().toString())).append("  ").append(done.format()).append(", ")
                .append(plan.to()).append(" names, keys ").append(plan.toScheme()).append('\n')
                .append(Amounts.count(done.arrays(), "array")).append(", ").append(Amounts.bytes(done.bytes()))
                .append("; ").append(PlanText.counts(plan)).append('\n');
        if (done.checked()) {
            out.append(paint.good("checked: what was written reads back the same, bit for bit")).append('\n');
        }
        evidence(out, plan, paint);
        if (!done.restored().isEmpty()) {
            out.append(Amounts.count(done.restored().size(), "array")).append(" restored from side data\n");
        }
        computed(out, done, paint);
        rounded(out, done, paint);
        section(out, "kept in side data alone, because " + plan.to() + " models have no such layer:",
                withoutTarget(plan), paint);
        List<EntryPath> missing = new ArrayList<>(done.leftOut());
        missing.addAll(leftOut);
        section(out, "not in the new file, because nothing fills them:",
                missing.stream().map(path -> Paths.text(path, plan.to())).toList(), paint);
        section(out, "to set on the other side:", notes, paint);
        done.sideFile().ifPresent(file -> out.append("side data for the way back is in ").append(file).append('\n'));
        return out.toString();
    }

    /**
     * The layers that rest on names or written numbers.
     *
     * @param out where to print
     * @param plan the plan
     * @param paint the colours
     */
    static void evidence(StringBuilder out, Plan plan, Paint paint) {
        section(out, "please look at these, which rest on what somebody called them:", PlanText.weak(plan), paint);
    }

    /** The source arrays of layers that the target's library does not have, as random streams. */
    private static List<String> withoutTarget(Plan plan) {
        return plan.steps().stream().filter(step -> step.moves().isEmpty()).flatMap(step -> step.sourceOnly().stream())
                .map(aside -> Paths.text(aside.entry().path(), plan.from())).toList();
    }

    private static void computed(StringBuilder out, Converted done, Paint paint) {
        Map<String, List<Converted.Computed>> kinds = done.computed().stream().collect(Collectors
                .groupingBy(one -> one.how() + " (" + one.why() + ")", LinkedHashMap::new, Collectors.toList()));
        List<String> lines = new ArrayList<>();
        kinds.forEach((how, arrays) -> {
            List<String> names = arrays.stream().map(one -> Paths.text(one.entry(), done.plan().to())).toList();
            lines.add(how + ": " + String.join(", ", names.stream().limit(SHOWN).toList())
                    + (names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : ""));
        });
        section(out, "computed, because only " + done.plan().to() + " models have them:", lines, paint);
    }

    private static void rounded(StringBuilder out, Converted done, Paint paint) {
        section(out, "rounded, so the way back does not restore them:", done.rounded().stream()
                .map(one -> Paths.text(one.entry(), done.plan().to()) + "  " + one.from() + " -> " + one.to()).toList(),
                paint);
    }

    private static void section(StringBuilder out, String title, List<String> lines, Paint paint) {
        if (!lines.isEmpty()) {
            out.append(paint.notice(title)).append('\n');
            lines.forEach(line -> out.append("  ").append(Paths.printable(line).replace('\n', ' ')).append('\n'));
        }
    }
}
