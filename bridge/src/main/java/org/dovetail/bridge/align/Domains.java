package org.dovetail.bridge.align;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;

/** For every target, the sources that may still fill it. */
final class Domains {
    private final List<BitSet> sources;
    private boolean changed;

    private Domains(List<BitSet> sources) { this.sources = sources; }

    static Domains of(List<BitSet> fits) {
        return new Domains(fits.stream().map(fit -> (BitSet) fit.clone()).toList());
    }

    Domains copy() { return of(sources); }

    int size() { return sources.size(); }

    BitSet of(int target) { return sources.get(target); }

    boolean isFixed(int target) { return sources.get(target).cardinality() == 1; }

    int value(int target) { return sources.get(target).nextSetBit(0); }

    boolean hasEmpty() { return sources.stream().anyMatch(BitSet::isEmpty); }

    void fix(int target, int source) {
        changed = true;
        sources.get(target).clear();
        sources.get(target).set(source);
    }

    void remove(int target, int source) {
        if (sources.get(target).get(source)) {
            sources.get(target).clear(source);
            changed = true;
        }
    }

    /** Keeps the sources of a target that pass. */
    void keep(int target, IntPredicate test) {
        BitSet set = sources.get(target);
        for (int s = set.nextSetBit(0); s >= 0; s = set.nextSetBit(s + 1)) {
            if (!test.test(s)) {
                set.clear(s);
                changed = true;
            }
        }
    }

    /** Whether anything was removed since this was asked last. */
    boolean takeChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }

    int[] values() {
        int[] values = new int[sources.size()];
        Arrays.setAll(values, this::value);
        return values;
    }
}
