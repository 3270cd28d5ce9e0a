package org.dovetail.bridge.align;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/** Tries every one-to-one mapping of a small problem: the oracle of the solver. */
final class Exhaustive {
    private final Problem problem;
    private final Laws laws;
    private final List<Set<Integer>> seen = new ArrayList<>();

    private Exhaustive(Problem problem, Set<Law> kept) {
        this.problem = problem;
        this.laws = new Laws(problem.targets(), problem.sources(), kept, problem.told(), problem.order());
        for (int t = 0; t < problem.size(); t++) {
            seen.add(new HashSet<>());
        }
    }

    /** For every target, the sources that some lawful mapping gives it. */
    static List<Set<Integer>> sources(Problem problem, Set<Law> kept) {
        Exhaustive search = new Exhaustive(problem, kept);
        search.descend(problem.domains(kept), new ArrayList<>());
        return search.seen;
    }

    private void descend(Domains domains, List<Integer> chosen) {
        int t = chosen.size();
        if (t == problem.size()) {
            if (ranksAreAlike(chosen) && (!laws.keepsLayerOrder() || numbersAreContiguous(chosen))) {
                for (int i = 0; i < t; i++) {
                    seen.get(i).add(chosen.get(i));
                }
            }
            return;
        }
        domains.of(t).stream().filter(s -> !chosen.contains(s)).forEach(s -> {
            for (int other = 0; other < t; other++) {
                if (!laws.allow(other, chosen.get(other), t, s)) {
                    return;
                }
            }
            chosen.add(s);
            descend(domains, chosen);
            chosen.removeLast();
        });
    }

    /** The numbers of a family that a block without scopes takes, by block and family. */
    private Map<List<Integer>, NavigableSet<Integer>> numbers(List<Integer> chosen, int depth) {
        Map<List<Integer>, NavigableSet<Integer>> numbers = new HashMap<>();
        for (int t = 0; t < chosen.size(); t++) {
            if (problem.targets().levels[t].length > depth && isFlat(chosen.get(t))) {
                numbers.computeIfAbsent(key(t, depth, chosen.get(t)), _ -> new TreeSet<>())
                        .add(problem.sources().own[chosen.get(t)]);
            }
        }
        return numbers;
    }

    private List<Integer> key(int t, int depth, int s) {
        return List.of(problem.targets().levels[t][depth], problem.targets().blocks[t][depth],
                problem.sources().parent[s], problem.sources().family[s]);
    }

    private boolean isFlat(int s) { return problem.sources().levels[s].length == 0 && problem.sources().own[s] >= 0; }

    private boolean ranksAreAlike(List<Integer> chosen) {
        Map<List<Integer>, NavigableSet<Integer>> numbers = numbers(chosen, 0);
        for (int t = 0; t < chosen.size(); t++) {
            for (int u = 0; u < t; u++) {
                int a = chosen.get(t);
                int b = chosen.get(u);
                boolean comparable = problem.targets().commonLevels(t, u) > 0 && laws.sameAttribute(t, u, 0)
                        && isFlat(a) && isFlat(b) && problem.sources().areSiblings(a, b);
                if (comparable && numbers.getOrDefault(key(t, 0, a), new TreeSet<>()).headSet(problem.sources().own[a])
                        .size() != numbers
                                .getOrDefault(key(u, 0, b), new TreeSet<>()).headSet(problem.sources().own[b]).size()) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean numbersAreContiguous(List<Integer> chosen) {
        Map<List<Integer>, NavigableSet<Integer>> numbers = numbers(chosen, 0);
        Map<List<Integer>, Set<List<Integer>>> blocksOf = new HashMap<>();
        numbers.keySet().forEach(key -> blocksOf
                .computeIfAbsent(List.of(key.get(0), key.get(2), key.get(3)), _ -> new HashSet<>()).add(key));
        for (var block : numbers.entrySet()) {
            if (blocksOf.getOrDefault(List.of(block.getKey().get(0), block.getKey().get(2), block.getKey().get(3)),
                    Set.of()).size() < 2) {
                continue;
            }
            for (int t = 0; t < chosen.size(); t++) {
                int s = chosen.get(t);
                boolean sameFamily = isFlat(s) && problem.sources().parent[s] == block.getKey().get(2)
                        && problem.sources().family[s] == block.getKey().get(3);
                int own = problem.sources().own[s];
                if (sameFamily && !block.getValue().contains(own) && own > block.getValue().first()
                        && own < block.getValue().last()) {
                    return false;
                }
            }
        }
        return true;
    }
}
