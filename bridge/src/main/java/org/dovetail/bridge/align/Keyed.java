package org.dovetail.bridge.align;

import java.util.BitSet;
import java.util.List;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;

/** What the sources of several targets must have in common, or keep in order, judged by a key that every source has. */
final class Keyed {
    private Keyed() {}

    /** Keeps of each target only the sources whose key every target of the group can have; false when there is none. */
    static boolean keepCommon(Domains domains, List<Integer> group, IntUnaryOperator key) {
        return keepCommon(domains, group, (_, s) -> key.applyAsInt(s));
    }

    /** The same where the key of a source is another for each target. */
    static boolean keepCommon(Domains domains, List<Integer> group, IntBinaryOperator key) {
        if (group.size() < 2) {
            return true;
        }
        BitSet common = keys(domains, group.getFirst(), key);
        for (int t : group.subList(1, group.size())) {
            common.and(keys(domains, t, key));
        }
        group.forEach(t -> domains.keep(t, s -> common.get(key.applyAsInt(t, s))));
        return !common.isEmpty();
    }

    private static BitSet keys(Domains domains, int t, IntBinaryOperator key) {
        BitSet keys = new BitSet();
        BitSet set = domains.of(t);
        for (int s = set.nextSetBit(0); s >= 0; s = set.nextSetBit(s + 1)) {
            keys.set(key.applyAsInt(t, s));
        }
        return keys;
    }

    /** Keeps of each target, in groups that take strictly growing keys, only those keys with enough others before and behind; false when a target has none. */
    static boolean keepBounds(Domains domains, List<List<Integer>> groups, IntUnaryOperator key) {
        BitSet keys = new BitSet();
        groups.forEach(group -> group.forEach(t -> keys.or(keys(domains, t, (_, s) -> key.applyAsInt(s)))));
        int[] position = new int[keys.length()];
        int found = 0;
        for (int k = keys.nextSetBit(0); k >= 0; k = keys.nextSetBit(k + 1)) {
            position[k] = found++;
        }
        int before = 0;
        int after = groups.stream().mapToInt(List::size).sum();
        int least = 0;
        for (List<Integer> group : groups) {
            after -= group.size();
            int low = Math.max(before, least);
            int high = found - 1 - after;
            for (int t : group) {
                domains.keep(t, s -> position[key.applyAsInt(s)] >= low && position[key.applyAsInt(s)] <= high);
                if (domains.of(t).isEmpty()) {
                    return false;
                }
                least = Math.max(least, 1 + lowest(domains.of(t), position, key));
            }
            before += group.size();
        }
        return true;
    }

    private static int lowest(BitSet sources, int[] position, IntUnaryOperator key) {
        int lowest = Integer.MAX_VALUE - 1;
        for (int s = sources.nextSetBit(0); s >= 0; s = sources.nextSetBit(s + 1)) {
            lowest = Math.min(lowest, position[key.applyAsInt(s)]);
        }
        return lowest;
    }
}
