package org.dovetail.bridge.align;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dovetail.bridge.rules.Kinds;
import org.dovetail.bridge.rules.Style;

/**
 * The law of equal names: a name that an author gave, that is equal on both sides and unique on each (numbered blocks counting once), is a match if it fits.
 *
 * <p>
 * It holds of layers and of the scopes around them. Names that Haiku derives from its own classes, and automatic numbers, are no author's choice.
 *
 * @param targetStyle the target's library
 * @param sourceStyle the source's library
 * @param kinds what tells derived names from an author's
 */
record SameNames(Style targetStyle, Style sourceStyle, Kinds kinds) {
    /** For every target, the sources that its names leave; all of them where names say nothing. */
    List<BitSet> restrict(List<Place> targets, List<Place> sources, List<BitSet> fits) {
        List<BitSet> left = new ArrayList<>();
        for (int t = 0; t < targets.size(); t++) {
            BitSet all = new BitSet();
            all.set(0, sources.size());
            left.add(all);
        }
        Map<String, BitSet> here = unique(targetStyle, targets);
        unique(sourceStyle, sources).forEach((name, there) -> {
            BitSet members = here.getOrDefault(name, new BitSet());
            if (members.cardinality() == there.cardinality() && allFit(members, there, fits)) {
                members.stream().forEach(t -> left.get(t).and(there));
            }
        });
        return left;
    }

    /** Every target has a fitting source among those of the name, and every such source a target. */
    private static boolean allFit(BitSet targets, BitSet sources, List<BitSet> fits) {
        BitSet used = new BitSet();
        for (int t = targets.nextSetBit(0); t >= 0; t = targets.nextSetBit(t + 1)) {
            BitSet mine = (BitSet) fits.get(t).clone();
            mine.and(sources);
            if (mine.isEmpty()) {
                return false;
            }
            used.or(mine);
        }
        return used.equals(sources);
    }

    /** The items at or under each name that stands in only one place. */
    private Map<String, BitSet> unique(Style style, List<Place> places) {
        Map<String, Map<String, BitSet>> byName = new TreeMap<>();
        for (int i = 0; i < places.size(); i++) {
            Place place = places.get(i);
            List<String> around = new ArrayList<>();
            int component = -1;
            for (Place.Part part : place.parts()) {
                component += part.inList() && !part.name().isEmpty() && style == Style.NNX ? 2 : 1;
                String name = place.components().get(component);
                if (isExplicit(style, part, name)) {
                    byName.computeIfAbsent(name, _ -> new LinkedHashMap<>())
                            .computeIfAbsent(String.join("/", around), _ -> new BitSet()).set(i);
                }
                around.add(part.pattern());
            }
        }
        Map<String, BitSet> unique = new TreeMap<>();
        byName.forEach((name, where) -> {
            if (where.size() == 1) {
                unique.put(name, where.values().iterator().next());
            }
        });
        return unique;
    }

    private boolean isExplicit(Style style, Place.Part part, String component) {
        return !part.inList() && Places.isExplicit(style, part, component, kinds);
    }
}
