package org.dovetail.bridge.align;

import java.util.BitSet;
import java.util.Set;

/**
 * The laws that every mapping keeps, as a question about two matches at a time.
 *
 * <p>
 * A numbered scope of the target <em>corresponds</em> to one of the source when both have equally many blocks, or, where no counts agree, when both are equally deep. For corresponding scopes, two
 * targets share a block exactly when their sources do, and blocks keep their order. Blocks of the target with equal attributes have equal members. Where the source has no
 * numbered scope, its automatic numbers must run through the target's blocks in order.
 */
final class Laws {
    private final Coordinates targets;
    private final Coordinates sources;
    private final boolean order;
    private final boolean layerOrder;
    private final boolean ordinals;
    private final boolean sharedMembers;
    private final boolean[][] corresponding;
    private final BitSet told;
    private final DefinitionOrder definition;

    Laws(Coordinates targets, Coordinates sources, Set<Law> kept, BitSet told, DefinitionOrder definition) {
        this.told = told;
        this.definition = definition;
        this.targets = targets;
        this.sources = sources;
        this.order = kept.contains(Law.BLOCK_ORDER);
        this.sharedMembers = kept.contains(Law.SHARED_MEMBERS);
        this.layerOrder = kept.contains(Law.LAYER_ORDER);
        this.ordinals = kept.contains(Law.WRITTEN_ORDINALS);
        this.corresponding = new boolean[targets.patterns()][sources.patterns()];
        for (int p = 0; p < targets.patterns(); p++) {
            for (int q = 0; q < sources.patterns(); q++) {
                corresponding[p][q] = decide(p, q);
            }
        }
    }

    /** Whether the user's lines settle a target against the laws, so that they do not speak about it. */
    boolean isTold(int t) {
        return told.get(t);
    }

    boolean keepsOrder() { return order; }

    boolean keepsLayerOrder() { return layerOrder; }

    /** Whether the numbered scopes of a target pattern and those of a source pattern are the same blocks. */
    boolean correspond(int target, int source) {
        return corresponding[target][source];
    }

    private boolean decide(int target, int source) {
        int targetBlocks = targets.blockCount(target);
        int sourceBlocks = sources.blockCount(source);
        return targetBlocks == sourceBlocks || targets.depth(target) == sources.depth(source)
                && !sources.hasInLine(source, targetBlocks) && !targets.hasInLine(target, sourceBlocks);
    }

    /** Whether any law can speak about two targets. */
    boolean relate(int t1, int t2) {
        return targets.levels[t1].length > 0 || targets.levels[t2].length > 0 || inOneList(t1, t2)
                || ordinals && targets.compareOrdinals(t1, t2) != 0 || definition.relates(t1, t2);
    }

    /** Whether matching t1 with s1 goes with matching t2 with s2. */
    boolean allow(int t1, int s1, int t2, int s2) {
        if (told.get(t1) || told.get(t2)) {
            return true;
        }
        if (definition.forbids(t1, s1, t2, s2, sources)) {
            return false;
        }
        int targetLevels = targets.commonLevels(t1, t2);
        int sourceLevels = sources.commonLevels(s1, s2);
        if (tornApart(t1, s1, t2, s2, sourceLevels) || tornApart(t2, s2, t1, s1, sourceLevels)) {
            return false;
        }
        if (targetLevels > 0) {
            if (sourceLevels > 0) {
                if (!wholeBlocks(t1, s1, t2, s2, targetLevels, sourceLevels)) {
                    return false;
                }
            } else if (!flatBlocks(t1, s1, t2, s2, targetLevels)) {
                return false;
            }
        }
        if (inOneList(t1, t2) && !listOrder(t1, s1, t2, s2, sourceLevels)) {
            return false;
        }
        return !ordinals || sameSign(targets.compareOrdinals(t1, t2), sources.compareOrdinals(s1, s2));
    }

    /** Whether two sources of one block would fill the first target's block and something outside it. */
    private boolean tornApart(int t1, int s1, int t2, int s2, int sourceLevels) {
        for (int j = 0; j < sourceLevels && sources.blocks[s1][j] == sources.blocks[s2][j]; j++) {
            for (int a = 0; a < targets.levels[t1].length; a++) {
                boolean outside = targets.levels[t2].length <= a || targets.blocks[t2][a] != targets.blocks[t1][a];
                if (outside && correspond(targets.levels[t1][a], sources.levels[s1][j])) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean wholeBlocks(int t1, int s1, int t2, int s2, int targetLevels, int sourceLevels) {
        for (int a = 0; a < targetLevels; a++) {
            for (int j = 0; j < sourceLevels; j++) {
                if (!correspond(targets.levels[t1][a], sources.levels[s1][j])) {
                    continue;
                }
                boolean sameTarget = targets.blocks[t1][a] == targets.blocks[t2][a];
                boolean sameSource = sources.blocks[s1][j] == sources.blocks[s2][j];
                if (sameTarget != sameSource) {
                    return false;
                }
                if (order && !sameSign(targets.compareBlocks(t1, t2, a + 1), sources.compareBlocks(s1, s2, j + 1))) {
                    return false;
                }
                if (!sameTarget && sameAttribute(t1, t2, a) && sources.rests[s1][j] != sources.rests[s2][j]) {
                    return false;
                }
                if (sharedMembers && !sameTarget && disagree(t1, s1, t2, s2, a, j)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether blocks that share an attribute would give it different members, although the author named one of them in both. */
    private boolean disagree(int t1, int s1, int t2, int s2, int a, int j) {
        return targets.rests[t1][a] == targets.rests[t2][a] && sources.rests[s1][j] != sources.rests[s2][j]
                && (sources.given[s1] && sources.hasMember(sources.blocks[s2][j], sources.rests[s1][j])
                        || sources.given[s2] && sources.hasMember(sources.blocks[s1][j], sources.rests[s2][j]));
    }

    /** The source has no blocks: the numbers of a family run through the target's blocks in order, and equal attributes have one family. */
    private boolean flatBlocks(int t1, int s1, int t2, int s2, int targetLevels) {
        int blocks = targets.compareBlocks(t1, t2, targetLevels);
        if (blocks == 0 || sources.levels[s1].length > 0 || sources.levels[s2].length > 0
                || sources.parent[s1] != sources.parent[s2]) {
            return true;
        }
        if (sources.areSiblings(s1, s2)) {
            return !layerOrder || sameSign(blocks, Integer.compare(sources.own[s1], sources.own[s2]));
        }
        return sources.own[s1] < 0 && sources.own[s2] < 0 || !sameAttribute(t1, t2, targetLevels - 1);
    }

    private boolean listOrder(int t1, int s1, int t2, int s2, int sourceLevels) {
        int positions = Integer.compare(targets.own[t1], targets.own[t2]);
        if (sources.areSiblings(s1, s2)) {
            return !layerOrder || sameSign(positions, Integer.compare(sources.own[s1], sources.own[s2]));
        }
        return !order || sameSign(positions, sources.compareBlocks(s1, s2, sourceLevels));
    }

    boolean sameAttribute(int t1, int t2, int level) {
        return targets.rests[t1][level] == targets.rests[t2][level]
                && targets.attributes[t1][level] == targets.attributes[t2][level];
    }

    private boolean inOneList(int t1, int t2) {
        return targets.inList[t1] && targets.inList[t2] && targets.areSiblings(t1, t2);
    }

    /** Whether two orders agree; 0 says nothing. */
    private static boolean sameSign(int a, int b) {
        return a == 0 || b == 0 || a < 0 == b < 0;
    }
}
