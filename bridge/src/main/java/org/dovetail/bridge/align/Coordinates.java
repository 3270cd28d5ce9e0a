package org.dovetail.bridge.align;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** The places of one side as small integers, so that laws compare them quickly. Equal integers stand for equal texts of that side. */
final class Coordinates {
    /** For every item, the patterns of its numbered scopes from the outside in. */
    final int[][] levels;
    /** For every item, the numbers of its numbered scopes. */
    final int[][] numbers;
    /** For every item and level, the scope up to there, numbers included. */
    final int[][] blocks;
    /** For every item and level, the path that follows. */
    final int[][] rests;
    /** For every item and level, the set of paths that follow in its block. */
    final int[][] attributes;
    /** For every item, the scopes as users name them: those around it from the outside in, and last its own path. */
    final int[][] scopes;
    /** The enclosing scopes, numbers included. */
    final int[] parent;
    /** The item's own name without its number. */
    final int[] family;
    /** The item's own number, or -1. */
    final int[] own;
    /** Whether the author chose the item's own name. */
    final boolean[] given;
    /** Whether the own number is a position in a list. */
    final boolean[] inList;
    /** For every level pattern, how deep it is. */
    private final List<Integer> depths = new ArrayList<>();
    /** For every level pattern, its different blocks. */
    private final List<Set<Integer>> blocksOf = new ArrayList<>();
    /** For every level pattern, those that stand around it or in it, and itself. */
    private final List<BitSet> lines = new ArrayList<>();

    private final Map<Integer, Set<Integer>> members = new HashMap<>();
    private final int[][] parts;
    private final int[][] stems;
    private final int[][] ordinals;
    private final Map<String, Integer> ids = new HashMap<>();
    private final Map<String, Integer> patterns = new HashMap<>();

    Coordinates(List<Place> places) {
        int n = places.size();
        levels = new int[n][];
        numbers = new int[n][];
        blocks = new int[n][];
        rests = new int[n][];
        attributes = new int[n][];
        scopes = new int[n][];
        parent = new int[n];
        family = new int[n];
        own = new int[n];
        inList = new boolean[n];
        given = new boolean[n];
        parts = new int[n][];
        stems = new int[n][];
        ordinals = new int[n][];
        for (int i = 0; i < n; i++) {
            read(i, places.get(i));
        }
        relatePatterns();
        collectAttributes();
    }

    int size() { return parent.length; }

    private int id(String text) { return ids.computeIfAbsent(text, _ -> ids.size()); }

    private void read(int i, Place place) {
        numbers[i] = place.numbers();
        int depth = numbers[i].length;
        levels[i] = new int[depth];
        blocks[i] = new int[depth];
        rests[i] = new int[depth];
        attributes[i] = new int[depth];
        for (int level = 0; level < depth; level++) {
            String pattern = place.pattern(level);
            levels[i][level] = pattern(pattern, level);
            blocks[i][level] = id("block " + pattern + Arrays.toString(Arrays.copyOf(numbers[i], level + 1)));
            rests[i][level] = id("rest " + place.rest(level));
        }
        scopes[i] = IntStream.rangeClosed(1, place.components().size())
                .map(end -> id("scope " + String.join("/", place.components().subList(0, end)))).toArray();
        Place.Part last = place.own();
        parent[i] = id("parent " + place.parent());
        family[i] = id("family " + last.pattern());
        own[i] = last.number();
        inList[i] = last.inList();
        given[i] = place.given();
        List<Place.Part> all = place.parts();
        parts[i] = all.stream().mapToInt(part -> id("part " + part.pattern() + " " + part.number())).toArray();
        stems[i] = all.stream().mapToInt(part -> part.ordinal() == null ? -1 : id("stem " + part.ordinal().stem()))
                .toArray();
        ordinals[i] = all.stream().mapToInt(part -> part.ordinal() == null ? -1 : part.ordinal().value()).toArray();
    }

    private int pattern(String text, int depth) {
        return patterns.computeIfAbsent(text, _ -> {
            depths.add(depth);
            blocksOf.add(new HashSet<>());
            lines.add(new BitSet());
            return patterns.size();
        });
    }

    private void relatePatterns() {
        for (int i = 0; i < size(); i++) {
            for (int level = 0; level < levels[i].length; level++) {
                blocksOf.get(levels[i][level]).add(blocks[i][level]);
                for (int other : levels[i]) {
                    lines.get(levels[i][level]).set(other);
                }
            }
        }
    }

    int patterns() { return patterns.size(); }

    /** How many numbered scopes enclose those of a pattern. */
    int depth(int pattern) { return depths.get(pattern); }

    /** How many different blocks there are of a pattern. */
    int blockCount(int pattern) {
        return blocksOf.get(pattern).size();
    }

    /** Whether a pattern, or one around it or in it, has so many blocks. */
    boolean hasInLine(int pattern, int count) {
        return lines.get(pattern).stream().anyMatch(other -> blockCount(other) == count);
    }

    private void collectAttributes() {
        for (int i = 0; i < size(); i++) {
            for (int level = 0; level < levels[i].length; level++) {
                members.computeIfAbsent(blocks[i][level], _ -> new TreeSet<>()).add(rests[i][level]);
            }
        }
        Map<Integer, Integer> sets = new HashMap<>();
        members.forEach((block, rests) -> sets.put(block, id("attributes " + rests)));
        for (int i = 0; i < size(); i++) {
            for (int level = 0; level < levels[i].length; level++) {
                attributes[i][level] = sets.getOrDefault(blocks[i][level], -1);
            }
        }
    }

    /** Whether a block has something at a path within it. */
    boolean hasMember(int block, int rest) {
        return members.getOrDefault(block, Set.of()).contains(rest);
    }

    /** The items in a scope of an item's, {@code depth} names deep; none if something is itself called so. */
    BitSet inScope(int item, int depth) {
        int scope = scopes[item][depth - 1];
        BitSet within = new BitSet();
        for (int i = 0; i < size(); i++) {
            if (scopes[i][scopes[i].length - 1] == scope) {
                return new BitSet();
            }
            within.set(i, scopes[i].length > depth && scopes[i][depth - 1] == scope);
        }
        return within;
    }

    /** How many numbered scopes of equal pattern two items share, from the outside in. */
    int commonLevels(int a, int b) {
        int[] x = levels[a];
        int[] y = levels[b];
        int common = 0;
        while (common < x.length && common < y.length && x[common] == y[common]) {
            common++;
        }
        return common;
    }

    /** The order of two items' blocks by the numbers of their first {@code levels} numbered scopes. */
    int compareBlocks(int a, int b, int levels) {
        for (int level = 0; level < levels; level++) {
            if (numbers[a][level] != numbers[b][level]) {
                return Integer.compare(numbers[a][level], numbers[b][level]);
            }
        }
        return 0;
    }

    /** The order of the ordinals that tell two items apart, or 0 when something else does. */
    int compareOrdinals(int a, int b) {
        int[] x = parts[a];
        int[] y = parts[b];
        for (int i = 0; i < Math.min(x.length, y.length); i++) {
            if (x[i] != y[i]) {
                return stems[a][i] >= 0 && stems[a][i] == stems[b][i]
                        ? Integer.compare(ordinals[a][i], ordinals[b][i])
                        : 0;
            }
        }
        return 0;
    }

    /** Whether two items are numbered siblings. */
    boolean areSiblings(int a, int b) {
        return parent[a] == parent[b] && family[a] == family[b] && own[a] >= 0 && own[b] >= 0;
    }
}
