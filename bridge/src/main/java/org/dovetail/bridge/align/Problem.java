package org.dovetail.bridge.align;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/**
 * A matching problem: targets, sources, and which source fits which target by its shapes.
 *
 * @param targets where the targets stand
 * @param sources where the sources stand; as many as targets
 * @param fits for every target, the sources that fit it and that the user's lines leave
 * @param named for every target, the sources that equal names leave
 * @param told the targets that the user's lines settle against the laws; the laws do not judge the user
 * @param order the order of definition, if one is assumed
 */
record Problem(Coordinates targets, Coordinates sources, List<BitSet> fits, List<BitSet> named, BitSet told,
        DefinitionOrder order) {
    /**
     * The problem of two sides.
     *
     * @param targets where the targets stand
     * @param sources where the sources stand
     * @param fits for every target, the sources that fit it by its shapes
     * @param names what equal names say
     * @return the problem
     */
    static Problem of(List<Place> targets, List<Place> sources, List<BitSet> fits, SameNames names) {
        return new Problem(new Coordinates(targets), new Coordinates(sources), fits,
                names.restrict(targets, sources, fits), new BitSet(), DefinitionOrder.NONE);
    }

    int size() { return fits.size(); }

    /** The same problem with the user's lines. */
    Problem pinned(List<BitSet> left) {
        return new Problem(targets, sources, left, named, told, order);
    }

    /** The same problem, but the laws do not speak about the targets that the user's lines settle. */
    Problem freed(Problem unpinned) {
        BitSet settled = new BitSet();
        for (int t = 0; t < size(); t++) {
            settled.set(t, fits.get(t).cardinality() == 1 && unpinned.fits().get(t).cardinality() > 1);
        }
        return new Problem(targets, sources, fits, named, settled, order);
    }

    /** The same problem with a target's sources cut down to some; the user's word goes before equal names. */
    Problem pinned(int target, BitSet only) {
        List<BitSet> pinned = new ArrayList<>(fits);
        pinned.set(target, (BitSet) fits.get(target).clone());
        pinned.get(target).and(only);
        return new Problem(targets, sources, pinned, named, told, order);
    }

    /** The same problem with an order of definition. */
    Problem inOrder(DefinitionOrder other) {
        return new Problem(targets, sources, fits, named, told, other);
    }

    /** The same problem with some sources, and no others, for as many targets. */
    Problem pinned(BitSet targets, BitSet sources) {
        List<BitSet> pinned = new ArrayList<>();
        for (int t = 0; t < size(); t++) {
            BitSet left = (BitSet) fits.get(t).clone();
            if (targets.get(t)) {
                left.and(sources);
            } else {
                left.andNot(sources);
            }
            pinned.add(left);
        }
        return new Problem(this.targets, this.sources, pinned, named, told, order);
    }

    Propagation propagation(Set<Law> kept) {
        return new Propagation(targets, sources, new Laws(targets, sources, kept, told, order));
    }

    Domains domains(Set<Law> kept) {
        if (!kept.contains(Law.SAME_NAME)) {
            return Domains.of(fits);
        }
        List<BitSet> both = fits.stream().map(fit -> (BitSet) fit.clone()).toList();
        for (int t = 0; t < both.size(); t++) {
            if (named.get(t).intersects(both.get(t))) {
                both.get(t).and(named.get(t));
            }
        }
        return Domains.of(both);
    }
}
