package org.dovetail.bridge.guide;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.dovetail.bridge.report.TensorDifference;
import org.dovetail.bridge.rules.Style;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;

/**
 * A section's program in one style, judged by what Python's program gave.
 *
 * @param style the style
 * @param trees the trees that it prints
 * @param initial the arrays that the model began with
 * @param computed what it computed
 * @param unmatched names that only ours has, or only Python's
 */
public record Side(Style style, List<Tree> trees, List<Initial> initial, List<Computed> computed,
        List<String> unmatched) {
    /** How many numbers are shown. */
    private static final int SHOWN = 4;

    /**
     * A printed tree.
     *
     * @param name {@code params}, {@code state}, or {@code all} that an NNX model holds
     * @param text names and shapes, as Python prints them
     * @param isEqual whether Python printed the same
     */
    public record Tree(String name, String text, boolean isEqual) {}

    /**
     * An array that the model began with.
     *
     * @param name its name
     * @param spec its dtype and shape
     * @param isEqual whether Python's has the same dtype, shape and bits
     */
    public record Initial(String name, TensorSpec spec, boolean isEqual) {}

    /**
     * Something computed.
     *
     * @param name its name
     * @param spec its dtype and shape
     * @param first its first numbers
     * @param maxAbs the largest difference from Python's: of the first numbers, and of mean, root of the mean square, smallest and largest
     * @param units the same in units in the last place of the largest number; empty for integers, and for numbers that are all below the limit, which are rounding alone
     * @param limit how far Python's may be away, of each number's size where that is above 1; 0 where bits must be equal
     * @param isWithin whether they are
     */
    public record Computed(String name, TensorSpec spec, List<Double> first, double maxAbs, Optional<Double> units,
            double limit, boolean isWithin) {}

    /** Copies the lists. */
    public Side {
        trees = List.copyOf(trees);
        initial = List.copyOf(initial);
        computed = List.copyOf(computed);
        unmatched = List.copyOf(unmatched);
    }

    /**
     * Whether everything is Python's.
     *
     * @return true when trees and first bits are equal, and results within their limits
     */
    public boolean isWithin() {
        return unmatched.isEmpty() && trees.stream().allMatch(Tree::isEqual)
                && initial.stream().allMatch(Initial::isEqual) && computed.stream().allMatch(Computed::isWithin);
    }

    static Side of(Style style, Outcome outcome, Figures figures) {
        Set<String> unmatched = new TreeSet<>();
        unmatched.addAll(inOne(outcome.trees(), figures.trees()));
        unmatched.addAll(inOne(outcome.initial(), figures.initial()));
        unmatched.addAll(inOne(outcome.numbers(), figures.numbers()));
        List<Tree> trees = new ArrayList<>();
        outcome.trees()
                .forEach((name, text) -> trees.add(new Tree(name, text, text.equals(figures.trees().get(name)))));
        List<Initial> initial = new ArrayList<>();
        outcome.initial().forEach((name, array) -> initial.add(
                new Initial(name, array.spec(), fingerprint(array).equals(figures.initial().get(name)))));
        List<Computed> computed = new ArrayList<>();
        outcome.numbers().forEach((name, array) -> {
            Figures.Computed expected = figures.numbers().get(name);
            if (expected != null) {
                computed.add(judge(name, array, expected));
            }
        });
        return new Side(style, trees, initial, computed, List.copyOf(unmatched));
    }

    private static Set<String> inOne(SequencedMap<String, ?> ours, SequencedMap<String, ?> pythons) {
        Set<String> names = new TreeSet<>(ours.keySet());
        names.addAll(pythons.keySet());
        names.removeIf(name -> ours.containsKey(name) && pythons.containsKey(name));
        return names;
    }

    private static Figures.Fingerprint fingerprint(Array array) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(array.data().asByteBuffer());
            return new Figures.Fingerprint(array.spec(), HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static Computed judge(String name, Array array, Figures.Computed expected) {
        int size = Math.toIntExact(array.size());
        List<Double> shown = IntStream.range(0, Math.min(SHOWN, size)).mapToObj(array::doubleAt).toList();
        int compared = Math.toIntExact(expected.first().size());
        double limit = expected.limit();
        if (array.dtype() != expected.first().dtype() || size < compared
                || size > compared && expected.statistics().isEmpty()) {
            return new Computed(name, array.spec(), shown, Double.NaN, Optional.empty(), limit, false);
        }
        Array first = Array.ofDoubles(new TensorSpec(array.dtype(), Shape.of(compared)), array::doubleAt);
        TensorDifference difference = TensorDifference.of(first, expected.first(), limit, limit);
        double maxAbs = difference.maxAbs();
        boolean isWithin = difference.isEqual();
        double[] own = statistics(array);
        List<Double> pythons = expected.statistics().orElse(List.of());
        for (int i = 0; i < pythons.size(); i++) {
            double apart = Math.abs(own[i] - pythons.get(i));
            maxAbs = Math.max(maxAbs, apart);
            isWithin &= apart <= limit * Math.max(1, Math.abs(pythons.get(i)));
        }
        double largest = Math.max(Math.abs(own[2]), Math.abs(own[3]));
        Optional<Double> units = array.dtype().kind() == DType.Kind.FLOAT && largest > limit
                ? Optional.of(maxAbs / Math.ulp((float) largest))
                : Optional.empty();
        return new Computed(name, array.spec(), shown, maxAbs, units, limit, isWithin);
    }

    /** Mean, root of the mean square, smallest and largest element. */
    private static double[] statistics(Array array) {
        double sum = 0;
        double squares = 0;
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (long i = 0; i < array.size(); i++) {
            double x = array.doubleAt(i);
            sum += x;
            squares += x * x;
            min = Math.min(min, x);
            max = Math.max(max, x);
        }
        return new double[]{sum / array.size(), Math.sqrt(squares / array.size()), min, max};
    }
}
