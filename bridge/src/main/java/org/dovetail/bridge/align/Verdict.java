package org.dovetail.bridge.align;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What all lawful mappings say together.
 *
 * @param witnessed for every target, sources that some mapping gives it; a target with one is the same in all
 * @param proven the targets of which all sources are witnessed, or at least two; for the others the search gave up, so that more may be possible
 * @param exists whether there is a mapping
 */
record Verdict(List<BitSet> witnessed, BitSet proven, boolean exists) {
    /** The most nodes that a judgement visits, for problems of a hundred layers; larger ones get fewer, so that a judgement takes seconds. */
    private static final long NODES = 100_000;

    /** Whether all mappings agree on a target. */
    boolean isForced(int target) {
        return exists && proven.get(target) && witnessed.get(target).cardinality() == 1;
    }

    boolean isUnique() { return IntStream.range(0, witnessed.size()).allMatch(this::isForced); }

    int source(int target) { return witnessed.get(target).nextSetBit(0); }

    /** The targets on which the mappings differ. */
    int[] undecided() {
        return IntStream.range(0, witnessed.size()).filter(t -> !isForced(t)).toArray();
    }

    /** Whether a target has the same source here and there. */
    boolean agrees(Verdict other, int target) {
        return isForced(target) && other.isForced(target) && source(target) == other.source(target);
    }

    /**
     * Judges a problem: finds a mapping, then for every target one that differs there, until there is none.
     *
     * @param problem the problem
     * @param kept the laws to keep beside those that always hold
     * @param all whether every candidate of an undecided target is wanted, not only two
     * @return the verdict
     */
    static Verdict of(Problem problem, Set<Law> kept, boolean all) {
        return of(problem.targets(), problem.domains(kept), new BitSet(), problem.propagation(kept), all);
    }

    /**
     * The same for one of several problems that differ in what fits alone.
     *
     * @param targets where the targets stand
     * @param root what each target may take; is pruned
     * @param settled the targets whose single match has been passed on already; grows
     * @param propagation what prunes
     * @param all whether every candidate of an undecided target is wanted, not only two
     * @return the verdict
     */
    static Verdict of(Coordinates targets, Domains root, BitSet settled, Propagation propagation, boolean all) {
        List<BitSet> witnessed = unwitnessed(root.size());
        if (root.hasEmpty() || !propagation.run(root, settled)) {
            return new Verdict(witnessed, new BitSet(), false);
        }
        Search search = new Search(propagation, budget(root.size()));
        Optional<int[]> first = Optional.ofNullable(search.find(root, settled, witnessed));
        if (first.isEmpty()) {
            return new Verdict(witnessed, new BitSet(), false);
        }
        witness(witnessed, first.get());
        if (all) {
            Exchanges exchanges = new Exchanges(targets, propagation, root, first.get());
            for (int t = 0; t < root.size(); t++) {
                BitSet open = (BitSet) root.of(t).clone();
                open.andNot(witnessed.get(t));
                exchanges.each(t, open, mapping -> witness(witnessed, mapping));
            }
        }
        return differing(root, settled, search, witnessed, all);
    }

    /**
     * Judges a problem of which a mapping is known that may be lawful. What an exchange of two blocks or layers shows to be open needs no search.
     *
     * @param problem the problem
     * @param kept the laws to keep beside those that always hold
     * @param mapping for every target its source
     * @return the verdict, with at least two sources for an undecided target
     */
    static Verdict around(Problem problem, Set<Law> kept, int[] mapping) {
        Domains root = problem.domains(kept);
        Propagation propagation = problem.propagation(kept);
        if (!propagation.isLawful(root, mapping)) {
            return of(problem.targets(), root, new BitSet(), propagation, false);
        }
        List<BitSet> witnessed = unwitnessed(root.size());
        witness(witnessed, mapping);
        BitSet settled = new BitSet();
        if (!propagation.run(root, settled)) {
            throw new IllegalStateException("a lawful mapping was pruned away");
        }
        Exchanges exchanges = new Exchanges(problem.targets(), propagation, root, mapping);
        for (int t = 0; t < root.size(); t++) {
            if (!root.isFixed(t) && witnessed.get(t).cardinality() < 2) {
                exchanges.of(t).ifPresent(other -> witness(witnessed, other));
            }
        }
        return differing(root, settled, new Search(propagation, budget(root.size())), witnessed, false);
    }

    /** Looks for every target for mappings that differ there from those that are witnessed. */
    private static Verdict differing(Domains root, BitSet settled, Search search, List<BitSet> witnessed,
            boolean all) {
        BitSet proven = new BitSet();
        for (int t = 0; t < root.size(); t++) {
            while (!search.isExhausted() && (all || witnessed.get(t).cardinality() < 2)
                    && root.of(t).cardinality() > witnessed.get(t).cardinality()) {
                Domains other = root.copy();
                BitSet known = witnessed.get(t);
                other.keep(t, s -> !known.get(s));
                Optional<int[]> found = Optional.ofNullable(search.find(other, settled, witnessed));
                if (found.isEmpty()) {
                    break;
                }
                witness(witnessed, found.get());
            }
            proven.set(t, !search.isExhausted() || witnessed.get(t).cardinality() >= 2 || root.isFixed(t));
        }
        return new Verdict(witnessed, proven, true);
    }

    private static List<BitSet> unwitnessed(int size) {
        return IntStream.range(0, size).mapToObj(_ -> new BitSet()).toList();
    }

    private static long budget(int size) {
        return Math.max(2_000, Math.min(NODES, NODES * 10_000L / Math.max(1, (long) size * size)));
    }

    private static void witness(List<BitSet> witnessed, int[] mapping) {
        for (int t = 0; t < mapping.length; t++) {
            witnessed.get(t).set(mapping[t]);
        }
    }
}
