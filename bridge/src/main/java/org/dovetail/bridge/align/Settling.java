package org.dovetail.bridge.align;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lines that settle what the laws leave open: the pin that leaves the fewest targets open, then the next, until one mapping is left.
 *
 * @param choices what the lines say
 * @param settlesAll whether they leave one mapping
 */
record Settling(List<Settling.Choice> choices, boolean settlesAll) {
    /** Copies the list. */
    Settling {
        choices = List.copyOf(choices);
    }

    /** What a line pins: a target and the source that it would get, by themselves or as all that is in the scopes around them. */
    sealed interface Choice {
        /** The target, or one of them. */
        int target();

        /** Its source. */
        int source();

        /** The problem with the line. */
        Problem in(Problem problem);

        /**
         * One layer.
         *
         * @param target the target
         * @param source its source
         */
        record Layer(int target, int source) implements Choice {
            @Override
            public Problem in(Problem problem) {
                BitSet only = new BitSet();
                only.set(source);
                return problem.pinned(target, only);
            }
        }

        /**
         * All layers in a scope.
         *
         * @param target a target in it
         * @param targetDepth of how many names the scope around it consists
         * @param source the target's source
         * @param sourceDepth of how many names the scope around that consists
         */
        record Scope(int target, int targetDepth, int source, int sourceDepth) implements Choice {
            @Override
            public Problem in(Problem problem) { return problem.pinned(targets(problem), sources(problem)); }

            BitSet targets(Problem problem) { return problem.targets().inScope(target, targetDepth); }

            BitSet sources(Problem problem) { return problem.sources().inScope(source, sourceDepth); }

            /** Whether a line for the scopes says which layers go where, and more than a line for one layer does. */
            boolean isTelling(Problem problem) {
                int size = targets(problem).cardinality();
                return size > 1 && size < problem.size() && size == sources(problem).cardinality();
            }
        }
    }

    /**
     * What a problem leaves of its domains, so that a trial prunes only what its line adds.
     *
     * @param domains what each target may take
     * @param left what is left of them
     * @param settled the targets whose single match has been passed on
     */
    private record Pruned(Domains domains, Domains left, BitSet settled) {
        static Pruned of(Domains domains, Propagation propagation) {
            Pruned pruned = new Pruned(domains, domains.copy(), new BitSet());
            propagation.run(pruned.left, pruned.settled);
            return pruned;
        }

        /** The start of a trial. Where a line gives a target what equal names took from it, nothing is known beforehand. */
        Pruned cutDown(Domains fewer) {
            if (!fewer.isWithin(domains)) {
                return new Pruned(fewer, fewer.copy(), new BitSet());
            }
            Domains start = left.copy();
            for (int t = 0; t < start.size(); t++) {
                start.keep(t, fewer.of(t)::get);
            }
            return new Pruned(fewer, start, (BitSet) settled.clone());
        }
    }

    /** How many different pins are tried for each line; more would only be further members of large classes. */
    private static final int TRIALS = 48;
    /** How many lines are looked for; a model that needs more is settled in several rounds, or in a plan. */
    private static final int LINES = 24;

    static Settling of(Problem problem, Verdict open) {
        Set<Law> laws = EnumSet.allOf(Law.class);
        Propagation propagation = problem.propagation(laws);
        List<Choice> chosen = new ArrayList<>();
        Problem current = problem;
        Pruned pruned = Pruned.of(problem.domains(laws), propagation);
        Verdict verdict = open;
        while (verdict.exists() && !verdict.isUnique() && chosen.size() < LINES) {
            Choice best = null;
            Problem bestProblem = current;
            Pruned bestPruned = pruned;
            Verdict bestVerdict = verdict;
            for (Choice choice : candidates(current, verdict)) {
                Problem pinned = choice.in(current);
                Pruned trial = pruned.cutDown(pinned.domains(laws));
                Verdict after = Verdict.of(problem.targets(), trial.left(), trial.settled(), propagation,
                        false);
                if (after.exists() && (best == null || after.undecided().length < bestVerdict.undecided().length)) {
                    best = choice;
                    bestProblem = pinned;
                    bestPruned = trial;
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
            pruned = bestPruned;
            verdict = bestVerdict;
        }
        return new Settling(chosen, verdict.isUnique());
    }

    /** Layers first: a line for a scope is better only where it settles more. */
    private static List<Choice> candidates(Problem problem, Verdict verdict) {
        List<Choice> layers = layers(problem, verdict);
        List<Choice> all = new ArrayList<>(layers);
        all.addAll(scopes(problem, verdict, layers));
        return all;
    }

    /** The first of each class of alike targets, with its first source; members of alike blocks are one class. */
    private static List<Choice> layers(Problem problem, Verdict verdict) {
        Map<List<Integer>, Choice> classes = new LinkedHashMap<>();
        Coordinates targets = problem.targets();
        for (int t : verdict.undecided()) {
            int depth = targets.levels[t].length;
            List<Integer> alike = depth == 0
                    ? List.of(-1, t)
                    : List.of(targets.levels[t][depth - 1], targets.rests[t][depth - 1]);
            classes.putIfAbsent(alike, new Choice.Layer(t, verdict.source(t)));
        }
        return classes.values().stream().limit(TRIALS).toList();
    }

    /** The scopes around these targets and what they may come from, of equally many layers. */
    private static List<Choice> scopes(Problem problem, Verdict verdict, List<Choice> layers) {
        Map<List<BitSet>, Choice> scopes = new LinkedHashMap<>();
        for (Choice layer : layers) {
            int t = layer.target();
            verdict.witnessed().get(t).stream().forEach(s -> around(problem, t, s).forEach(
                    scope -> scopes.putIfAbsent(List.of(scope.targets(problem), scope.sources(problem)), scope)));
        }
        return scopes.values().stream().limit(TRIALS).toList();
    }

    private static List<Choice.Scope> around(Problem problem, int t, int s) {
        List<Choice.Scope> around = new ArrayList<>();
        for (int i = 1; i < problem.targets().scopes[t].length; i++) {
            for (int j = 1; j < problem.sources().scopes[s].length; j++) {
                around.add(new Choice.Scope(t, i, s, j));
            }
        }
        return around.stream().filter(scope -> scope.isTelling(problem)).toList();
    }
}
