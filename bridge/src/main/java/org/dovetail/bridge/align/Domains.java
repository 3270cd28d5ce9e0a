package org.dovetail.bridge.align;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** For every target, the sources that may still fill it. */
final class Domains {
    private final List<BitSet> sources;
    /** The targets of which a source was removed since this was asked last; all at first. */
    private BitSet changed;

    private Domains(List<BitSet> sources, BitSet changed) {
        this.sources = sources.stream().map(set -> (BitSet) set.clone()).toList();
        this.changed = (BitSet) changed.clone();
    }

    static Domains of(List<BitSet> fits) {
        BitSet all = new BitSet();
        all.set(0, fits.size());
        return new Domains(fits, all);
    }

    /** The domains in which every target has its source in a mapping. */
    static Domains of(int[] mapping) {
        return of(IntStream.of(mapping).mapToObj(s -> {
            BitSet only = new BitSet();
            only.set(s);
            return only;
        }).toList());
    }

    Domains copy() { return new Domains(sources, changed); }

    int size() { return sources.size(); }

    BitSet of(int target) { return sources.get(target); }

    boolean isFixed(int target) { return sources.get(target).cardinality() == 1; }

    int value(int target) { return sources.get(target).nextSetBit(0); }

    boolean hasEmpty() { return sources.stream().anyMatch(BitSet::isEmpty); }

    /** Whether no target may take a source that it may not take in others. */
    boolean isWithin(Domains others) {
        for (int t = 0; t < size(); t++) {
            BitSet more = (BitSet) of(t).clone();
            more.andNot(others.of(t));
            if (!more.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    void fix(int target, int source) {
        changed.set(target);
        sources.get(target).clear();
        sources.get(target).set(source);
    }

    void remove(int target, int source) {
        if (sources.get(target).get(source)) {
            sources.get(target).clear(source);
            changed.set(target);
        }
    }

    /** Removes some sources of a target. */
    void removeAll(int target, BitSet some) {
        if (sources.get(target).intersects(some)) {
            sources.get(target).andNot(some);
            changed.set(target);
        }
    }

    /** Keeps the sources of a target that pass. */
    void keep(int target, IntPredicate test) {
        BitSet set = sources.get(target);
        for (int s = set.nextSetBit(0); s >= 0; s = set.nextSetBit(s + 1)) {
            if (!test.test(s)) {
                set.clear(s);
                changed.set(target);
            }
        }
    }

    /** The targets of which a source was removed since this was asked last. */
    BitSet takeChanged() {
        BitSet taken = changed;
        changed = new BitSet();
        return taken;
    }

    int[] values() {
        int[] values = new int[sources.size()];
        Arrays.setAll(values, this::value);
        return values;
    }
}
