package org.dovetail.bridge.align;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What the laws of blocks say where the source has no scopes: its automatic numbers take the place of scopes, and ranks among them the place of members. */
final class FlatBlocks {
    private static final int NONE = -1;

    /**
     * The targets of a block that surely take numbers of one family.
     *
     * @param members those targets
     * @param block all targets of the block
     * @param complete whether no other target of the block can take a number of the family
     */
    private record Taking(List<Integer> members, List<Integer> block, boolean complete) {}

    /** Siblings with numbers that stand in no numbered scope. */
    private record Family(int parent, int name) {}

    private final Coordinates sources;
    private final Laws laws;
    /** For every source the family that it is of, counted from 0. */
    private final int[] families;
    /** For every family, its sources in the order of their numbers. */
    private final List<List<Integer>> ordered;
    /** For every source of a family, the first and the last position in it of those that have the source's number. */
    private final int[] firstAt;
    private final int[] lastAt;
    /** For every source the position of its number among all numbers. */
    private final int[] ranks;

    FlatBlocks(Coordinates sources, Laws laws) {
        this.sources = sources;
        this.laws = laws;
        this.families = new int[sources.size()];
        Map<Family, Integer> found = new HashMap<>();
        for (int s = 0; s < families.length; s++) {
            boolean flat = sources.levels[s].length == 0 && sources.own[s] >= 0;
            families[s] = flat
                    ? found.computeIfAbsent(new Family(sources.parent[s], sources.family[s]), _ -> found.size())
                    : NONE;
        }
        this.ordered = IntStream.range(0, found.size()).mapToObj(family -> IntStream.range(0, families.length)
                .filter(s -> families[s] == family).boxed()
                .sorted(Comparator.comparingInt(s -> sources.own[s])).toList()).toList();
        this.firstAt = new int[families.length];
        this.lastAt = new int[families.length];
        ordered.forEach(this::locate);
        int[] sorted = Arrays.stream(sources.own).sorted().distinct().toArray();
        this.ranks = Arrays.stream(sources.own).map(own -> Arrays.binarySearch(sorted, own)).toArray();
    }

    private void locate(List<Integer> family) {
        for (int i = 0; i < family.size(); i++) {
            int s = family.get(i);
            boolean again = i > 0 && sources.own[family.get(i - 1)] == sources.own[s];
            firstAt[s] = again ? firstAt[family.get(i - 1)] : i;
        }
        for (int i = family.size() - 1; i >= 0; i--) {
            int s = family.get(i);
            boolean again = i + 1 < family.size() && sources.own[family.get(i + 1)] == sources.own[s];
            lastAt[s] = again ? lastAt[family.get(i + 1)] : i;
        }
    }

    /** Prunes once; false when a target has no source left. */
    boolean prune(Domains domains, BlockRules.Level level) {
        if (ordered.isEmpty()) {
            return true;
        }
        for (List<Taking> blocks : takings(domains, level).values()) {
            if (blocks.size() > 1 && (laws.keepsLayerOrder()
                    && !Keyed.keepBounds(domains, blocks.stream().map(Taking::members).toList(), s -> ranks[s])
                    || !keepRanks(domains, level, blocks)
                    || laws.keepsLayerOrder() && !keepContiguous(domains, blocks))) {
                return false;
            }
        }
        return true;
    }

    /** For every family, the targets of each block that surely take its numbers. */
    private Map<Integer, List<Taking>> takings(Domains domains, BlockRules.Level level) {
        Map<Integer, List<Taking>> takings = new LinkedHashMap<>();
        for (List<Integer> block : level.blocks()) {
            Map<Integer, List<Integer>> sure = new LinkedHashMap<>();
            BitSet possible = new BitSet();
            for (int t : block) {
                int family = family(domains.of(t));
                if (family == NONE) {
                    addFamilies(domains.of(t), possible);
                } else {
                    sure.computeIfAbsent(family, _ -> new ArrayList<>()).add(t);
                }
            }
            sure.forEach((family, members) -> takings.computeIfAbsent(family, _ -> new ArrayList<>())
                    .add(new Taking(members, block, !possible.get(family))));
        }
        return takings;
    }

    /** The family of all these sources, if there is one. */
    private int family(BitSet set) {
        int first = set.nextSetBit(0);
        int family = first < 0 ? NONE : families[first];
        for (int s = first; s >= 0 && family != NONE; s = set.nextSetBit(s + 1)) {
            family = families[s] == family ? family : NONE;
        }
        return family;
    }

    private void addFamilies(BitSet set, BitSet possible) {
        for (int s = set.nextSetBit(0); s >= 0; s = set.nextSetBit(s + 1)) {
            if (families[s] != NONE) {
                possible.set(families[s]);
            }
        }
    }

    /** Once a block's numbers are known as a set, equal attributes have equal ranks in it. */
    private boolean keepRanks(Domains domains, BlockRules.Level level, List<Taking> blocks) {
        Map<Integer, BitSet> numbersAround = new HashMap<>();
        for (Taking block : blocks) {
            BitSet here = new BitSet();
            block.members().forEach(t -> addRanks(domains.of(t), here));
            if (block.complete() && here.cardinality() == block.members().size()) {
                block.members().forEach(t -> numbersAround.put(t, here));
            }
        }
        for (List<Integer> attribute : level.attributes()) {
            List<Integer> known = attribute.stream().filter(numbersAround::containsKey).toList();
            if (!Keyed.keepCommon(domains, known,
                    (t, s) -> numbersAround.getOrDefault(t, new BitSet()).get(0, ranks[s]).cardinality())) {
                return false;
            }
        }
        return true;
    }

    private void addRanks(BitSet set, BitSet there) {
        for (int s = set.nextSetBit(0); s >= 0; s = set.nextSetBit(s + 1)) {
            there.set(ranks[s]);
        }
    }

    /** No target outside a settled block takes a number between those of the block. */
    private boolean keepContiguous(Domains domains, List<Taking> blocks) {
        for (Taking block : blocks) {
            if (block.members().stream().allMatch(domains::isFixed) && !keepContiguous(domains, block)) {
                return false;
            }
        }
        return true;
    }

    private boolean keepContiguous(Domains domains, Taking settled) {
        int low = Integer.MAX_VALUE;
        int high = 0;
        for (int t : settled.members()) {
            low = Math.min(low, firstAt[domains.value(t)]);
            high = Math.max(high, lastAt[domains.value(t)]);
        }
        if (high - low + 1 == settled.members().size()) {
            return true;
        }
        BitSet between = new BitSet();
        int family = families[domains.value(settled.members().getFirst())];
        ordered.get(family).subList(low, high + 1).forEach(between::set);
        for (int t = 0; t < domains.size(); t++) {
            if (!settled.block().contains(t)) {
                domains.removeAll(t, between);
                if (domains.of(t).isEmpty()) {
                    return false;
                }
            }
        }
        return true;
    }
}
