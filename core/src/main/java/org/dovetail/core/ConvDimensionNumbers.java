package org.dovetail.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which axes of a convolution's operands and result are which, as {@code jax.lax.ConvDimensionNumbers}.
 *
 * @param lhsSpec the input's axes: batch, feature, spatial axes
 * @param rhsSpec the kernel's axes: output feature, input feature, spatial axes
 * @param outSpec the result's axes: batch, feature, spatial axes
 */
public record ConvDimensionNumbers(List<Integer> lhsSpec, List<Integer> rhsSpec, List<Integer> outSpec) {
    /**
     * Copies the axes.
     *
     * @throws IllegalArgumentException if one of the lists is no permutation of all axes, or they differ in length
     */
    public ConvDimensionNumbers {
        lhsSpec = List.copyOf(lhsSpec);
        rhsSpec = List.copyOf(rhsSpec);
        outSpec = List.copyOf(outSpec);
        List<Integer> axes = IntStream.range(0, lhsSpec.size()).boxed().toList();
        for (List<Integer> spec : List.of(lhsSpec, rhsSpec, outSpec)) {
            if (spec.size() < 2 || !spec.stream().sorted().toList().equals(axes)) {
                throw new IllegalArgumentException(
                        "conv: each spec is expected to hold the same axes, at least two; got "
                                + List.of(lhsSpec, rhsSpec, outSpec));
            }
        }
    }

    /**
     * The axes by letters, as JAX's {@code ("NHWC", "HWIO", "NHWC")}: N is the batch, C the feature, O and I the kernel's output and input feature, every other letter a
     * spatial axis; the kernel's order of spatial axes is that of strides and paddings.
     *
     * @param lhs the input's letters
     * @param rhs the kernel's letters
     * @param out the result's letters
     * @return the numbers
     * @throws IllegalArgumentException if the letters do not fit together
     */
    public static ConvDimensionNumbers of(String lhs, String rhs, String out) {
        return new ConvDimensionNumbers(spec(lhs, 'N', 'C', rhs), spec(rhs, 'O', 'I', rhs), spec(out, 'N', 'C', rhs));
    }

    /**
     * The axes in the order that Haiku and Flax use: batch, spatial axes, feature; the kernel's are spatial axes, input feature, output feature.
     *
     * @param rank the number of axes, at least 2
     * @return the numbers
     */
    public static ConvDimensionNumbers channelsLast(int rank) {
        List<Integer> spatial = IntStream.range(1, rank - 1).boxed().toList();
        List<Integer> kernel = IntStream.range(0, rank - 2).boxed().toList();
        List<Integer> data = specOf(0, rank - 1, spatial);
        return new ConvDimensionNumbers(data, specOf(rank - 1, rank - 2, kernel), data);
    }

    /**
     * JAX's numbers where none are given: batch, feature, spatial axes; the kernel's are output feature, input feature, spatial axes.
     *
     * @param rank the number of axes, at least 2
     * @return the numbers
     */
    public static ConvDimensionNumbers channelsFirst(int rank) {
        List<Integer> axes = IntStream.range(0, rank).boxed().toList();
        return new ConvDimensionNumbers(axes, axes, axes);
    }

    /**
     * The number of spatial axes.
     *
     * @return the rank of the operands less two
     */
    public int spatialRank() { return lhsSpec.size() - 2; }

    private static List<Integer> specOf(int first, int second, List<Integer> spatial) {
        List<Integer> spec = new ArrayList<>(List.of(first, second));
        spec.addAll(spatial);
        return spec;
    }

    private static List<Integer> spec(String letters, char first, char second, String kernel) {
        Set<Character> own = spatial(letters, first, second);
        boolean fits = letters.indexOf(first) >= 0 && letters.indexOf(second) >= 0
                && own.size() == letters.length() - 2 && own.equals(spatial(kernel, 'O', 'I'));
        if (!fits) {
            throw new IllegalArgumentException("conv: " + letters + " is expected to hold " + first + " and " + second
                    + " once, and the spatial letters of the kernel's " + kernel
                    + " once each, as in ConvDimensionNumbers.of(\"NHWC\", \"HWIO\", \"NHWC\")");
        }
        return specOf(letters.indexOf(first), letters.indexOf(second),
                own.stream().sorted(Comparator.<Character>comparingInt(kernel::indexOf)).map(letters::indexOf)
                        .toList());
    }

    private static Set<Character> spatial(String letters, char first, char second) {
        return letters.chars().mapToObj(c -> (char) c).filter(c -> c != first && c != second)
                .collect(Collectors.toCollection(HashSet::new));
    }
}
