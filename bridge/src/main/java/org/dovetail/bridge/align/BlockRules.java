package org.dovetail.bridge.align;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;

/**
 * What the laws of blocks say about many targets at once: the same as pair by pair, but without trying every mapping of interchangeable blocks first.
 *
 * <p>
 * Within a block, all targets draw from one source scope. Over alike blocks, an attribute has one source member. Over ordered blocks, the i-th block cannot take a scope that has fewer than i
 * before it. Where the source has no scopes, the same holds of the automatic numbers, and a block's numbers are contiguous.
 */
final class BlockRules {
    /** Targets of one level pattern, by block in order. */
    private record Level(int pattern, int depth, List<List<Integer>> blocks) {}

    /** A numbered scope of the source, so deep. */
    private record Scope(int pattern, int depth) {}

    private final Coordinates targets;
    private final Coordinates sources;
    private final Laws laws;
    private final List<Level> levels = new ArrayList<>();
    /** The position of every source block among those of its pattern, in order. */
    private final Map<Integer, Integer> ranks = new HashMap<>();

    BlockRules(Coordinates targets, Coordinates sources, Laws laws) {
        this.targets = targets;
        this.sources = sources;
        this.laws = laws;
        collectLevels();
        rankSourceBlocks();
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
            levels.add(new Level(pattern, depth, ordered));
        });
    }

    private void rankSourceBlocks() {
        Map<Integer, Map<Integer, Integer>> byPattern = new HashMap<>();
        for (int s = 0; s < sources.size(); s++) {
            for (int j = 0; j < sources.levels[s].length; j++) {
                byPattern.computeIfAbsent(sources.levels[s][j], _ -> new HashMap<>()).putIfAbsent(sources.blocks[s][j],
                        s);
            }
        }
        byPattern.forEach((pattern, members) -> {
            int depth = sources.depth(pattern) + 1;
            List<Integer> ordered = new ArrayList<>(members.keySet());
            ordered.sort(Comparator.comparing(members::get, (x, y) -> sources.compareBlocks(x, y, depth)));
            for (int i = 0; i < ordered.size(); i++) {
                ranks.put(ordered.get(i), i);
            }
        });
    }

    /** Prunes once; false when a target has no source left. */
    boolean prune(Domains domains) {
        for (Level level : levels) {
            if (!wholeBlocks(domains, level) || !alikeBlocks(domains, level) || !flatBlocks(domains, level)) {
                return false;
            }
        }
        return true;
    }

    /** The corresponding source scopes that all sources of a target lie in. */
    private List<Scope> scopes(Domains domains, Level level, int t) {
        BitSet set = domains.of(t);
        int first = set.nextSetBit(0);
        List<Scope> scopes = new ArrayList<>();
        for (int j = 0; first >= 0 && j < sources.levels[first].length; j++) {
            int pattern = sources.levels[first][j];
            int depth = j;
            if (laws.correspond(level.pattern(), pattern)
                    && set.stream()
                            .allMatch(s -> sources.levels[s].length > depth && sources.levels[s][depth] == pattern)) {
                scopes.add(new Scope(pattern, j));
            }
        }
        return scopes;
    }

    /** All targets of a block that draw from one kind of scope draw from one scope. */
    private boolean wholeBlocks(Domains domains, Level level) {
        for (List<Integer> block : level.blocks()) {
            Map<Scope, List<Integer>> drawing = new LinkedHashMap<>();
            block.forEach(t -> scopes(domains, level, t)
                    .forEach(scope -> drawing.computeIfAbsent(scope, _ -> new ArrayList<>()).add(t)));
            for (var group : drawing.entrySet()) {
                if (!keepCommon(domains, group.getValue(), s -> sources.blocks[s][group.getKey().depth()])) {
                    return false;
                }
            }
        }
        return true;
    }

    /** An attribute of alike blocks has one member, and the blocks' order is that of the scopes. */
    private boolean alikeBlocks(Domains domains, Level level) {
        Map<List<Integer>, Map<Scope, List<List<Integer>>>> attributes = new LinkedHashMap<>();
        for (List<Integer> block : level.blocks()) {
            for (int t : block) {
                List<Integer> attribute = attribute(level, t);
                for (Scope scope : scopes(domains, level, t)) {
                    attributes.computeIfAbsent(attribute, _ -> new LinkedHashMap<>())
                            .computeIfAbsent(scope, _ -> new ArrayList<>()).add(List.of(t));
                }
            }
        }
        for (var attribute : attributes.values()) {
            for (var group : attribute.entrySet()) {
                int depth = group.getKey().depth();
                List<Integer> all = group.getValue().stream().map(List::getFirst).toList();
                if (!keepCommon(domains, all, s -> sources.rests[s][depth])
                        || laws.keepsOrder() && !keepBounds(domains, group.getValue(),
                                s -> ranks.getOrDefault(sources.blocks[s][depth], -1))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** What targets of alike blocks have in common: the path in the block, and all that is in it. */
    private List<Integer> attribute(Level level, int t) {
        return List.of(targets.rests[t][level.depth()], targets.attributes[t][level.depth()]);
    }

    /** Keeps of each target only the sources whose key every target of the group can have. */
    private static boolean keepCommon(Domains domains, List<Integer> group, IntUnaryOperator key) {
        return keepCommon(domains, group, (_, s) -> key.applyAsInt(s));
    }

    private static boolean keepCommon(Domains domains, List<Integer> group, IntBinaryOperator key) {
        if (group.size() < 2) {
            return true;
        }
        TreeSet<Integer> common = null;
        for (int t : group) {
            TreeSet<Integer> mine = domains.of(t).stream().map(s -> key.applyAsInt(t, s)).collect(TreeSet::new,
                    TreeSet::add,
                    TreeSet::addAll);
            if (common == null) {
                common = mine;
            } else {
                common.retainAll(mine);
            }
        }
        TreeSet<Integer> keys = common == null ? new TreeSet<>() : common;
        group.forEach(t -> domains.keep(t, s -> keys.contains(key.applyAsInt(t, s))));
        return !keys.isEmpty();
    }

    /** Keeps of each target, in groups that take strictly growing keys, only those keys with enough others before and behind. */
    private static boolean keepBounds(Domains domains, List<List<Integer>> groups, IntUnaryOperator key) {
        TreeSet<Integer> keys = new TreeSet<>();
        groups.forEach(group -> group.forEach(t -> domains.of(t).stream().map(key).forEach(keys::add)));
        List<Integer> sorted = new ArrayList<>(keys);
        Map<Integer, Integer> position = new HashMap<>();
        for (int i = 0; i < sorted.size(); i++) {
            position.put(sorted.get(i), i);
        }
        int before = 0;
        int after = groups.stream().mapToInt(List::size).sum();
        int least = 0;
        for (List<Integer> group : groups) {
            after -= group.size();
            int low = Math.max(before, least);
            int high = sorted.size() - 1 - after;
            for (int t : group) {
                domains.keep(t, s -> {
                    int p = position.getOrDefault(key.applyAsInt(s), -1);
                    return p >= low && p <= high;
                });
                if (domains.of(t).isEmpty()) {
                    return false;
                }
                least = Math.max(least, 1 + domains.of(t).stream()
                        .map(s -> position.getOrDefault(key.applyAsInt(s), -1)).min().orElse(0));
            }
            before += group.size();
        }
        return true;
    }

    /** The same for sources without scopes: their automatic numbers take the place of scopes, and ranks among them the place of members. */
    private boolean flatBlocks(Domains domains, Level level) {
        Map<Family, List<Taking>> families = new LinkedHashMap<>();
        for (List<Integer> block : level.blocks()) {
            Map<Family, List<Integer>> sure = new LinkedHashMap<>();
            Set<Family> possible = new HashSet<>();
            for (int t : block) {
                List<Family> mine = domains.of(t).stream().filter(this::isFlat).mapToObj(this::family).distinct()
                        .toList();
                boolean all = domains.of(t).stream().allMatch(this::isFlat);
                if (mine.size() == 1 && all) {
                    sure.computeIfAbsent(mine.getFirst(), _ -> new ArrayList<>()).add(t);
                } else {
                    possible.addAll(mine);
                }
            }
            sure.forEach((family, members) -> families.computeIfAbsent(family, _ -> new ArrayList<>())
                    .add(new Taking(members, block, !possible.contains(family))));
        }
        for (List<Taking> blocks : families.values()) {
            if (blocks.size() > 1 && (laws.keepsLayerOrder()
                    && !keepBounds(domains, blocks.stream().map(Taking::members).toList(), s -> sources.own[s])
                    || !keepRanks(domains, level, blocks)
                    || laws.keepsLayerOrder() && !keepContiguous(domains, blocks))) {
                return false;
            }
        }
        return true;
    }

    /** Siblings with numbers that stand in no numbered scope. */
    private record Family(int parent, int name) {}

    /**
     * The targets of a block that surely take numbers of one family.
     *
     * @param members those targets
     * @param block all targets of the block
     * @param complete whether no other target of the block can take a number of the family
     */
    private record Taking(List<Integer> members, List<Integer> block, boolean complete) {}

    private boolean isFlat(int s) { return sources.levels[s].length == 0 && sources.own[s] >= 0; }

    private Family family(int s) { return new Family(sources.parent[s], sources.family[s]); }

    /** Once a block's numbers are known as a set, equal attributes have equal ranks in it. */
    private boolean keepRanks(Domains domains, Level level, List<Taking> blocks) {
        Map<Integer, Map<Integer, Integer>> rankIn = new HashMap<>();
        Map<List<Integer>, List<Integer>> attributes = new LinkedHashMap<>();
        for (Taking block : blocks) {
            TreeSet<Integer> numbers = new TreeSet<>();
            block.members().forEach(t -> domains.of(t).stream().forEach(s -> numbers.add(sources.own[s])));
            if (!block.complete() || numbers.size() != block.members().size()) {
                continue;
            }
            Map<Integer, Integer> ranksHere = new HashMap<>();
            numbers.forEach(number -> ranksHere.put(number, ranksHere.size()));
            for (int t : block.members()) {
                rankIn.put(t, ranksHere);
                attributes.computeIfAbsent(attribute(level, t), _ -> new ArrayList<>()).add(t);
            }
        }
        for (List<Integer> same : attributes.values()) {
            Map<Integer, IntUnaryOperator> ranks = new HashMap<>();
            same.forEach(t -> ranks.put(t, s -> rankIn.getOrDefault(t, Map.of()).getOrDefault(sources.own[s], -1)));
            if (!keepCommon(domains, same, (t, s) -> ranks.getOrDefault(t, _ -> -1).applyAsInt(s))) {
                return false;
            }
        }
        return true;
    }

    /** No target outside a settled block takes a number between those of the block. */
    private boolean keepContiguous(Domains domains, List<Taking> blocks) {
        for (Taking block : blocks) {
            if (!block.members().stream().allMatch(domains::isFixed)) {
                continue;
            }
            int any = domains.value(block.members().getFirst());
            int low = block.members().stream().mapToInt(t -> sources.own[domains.value(t)]).min().orElse(0);
            int high = block.members().stream().mapToInt(t -> sources.own[domains.value(t)]).max().orElse(0);
            for (int t = 0; t < domains.size(); t++) {
                if (!block.block().contains(t)) {
                    domains.keep(t, s -> !sources.areSiblings(s, any) || sources.own[s] < low || sources.own[s] > high);
                    if (domains.of(t).isEmpty()) {
                        return false;
                    }
                }
            }
        }
        return true;
    }
}
