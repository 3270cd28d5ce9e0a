package org.dovetail.bridge.report;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.plan.Aside;
import org.dovetail.bridge.plan.Basis;
import org.dovetail.bridge.plan.Move;
import org.dovetail.bridge.plan.Plan;
import org.dovetail.bridge.plan.Step;
import org.dovetail.bridge.rules.Fallback;
import org.dovetail.bridge.rules.Style;
import org.dovetail.bridge.rules.TensorOp;

/** A plan for people: one line for each array, in columns. */
public final class PlanText {
    private PlanText() {}

    /**
     * Every source array, its target, the operations, and what the match rests on.
     *
     * @param plan the plan
     * @param paint the colours
     * @return the lines
     */
    public static String of(Plan plan, Paint paint) {
        Table table = new Table();
        for (Step step : plan.steps()) {
            step.moves().forEach(move -> move(table, plan, step, move, paint));
            step.sourceOnly().forEach(aside -> table.row().cell(one(aside.entry(), plan.from())).cell("->")
                    .cell("(side data)", paint::dim));
            step.targetOnly().forEach(aside -> table.row().cell(fallback(aside), paint::dim).cell("->")
                    .cell(one(aside.entry(), plan.to())));
        }
        for (Plan.Open open : plan.open()) {
            table.row().cell(open.candidates().isEmpty() ? "nothing" : String.join(" or ", open.candidates()),
                    paint::notice).cell("->", paint::notice).cell(open.target(), paint::notice)
                    .cell("open", paint::notice);
        }
        StringBuilder text = new StringBuilder();
        table.print(text, "");
        return text.toString();
    }

    private static void move(Table table, Plan plan, Step step, Move move, Paint paint) {
        table.row().cell(several(move.from(), plan.from())).cell("->").cell(several(move.to(), plan.to()))
                .cell(ops(move.ops()))
                .cell(step.basis().label(), step.basis().isStrict() ? paint::dim : paint::notice);
    }

    /** The operations in a few words; none is a copy. */
    static String ops(List<TensorOp> ops) {
        return ops.isEmpty() ? "copy" : ops.stream().map(TensorOp::toString).collect(Collectors.joining(", "));
    }

    private static String several(List<Entry> entries, Style style) {
        return entries.size() == 1
                ? one(entries.getFirst(), style)
                : entries.size() + " x " + entries.getFirst().spec() + ": "
                        + Paths.text(entries.getFirst().path(), style) + " .. "
                        + Paths.text(entries.getLast().path(), style);
    }

    private static String one(Entry entry, Style style) { return Paths.text(entry.path(), style) + " " + entry.spec(); }

    static String fallback(Aside aside) {
        return switch (aside.fallback()) {
            case Fallback.Copy(String role) -> "(side data, or a copy of " + role + ")";
            case Fallback.Constant(double value) -> "(side data, or " + Amounts.measure(value) + ")";
            case Fallback.Seeded(long seed, int draw) -> "(draw " + draw + " of seed " + seed + ")";
            case Fallback.LeaveOut() -> "(left out)";
        };
    }

    /**
     * How many layers rest on what, in a line.
     *
     * @param plan the plan
     * @return for example {@code 6 layers rest on shape, 2 on number}
     */
    public static String counts(Plan plan) {
        Map<Basis, Long> counts = counted(plan);
        StringBuilder text = new StringBuilder();
        counts.forEach((basis, count) -> text.append(text.isEmpty()
                ? Amounts.count(count, "layer") + (count == 1 ? " rests on " : " rest on ")
                : ", " + Amounts.count(count) + " on ").append(basis.label()));
        return text.isEmpty() ? "no layers" : text.toString();
    }

    /**
     * How many layers rest on what.
     *
     * @param plan the plan
     * @return the numbers, from the strongest evidence to the weakest; without those that are zero
     */
    public static Map<Basis, Long> counted(Plan plan) {
        Map<Basis, Long> counts = new EnumMap<>(Basis.class);
        plan.steps().stream().filter(step -> !step.moves().isEmpty())
                .forEach(step -> counts.merge(step.basis(), 1L, Long::sum));
        return counts;
    }

    /**
     * The layers that rest on a name, a written number or an order, which a person should look at.
     *
     * @param plan the plan
     * @return their steps; empty when there is none
     */
    public static List<Step> weak(Plan plan) {
        return plan.steps().stream().filter(step -> !step.basis().isStrict() && !step.moves().isEmpty()).toList();
    }

    /**
     * The same as text.
     *
     * @param plan the plan
     * @return a line for each, without indentation; empty when there is none
     */
    public static List<String> weakLines(Plan plan) {
        Table table = new Table();
        weak(plan).forEach(step -> table.row().cell(step.source()).cell("->").cell(step.target()).cell(step.kind())
                .cell("rests on " + step.basis().label().toLowerCase(Locale.ROOT)));
        StringBuilder text = new StringBuilder();
        table.print(text, "");
        return text.toString().lines().toList();
    }
}
