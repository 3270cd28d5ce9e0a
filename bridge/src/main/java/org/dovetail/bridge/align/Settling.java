package org.dovetail.bridge.align;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the lines that settle what the laws leave open: the pin that leaves the fewest targets open, then the next, until one mapping is left. */
final class Settling {
    /** A target and the source that a line would give it. */
    record Choice(int target, int source) {}

    /** How many different pins are tried for each line; more would only be further members of large classes. */
    private static final int TRIALS = 48;

    private Settling() {}

    static List<Choice> choices(Problem problem, Verdict open) {
        List<Choice> chosen = new ArrayList<>();
        Problem current = problem;
        Verdict verdict = open;
        while (verdict.exists() && !verdict.isUnique() && chosen.size() < problem.size()) {
            Choice best = null;
            Problem bestProblem = current;
            Verdict bestVerdict = verdict;
            for (Choice choice : candidates(current, verdict)) {
                BitSet only = new BitSet();
                only.set(choice.source());
                Problem pinned = current.pinned(choice.target(), only);
                Verdict after = Verdict.of(pinned, EnumSet.allOf(Law.class), false);
                if (after.exists() && (best == null || after.undecided().length < bestVerdict.undecided().length)) {
                    best = choice;
                    bestProblem = pinned;
                    bestVerdict = after;
                    if (after.isUnique()) {
                        break;
                    }
                }
            }
            if (best == null) {
                break;
            }
            chosen.add(best);
            current = bestProblem;
            verdict = bestVerdict;
        }
        return chosen;
    }

    /** The first of each class of alike targets, with its first source; members of alike blocks are one class. */
    private static List<Choice> candidates(Problem problem, Verdict verdict) {
        Map<List<Integer>, Choice> classes = new LinkedHashMap<>();
        Coordinates targets = problem.targets();
        for (int t : verdict.undecided()) {
            int depth = targets.levels[t].length;
            List<Integer> alike = depth == 0
                    ? List.of(-1, t)
                    : List.of(targets.levels[t][depth - 1], targets.rests[t][depth - 1]);
            classes.putIfAbsent(alike, new Choice(t, verdict.source(t)));
        }
        return classes.values().stream().limit(TRIALS).toList();
    }
}
