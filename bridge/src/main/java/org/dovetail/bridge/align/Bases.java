package org.dovetail.bridge.align;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.dovetail.bridge.plan.Basis;

/** Finds what each match rests on: the weakest laws under which it is already the only one. */
final class Bases {
    /** The laws that a basis allows, weakest first. */
    private record Tier(Basis basis, Set<Law> laws) {}

    private static final List<Tier> TIERS = List.of(
            new Tier(Basis.SHAPE, EnumSet.noneOf(Law.class)),
            new Tier(Basis.BLOCK, EnumSet.of(Law.BLOCK_ORDER)),
            new Tier(Basis.NUMBER, EnumSet.complementOf(EnumSet.of(Law.SAME_NAME))),
            new Tier(Basis.NAME, EnumSet.allOf(Law.class)));

    private Bases() {}

    /**
     * What the matches of a verdict rest on.
     *
     * @param unpinned the problem without the user's lines
     * @param verdict the verdict with all laws and lines
     * @return a basis for every target; {@link Basis#MAP} where the user's lines are needed
     */
    static List<Basis> of(Problem unpinned, Verdict verdict) {
        List<Basis> bases = new ArrayList<>();
        for (int t = 0; t < unpinned.size(); t++) {
            bases.add(Basis.MAP);
        }
        int[] mapping = IntStream.range(0, unpinned.size()).map(verdict::source).toArray();
        for (Tier tier : TIERS) {
            Verdict weaker = Verdict.around(unpinned, tier.laws(), mapping);
            boolean settled = true;
            for (int t = 0; t < unpinned.size(); t++) {
                if (bases.get(t) == Basis.MAP && weaker.agrees(verdict, t)) {
                    bases.set(t, tier.basis());
                }
                settled &= bases.get(t) != Basis.MAP;
            }
            if (settled) {
                break;
            }
        }
        return bases;
    }
}
