package org.dovetail.bridge.align;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the laws of blocks say about many targets at once: the same as pair by pair, but without trying every mapping of interchangeable blocks first.
 *
 * <p>
 * Within a block, all targets draw from one source scope. Over alike blocks, an attribute has one source member. Over ordered blocks, the i-th block cannot take a scope that has fewer than i
 * before it. Where the source has no scopes, {@link FlatBlocks} says the same of its numbers.
 */
final class BlockRules {
    /**
     * Targets of one level pattern.
     *
     * @param pattern the pattern
     * @param depth how many numbered scopes enclose it
     * @param blocks the targets by block, in the order of the blocks
     * @param attributes the targets by what is alike in alike blocks, in the same order
     */
    record Level(int pattern, int depth, List<List<Integer>> blocks, List<List<Integer>> attributes) {}

    /** A numbered scope of the source, so deep. */
    private record Scope(int pattern, int depth) {}

    private final Coordinates targets;
    private final Coordinates sources;
    private final Laws laws;
    private final FlatBlocks flat;
    private final List<Level> levels = new ArrayList<>();
    /** For every source and level, the position of its block among those of the pattern, in order. */
    private final int[][] ranks;

    BlockRules(Coordinates targets, Coordinates sources, Laws laws) {
        this.targets = targets;
        this.sources = sources;
        this.laws = laws;
        this.flat = new FlatBlocks(sources, laws);
        this.ranks = ranks(sources);
        collectLevels();
    }

    private void collectLevels() {
        Map<Integer, Map<Integer, List<Integer>>> byPattern = new LinkedHashMap<>();
        for (int t = 0; t < targets.size(); t++) {
            for (int a = 0; !laws.isTold(t) && a < targets.levels[t].length; a++) {
                byPattern.computeIfAbsent(targets.levels[t][a], _ -> new LinkedHashMap<>())
                        .computeIfAbsent(targets.blocks[t][a], _ -> new ArrayList<>()).add(t);
            }
        }
        byPattern.forEach((pattern, blocks) -> {
            int depth = targets.depth(pattern);
            List<List<Integer>> ordered = new ArrayList<>(blocks.values());
            ordered.sort(Comparator.comparing(List::getFirst, (x, y) -> targets.compareBlocks(x, y, depth + 1)));
            Map<List<Integer>, List<Integer>> attributes = new LinkedHashMap<>();
            ordered.forEach(block -> block.forEach(t -> attributes
                    .computeIfAbsent(List.of(targets.rests[t][depth], targets.attributes[t][depth]),
                            _ -> new ArrayList<>())
                    .add(t)));
            levels.add(new Level(pattern, depth, ordered, List.copyOf(attributes.values())));
        });
    }

    private static int[][] ranks(Coordinates sources) {
        Map<Integer, Map<Integer, Integer>> byPattern = new HashMap<>();
        int[][] ranks = new int[sources.size()][];
        for (int s = 0; s < ranks.length; s++) {
            ranks[s] = new int[sources.levels[s].length];
            for (int j = 0; j < ranks[s].length; j++) {
                byPattern.computeIfAbsent(sources.levels[s][j], _ -> new HashMap<>()).putIfAbsent(sources.blocks[s][j],
                        s);
            }
        }
        Map<Integer, Integer> rankOfBlock = new HashMap<>();
        byPattern.forEach((pattern, members) -> {
            int depth = sources.depth(pattern) + 1;
            List<Integer> ordered = new ArrayList<>(members.keySet());
            ordered.sort(Comparator.comparing(members::get, (x, y) -> sources.compareBlocks(x, y, depth)));
            for (int i = 0; i < ordered.size(); i++) {
                rankOfBlock.put(ordered.get(i), i);
            }
        });
        for (int s = 0; s < ranks.length; s++) {
            for (int j = 0; j < ranks[s].length; j++) {
                ranks[s][j] = rankOfBlock.getOrDefault(sources.blocks[s][j], -1);
            }
        }
        return ranks;
    }

    /**
     * Prunes once what the last changes may touch.
     *
     * @param domains what is pruned
     * @param changed the targets of which sources were removed since this was done last; all at first
     * @return false when a target has no source left
     */
    boolean prune(Domains domains, BitSet changed) {
        for (Level level : levels) {
            boolean kept = level.blocks().stream().filter(block -> isAmong(block, changed))
                    .allMatch(block -> wholeBlock(domains, level, block))
                    && level.attributes().stream().filter(attribute -> isAmong(attribute, changed))
                            .allMatch(attribute -> alikeBlocks(domains, level, attribute))
                    && (level.blocks().stream().noneMatch(block -> isAmong(block, changed))
                            || flat.prune(domains, level));
            if (!kept) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAmong(List<Integer> group, BitSet changed) {
        for (int t : group) {
            if (changed.get(t)) {
                return true;
            }
        }
        return false;
    }

    /** The targets by the corresponding source scopes that all their sources lie in. */
    private Map<Scope, List<Integer>> byScope(Domains domains, Level level, List<Integer> group) {
        Map<Scope, List<Integer>> drawing = new LinkedHashMap<>();
        for (int t : group) {
            BitSet set = domains.of(t);
            int first = set.nextSetBit(0);
            for (int j = 0; first >= 0 && j < sources.levels[first].length; j++) {
                int pattern = sources.levels[first][j];
                if (laws.correspond(level.pattern(), pattern) && allLieIn(set, pattern, j)) {
                    drawing.computeIfAbsent(new Scope(pattern, j), _ -> new ArrayList<>()).add(t);
                }
            }
        }
        return drawing;
    }

    private boolean allLieIn(BitSet set, int pattern, int depth) {
        for (int s = set.nextSetBit(0); s >= 0; s = set.nextSetBit(s + 1)) {
            if (sources.levels[s].length <= depth || sources.levels[s][depth] != pattern) {
                return false;
            }
        }
        return true;
    }

    /** All targets of a block that draw from one kind of scope draw from one scope. */
    private boolean wholeBlock(Domains domains, Level level, List<Integer> block) {
        for (var group : byScope(domains, level, block).entrySet()) {
            int depth = group.getKey().depth();
            if (!Keyed.keepCommon(domains, group.getValue(), s -> sources.blocks[s][depth])) {
                return false;
            }
        }
        return true;
    }

    /** An attribute of alike blocks has one member, and the blocks' order is that of the scopes. */
    private boolean alikeBlocks(Domains domains, Level level, List<Integer> attribute) {
        for (var group : byScope(domains, level, attribute).entrySet()) {
            int depth = group.getKey().depth();
            if (!Keyed.keepCommon(domains, group.getValue(), s -> sources.rests[s][depth])
                    || laws.keepsOrder() && !Keyed.keepBounds(domains, group.getValue().stream().map(List::of).toList(),
                            s -> ranks[s][depth])) {
                return false;
            }
        }
        return true;
    }
}
