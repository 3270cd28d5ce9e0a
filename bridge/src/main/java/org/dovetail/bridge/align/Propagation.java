package org.dovetail.bridge.align;

import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Removes matches that cannot belong to a lawful one-to-one mapping, until nothing more follows.
 *
 * <p>
 * Three rules take turns: what a settled match forbids its relatives, pair by pair ({@link Laws}); what one-to-one forbids ({@link OneToOne}); and what whole, alike and ordered blocks forbid
 * together ({@link BlockRules}). Each only removes matches that are in no mapping, so the order does not matter.
 */
final class Propagation {
    private final Laws laws;
    private final BlockRules blocks;
    private final int[][] relatives;

    Propagation(Coordinates targets, Coordinates sources, Laws laws) {
        this.laws = laws;
        this.blocks = new BlockRules(targets, sources, laws);
        int n = targets.size();
        this.relatives = new int[n][];
        for (int t = 0; t < n; t++) {
            int mine = t;
            relatives[t] = IntStream.range(0, n).filter(other -> other != mine && laws.relate(mine, other)).toArray();
        }
    }

    /**
     * Prunes to the fixpoint.
     *
     * @param domains what is pruned
     * @param settled the targets whose single match has been passed on already; grows
     * @return false when no mapping is left
     */
    boolean run(Domains domains, BitSet settled) {
        do {
            if (!passOn(domains, settled)) {
                return false;
            }
            BitSet changed = domains.takeChanged();
            while (!changed.isEmpty()) {
                if (domains.hasEmpty() || !blocks.prune(domains, changed) || !OneToOne.prune(domains)) {
                    return false;
                }
                changed = domains.takeChanged();
            }
        } while (settled.cardinality() < fixed(domains));
        return true;
    }

    /**
     * Whether a mapping keeps all laws.
     *
     * @param domains what each target may take; not changed
     * @param mapping for every target its source
     * @return whether it is one to one, within the domains, and lawful
     */
    boolean isLawful(Domains domains, int[] mapping) {
        BitSet all = new BitSet();
        all.set(0, mapping.length);
        return isLawful(domains, mapping, all);
    }

    /** The same of a mapping that differs from a lawful one at some targets alone. */
    boolean isLawful(Domains domains, int[] mapping, BitSet differing) {
        for (int t = differing.nextSetBit(0); t >= 0; t = differing.nextSetBit(t + 1)) {
            if (!domains.of(t).get(mapping[t])) {
                return false;
            }
            for (int other : relatives[t]) {
                if (!laws.allow(t, mapping[t], other, mapping[other])) {
                    return false;
                }
            }
        }
        Domains fixed = Domains.of(mapping);
        return IntStream.of(mapping).distinct().count() == mapping.length && blocks.prune(fixed, differing)
                && !fixed.hasEmpty();
    }

    private static int fixed(Domains domains) {
        int count = 0;
        for (int t = 0; t < domains.size(); t++) {
            count += domains.isFixed(t) ? 1 : 0;
        }
        return count;
    }

    /** Tells the relatives of every newly settled target. */
    private boolean passOn(Domains domains, BitSet settled) {
        boolean again = true;
        while (again) {
            again = false;
            for (int t = 0; t < domains.size(); t++) {
                if (settled.get(t) || !domains.isFixed(t)) {
                    continue;
                }
                settled.set(t);
                again = true;
                if (!passOn(domains, settled, t)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean passOn(Domains domains, BitSet settled, int t) {
        int s = domains.value(t);
        for (int other = 0; other < domains.size(); other++) {
            if (other != t) {
                domains.remove(other, s);
                if (domains.of(other).isEmpty()) {
                    return false;
                }
            }
        }
        for (int other : relatives[t]) {
            int mine = other;
            if (!settled.get(other)) {
                domains.keep(other, candidate -> laws.allow(t, s, mine, candidate));
            }
            if (domains.of(other).isEmpty()) {
                return false;
            }
        }
        return true;
    }
}
