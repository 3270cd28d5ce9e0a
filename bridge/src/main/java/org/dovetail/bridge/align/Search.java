package org.dovetail.bridge.align;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks for lawful one-to-one mappings, depth first, the most constrained target first; where what is left is free, the first one-to-one mapping is one. */
final class Search {
    private final Propagation propagation;
    private long nodesLeft;

    Search(Propagation propagation, long nodes) {
        this.propagation = propagation;
        this.nodesLeft = nodes;
    }

    /** Whether the search gave up; what it did not find by then may still exist. */
    boolean isExhausted() {
        return nodesLeft <= 0;
    }

    /**
     * Finds a mapping.
     *
     * @param domains what each target may take; not changed
     * @param settled the targets whose single match has been passed on; not changed
     * @param avoid for every target, the sources to try last
     * @return for every target its source, or null when there is none or the search gave up
     */
    int @Nullable [] find(Domains domains, BitSet settled, List<BitSet> avoid) {
        Domains pruned = domains.copy();
        BitSet passedOn = (BitSet) settled.clone();
        if (!propagation.run(pruned, passedOn)) {
            return null;
        }
        return descend(pruned, passedOn, avoid);
    }

    private int @Nullable [] descend(Domains domains, BitSet settled, List<BitSet> avoid) {
        int target = mostConstrained(domains);
        if (target < 0) {
            return domains.values();
        }
        int[] guess = OneToOne.mapping(domains, avoid);
        if (propagation.isLawful(domains, guess)) {
            return guess;
        }
        BitSet fresh = (BitSet) domains.of(target).clone();
        fresh.andNot(avoid.get(target));
        BitSet seen = (BitSet) domains.of(target).clone();
        seen.and(avoid.get(target));
        for (BitSet values : List.of(fresh, seen)) {
            for (int s = values.nextSetBit(0); s >= 0; s = values.nextSetBit(s + 1)) {
                if (--nodesLeft <= 0) {
                    return null;
                }
                Domains next = domains.copy();
                BitSet passedOn = (BitSet) settled.clone();
                next.fix(target, s);
                if (propagation.run(next, passedOn)) {
                    int[] found = descend(next, passedOn, avoid);
                    if (found != null || isExhausted()) {
                        return found;
                    }
                }
            }
        }
        return null;
    }

    private static int mostConstrained(Domains domains) {
        int best = -1;
        int fewest = Integer.MAX_VALUE;
        for (int t = 0; t < domains.size(); t++) {
            int count = domains.of(t).cardinality();
            if (count > 1 && count < fewest) {
                best = t;
                fewest = count;
            }
        }
        return best;
    }
}
