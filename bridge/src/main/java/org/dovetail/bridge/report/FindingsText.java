package org.dovetail.bridge.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.dovetail.bridge.convert.Findings;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.plan.Basis;
import org.dovetail.bridge.plan.Plan;

/** What a person should know of a plan that was run: the sections that conversions of files and of models share. */
public final class FindingsText {
    private static final int SHOWN = 8;

    private FindingsText() {}

    /**
     * What carrying a model did, and what a person should look at.
     *
     * @param findings the plan, and what is to be told of it
     * @param leftOut source arrays that go nowhere
     * @param unfilled target arrays that nothing fills
     * @param notes what must be set on the other side
     * @return the lines
     */
    public static String ofModel(Findings findings, List<EntryPath> leftOut, List<EntryPath> unfilled,
            List<String> notes) {
        Plan plan = findings.plan();
        int moved = plan.steps().stream().flatMap(step -> step.moves().stream()).mapToInt(move -> move.to().size())
                .sum();
        StringBuilder out = new StringBuilder();
        out.append(plan.from()).append(" to ").append(plan.to()).append(": ")
                .append(Amounts.count(moved + findings.restored().size() + findings.computed().size(), "array"))
                .append("; ").append(PlanText.counts(plan)).append('\n');
        numbers(out, findings, Paint.PLAIN);
        section(out, "left out, because the " + plan.to() + " model has no place for them:",
                leftOut.stream().map(path -> Paths.text(path, plan.from())).toList(), Paint.PLAIN);
        section(out, "left as they are, because nothing fills them:",
                unfilled.stream().map(path -> Paths.text(path, plan.to())).toList(), Paint.PLAIN);
        settings(out, notes, Paint.PLAIN);
        return out.toString();
    }

    /** What matches rest on names, and which numbers are not the source's own. */
    static void numbers(StringBuilder out, Findings findings, Paint paint) {
        Plan plan = findings.plan();
        section(out, looks(plan, "please look at these, which rest on ") + ":", PlanText.weakLines(plan), paint);
        if (!findings.restored().isEmpty()) {
            out.append(Amounts.count(findings.restored().size(), "array")).append(" restored from side data\n");
        }
        section(out, "computed, because only " + plan.to() + " models have them:", computed(findings), paint);
        section(out, "rounded, so the way back does not restore them:", rounded(findings), paint);
    }

    /**
     * What a person should know of a plan, for a page.
     *
     * @param plan the plan
     * @param notes what must be set on the other side
     * @return the sections, some of them empty
     */
    public static List<Page.Section> sections(Plan plan, List<String> notes) {
        return List.of(new Page.Section(looks(plan, "Please look at these, which rest on "),
                PlanText.weakLines(plan)), new Page.Section("To set on the other side", notes));
    }

    /**
     * What a person should know of numbers that are not the source's own, for a page.
     *
     * @param findings what was found when the plan was run
     * @return the sections, some of them empty
     */
    public static List<Page.Section> sections(Findings findings) {
        return List.of(new Page.Section("Computed, because only " + findings.plan().to() + " models have them",
                computed(findings)),
                new Page.Section("Rounded, so the way back does not restore them", rounded(findings)));
    }

    /** A title that names the weakest evidence there is. */
    private static String looks(Plan plan, String start) {
        boolean order = PlanText.counted(plan).containsKey(Basis.ORDER);
        return start
                + (order ? "the order of definition, or on what somebody called them" : "what somebody called them");
    }

    private static List<String> rounded(Findings findings) {
        return findings.rounded().stream().map(
                one -> Paths.text(one.entry(), findings.plan().to()) + "  " + one.from() + " -> " + one.to()).toList();
    }

    /** What must be set on the other side. */
    static void settings(StringBuilder out, List<String> notes, Paint paint) {
        section(out, "to set on the other side:", notes, paint);
    }

    /** The source arrays of layers that the target's library does not have, as random streams. */
    static List<String> withoutTarget(Plan plan) {
        return plan.steps().stream().filter(step -> step.moves().isEmpty()).flatMap(step -> step.sourceOnly().stream())
                .map(aside -> Paths.text(aside.entry().path(), plan.from())).toList();
    }

    private static List<String> computed(Findings findings) {
        Map<String, List<Findings.Computed>> kinds = findings.computed().stream().collect(Collectors
                .groupingBy(one -> one.how() + " (" + one.why() + ")", LinkedHashMap::new, Collectors.toList()));
        List<String> lines = new ArrayList<>();
        kinds.forEach((how, arrays) -> {
            List<String> names = arrays.stream().map(one -> Paths.text(one.entry(), findings.plan().to())).toList();
            lines.add(how + ": " + String.join(", ", names.stream().limit(SHOWN).toList())
                    + (names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : ""));
        });
        return lines;
    }

    /** A title and its lines, if there are any. */
    static void section(StringBuilder out, String title, List<String> lines, Paint paint) {
        if (!lines.isEmpty()) {
            out.append(paint.notice(title)).append('\n');
            lines.forEach(line -> out.append("  ").append(Paths.printable(line).replace('\n', ' ')).append('\n'));
        }
    }
}
