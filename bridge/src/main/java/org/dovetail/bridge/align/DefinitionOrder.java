package org.dovetail.bridge.align;

import java.util.BitSet;

/** The law of {@code --assume-order}: of the targets that nothing else settles, those that siblings which Haiku numbered can fill are filled in the order of their definition. */
final class DefinitionOrder {
    /** No order is assumed. */
    static final DefinitionOrder NONE = new DefinitionOrder(new int[0], new BitSet());

    private final int[] ranks;
    private final BitSet open;

    /**
     * An order of definition.
     *
     * @param ranks for every target, its position in the order; -1 where that is not told
     * @param open the targets that nothing else settles
     */
    DefinitionOrder(int[] ranks, BitSet open) {
        this.ranks = ranks.clone();
        this.open = (BitSet) open.clone();
    }

    /** Whether the law can speak about two targets. */
    boolean relates(int t1, int t2) {
        return open.get(t1) && open.get(t2) && ranks[t1] >= 0 && ranks[t2] >= 0 && ranks[t1] != ranks[t2];
    }

    /** Whether numbered siblings would fill two targets against the order of definition. */
    boolean forbids(int t1, int s1, int t2, int s2, Coordinates sources) {
        if (!relates(t1, t2) || !sources.areSiblings(s1, s2)) {
            return false;
        }
        boolean targetsRise = ranks[t1] < ranks[t2];
        boolean sourcesRise = sources.own[s1] < sources.own[s2];
        return targetsRise != sourcesRise;
    }
}
