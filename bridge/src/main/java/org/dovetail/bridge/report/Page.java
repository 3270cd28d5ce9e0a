package org.dovetail.bridge.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.plan.Plan;
import org.dovetail.bridge.plan.Step;

/**
 * What a page shows: two checkpoints side by side, with lines between the arrays that belong together.
 *
 * @param left one checkpoint
 * @param right the other
 * @param outcome the result in a sentence
 * @param tone whether the result is good, bad, or neither
 * @param lines the matches, in the order in which they are told
 * @param open what is not decided, a candidate each
 * @param sections what else a person should know
 */
public record Page(NamedTree left, NamedTree right, String outcome, Tone tone, List<Line> lines, List<Candidate> open,
        List<Section> sections) {
    /** How a result is meant. */
    public enum Tone {
        /** Everything is equal. */
        GOOD,
        /** Something differs. */
        BAD,
        /** Something was done. */
        PLAIN
    }

    /**
     * Arrays that belong together.
     *
     * @param from arrays of the left checkpoint
     * @param to arrays of the right one
     * @param match how they belong together
     * @param compared how far they are apart; empty when they were not compared
     */
    public record Line(List<EntryPath> from, List<EntryPath> to, Match match, Optional<Differences.Pair> compared) {
        /** Copies the paths. */
        public Line {
            from = List.copyOf(from);
            to = List.copyOf(to);
        }
    }

    /**
     * A title, and what stands under it.
     *
     * @param title the title
     * @param lines the lines
     */
    public record Section(String title, List<String> lines) {
        /** Copies the lines. */
        public Section {
            lines = List.copyOf(lines);
        }
    }

    /** Copies the lists; sections without lines are left out. */
    public Page {
        lines = List.copyOf(lines);
        open = List.copyOf(open);
        sections = sections.stream().filter(section -> !section.lines().isEmpty()).toList();
    }

    /**
     * The page of a comparison.
     *
     * @param differences the differences
     * @return the page, its lines from the worst to the best
     */
    public static Page of(Differences differences) {
        List<Line> lines = differences.pairs().stream()
                .map(pair -> new Line(pair.a(), List.of(pair.b()), pair.match(), Optional.of(pair))).toList();
        return new Page(differences.a(), differences.b(), differences.summary(),
                differences.isEqual() ? Tone.GOOD : Tone.BAD, lines, List.of(),
                List.of(new Section("Only in " + differences.a().name(),
                        DifferencesText.named(differences.onlyA(), differences.a().style())),
                        new Section("Only in " + differences.b().name(),
                                DifferencesText.named(differences.onlyB(), differences.b().style())),
                        new Section("Not compared, because the other library has no such arrays",
                                differences.notCompared())));
    }

    /**
     * The page of a plan.
     *
     * @param plan the plan, complete or not
     * @param from the source's file and its arrays
     * @param to the name of the target, and its arrays as far as they are known beside the plan's
     * @param outcome what was done, in a sentence
     * @param sections what a person should know
     * @return the page
     */
    public static Page of(Plan plan, NamedTree from, NamedTree to, String outcome, List<Section> sections) {
        List<Line> lines = new ArrayList<>();
        Map<EntryPath, String> left = new HashMap<>(from.remarks());
        Map<EntryPath, String> right = new HashMap<>(to.remarks());
        for (Step step : plan.steps()) {
            step.moves().forEach(move -> lines.add(new Line(paths(move.from()), paths(move.to()),
                    new Match(step.kind(), step.basis(), move.ops()), Optional.empty())));
            step.sourceOnly().forEach(aside -> left.put(aside.entry().path(),
                    "Kept in side data: " + plan.to() + " models have no such array."));
            step.targetOnly().forEach(aside -> right.put(aside.entry().path(), "Filled by " + PlanText.fallback(aside)
                    + ": " + plan.from() + " models have no such array."));
        }
        List<Section> all = new ArrayList<>(sections);
        all.add(new Section("Not decided", plan.open().stream()
                .map(open -> open.target() + "  <-  " + String.join("  or  ", open.candidates())).toList()));
        NamedTree source = new NamedTree(from.name(), plan.from(), from.entries(), left);
        NamedTree target = new NamedTree(to.name(), plan.to(), targets(plan, to.entries()), right);
        return new Page(source, target, outcome, plan.isComplete() ? Tone.PLAIN : Tone.BAD, lines,
                plan.open().stream().flatMap(open -> Candidate.of(open, source, target)).toList(), all);
    }

    /** The arrays that a plan fills, and those of the target that it says nothing of. */
    private static List<Entry> targets(Plan plan, List<Entry> known) {
        List<Entry> filled = plan.steps().stream().flatMap(step -> step.targets().stream()).toList();
        Set<EntryPath> paths = filled.stream().map(Entry::path).collect(Collectors.toSet());
        return Stream.concat(filled.stream(), known.stream().filter(entry -> !paths.contains(entry.path()))).toList();
    }

    private static List<EntryPath> paths(List<Entry> entries) { return entries.stream().map(Entry::path).toList(); }
}
