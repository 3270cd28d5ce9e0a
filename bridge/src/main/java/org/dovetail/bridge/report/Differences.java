package org.dovetail.bridge.report;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.core.TensorSpec;

/**
 * What two checkpoints have in common, and what not.
 *
 * @param a one
 * @param b the other, whose names and layouts the arrays are compared in
 * @param atol the absolute tolerance
 * @param rtol the relative tolerance
 * @param pairs the arrays that both have, the worst first: with a NaN on one side, of other shapes, of other dtypes, integers, floats by ULP; equal numbers of ULP by the absolute difference, then by name
 * @param onlyA arrays of a that b should have and has not
 * @param onlyB arrays of b that a should have and has not
 * @param notCompared arrays that the other library does not have: BatchNorm's counters, random streams
 */
public record Differences(NamedTree a, NamedTree b, double atol, double rtol, List<Pair> pairs, List<Entry> onlyA,
        List<Entry> onlyB, List<String> notCompared) {
    /**
     * An array in both checkpoints.
     *
     * @param a its path in a; several for the layers of a stack
     * @param b its path in b
     * @param match how they belong together
     * @param specA what a's numbers are in b's layout
     * @param specB what b's numbers are
     * @param difference how far they are apart; empty when their shapes differ
     * @param heat where they differ, if that was asked for and they do
     */
    public record Pair(List<EntryPath> a, EntryPath b, Match match, TensorSpec specA, TensorSpec specB,
            Optional<TensorDifference> difference, Optional<HeatMap> heat) {
        /** Copies the paths. */
        public Pair {
            a = List.copyOf(a);
        }

        /**
         * Whether the arrays are equal within the tolerance.
         *
         * @return true when they are
         */
        public boolean isEqual() { return difference.filter(TensorDifference::isEqual).isPresent(); }
    }

    /** How two arrays differ, the worst first. */
    private enum Kind {
        /** One has a NaN where the other has a number. */
        NAN,
        /** Their shapes differ. */
        SHAPE,
        /** Their dtypes differ, and some numbers. */
        DTYPE,
        /** Numbers of a dtype that is not rounded differ: integers, truth values. */
        DISCRETE,
        /** Floats differ. */
        FLOAT,
        /** They are equal within the tolerance. */
        NONE;

        static Kind of(Pair pair) {
            if (pair.isEqual()) {
                return NONE;
            }
            if (pair.difference.filter(difference -> Double.isNaN(difference.maxAbs())).isPresent()) {
                return NAN;
            }
            if (pair.difference.isEmpty()) {
                return SHAPE;
            }
            if (pair.specA.dtype() != pair.specB.dtype()) {
                return DTYPE;
            }
            return pair.difference.filter(difference -> difference.maxUlp() >= 0).isPresent() ? FLOAT : DISCRETE;
        }
    }

    private static final Comparator<Pair> WORST_FIRST = Comparator.comparing(Kind::of)
            .thenComparing(Comparator.comparingLong(Differences::ulp).reversed())
            .thenComparing(Comparator.comparingDouble(Differences::apart).reversed()).thenComparing(Pair::b);

    /** Sorts the pairs and copies the lists. */
    public Differences {
        pairs = pairs.stream().sorted(WORST_FIRST).toList();
        onlyA = List.copyOf(onlyA);
        onlyB = List.copyOf(onlyB);
        notCompared = List.copyOf(notCompared);
    }

    private static long ulp(Pair pair) { return pair.difference.map(TensorDifference::maxUlp).orElse(-1L); }

    private static double apart(Pair pair) { return pair.difference.map(TensorDifference::maxAbs).orElse(0.0); }

    /**
     * Whether the checkpoints hold the same within the tolerance.
     *
     * @return true when no array differs or is missing
     */
    public boolean isEqual() { return onlyA.isEmpty() && onlyB.isEmpty() && pairs.stream().allMatch(Pair::isEqual); }

    /**
     * How many arrays are equal.
     *
     * @return the number of pairs within the tolerance
     */
    public long equal() { return pairs.stream().filter(Pair::isEqual).count(); }

    /**
     * The outcome in a sentence.
     *
     * @return for example {@code 8 of 8 arrays are equal, bit for bit}
     */
    public String summary() {
        String how = atol == 0 && rtol == 0
                ? sameTypes() ? "bit for bit" : "number for number"
                : "within atol " + Amounts.measure(atol) + " + rtol " + Amounts.measure(rtol) + " * |b|";
        String missing = onlyA.isEmpty() && onlyB.isEmpty()
                ? ""
                : "; " + Amounts.count(onlyA.size()) + " only in " + a.name() + ", " + Amounts.count(onlyB.size())
                        + " only in "
                        + b.name();
        String equals = equal() == 0 ? "none" : Amounts.count(equal());
        return equals + " of " + Amounts.count(pairs.size(), "array") + (equal() < 2 ? " is" : " are") + " equal, "
                + how
                + missing;
    }

    private boolean sameTypes() { return pairs.stream().allMatch(pair -> pair.specA.dtype() == pair.specB.dtype()); }
}
