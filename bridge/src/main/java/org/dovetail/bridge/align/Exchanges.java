package org.dovetail.bridge.align;

import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The lawful mappings that differ from a known one in that two layers, or two alike blocks, have exchanged their sources. */
final class Exchanges {
    /** How many partners are tried for a target; where so many fail, a search is quicker. */
    private static final int PARTNERS = 16;

    private final Coordinates targets;
    private final Propagation propagation;
    private final Domains domains;
    private final int[] mapping;
    private final int[] targetOf;
    /** The targets of every block by their path within it. */
    private final Map<Integer, Map<Integer, Integer>> blocks = new HashMap<>();

    /**
     * The exchanges in a mapping.
     *
     * @param targets where the targets stand
     * @param propagation what judges a mapping
     * @param domains what each target may take
     * @param mapping a lawful mapping
     */
    Exchanges(Coordinates targets, Propagation propagation, Domains domains, int[] mapping) {
        this.targets = targets;
        this.propagation = propagation;
        this.domains = domains;
        this.mapping = mapping.clone();
        this.targetOf = new int[mapping.length];
        for (int t = 0; t < mapping.length; t++) {
            targetOf[mapping[t]] = t;
            for (int level = 0; level < targets.levels[t].length; level++) {
                blocks.computeIfAbsent(targets.blocks[t][level], _ -> new LinkedHashMap<>())
                        .put(targets.rests[t][level], t);
            }
        }
    }

    /** A lawful mapping in which a target has another source. */
    Optional<int[]> of(int target) {
        return domains.of(target).stream().filter(s -> s != mapping[target]).limit(PARTNERS).map(s -> targetOf[s])
                .boxed().flatMap(partner -> with(target, partner).stream()).findFirst();
    }

    /** Lawful mappings in which a target has these sources, or others than in the known one; not for all of them, where exchanges do not tell. */
    void each(int target, BitSet sources, Consumer<int[]> found) {
        int failures = 0;
        for (int s = sources.nextSetBit(0); s >= 0 && failures < PARTNERS; s = sources.nextSetBit(s + 1)) {
            Optional<int[]> exchanged = with(target, targetOf[s]);
            exchanged.ifPresent(found);
            failures += exchanged.isPresent() ? 0 : 1;
        }
    }

    private Optional<int[]> with(int target, int partner) {
        int common = targets.commonLevels(target, partner);
        for (int level = 0; level < common; level++) {
            if (targets.blocks[target][level] != targets.blocks[partner][level]) {
                Optional<int[]> exchanged = lawful(members(target, level), members(partner, level));
                if (exchanged.isPresent()) {
                    return exchanged;
                }
            }
        }
        return lawful(Map.of(0, target), Map.of(0, partner));
    }

    private Map<Integer, Integer> members(int target, int level) {
        return blocks.getOrDefault(targets.blocks[target][level], Map.of());
    }

    private Optional<int[]> lawful(Map<Integer, Integer> some, Map<Integer, Integer> others) {
        if (!some.keySet().equals(others.keySet())) {
            return Optional.empty();
        }
        int[] exchanged = mapping.clone();
        BitSet differing = new BitSet();
        some.forEach((rest, t) -> {
            int other = others.getOrDefault(rest, t);
            exchanged[t] = mapping[other];
            exchanged[other] = mapping[t];
            differing.set(t);
            differing.set(other);
        });
        return propagation.isLawful(domains, exchanged, differing) ? Optional.of(exchanged) : Optional.empty();
    }
}
