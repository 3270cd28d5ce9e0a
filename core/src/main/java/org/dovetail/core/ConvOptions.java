package org.dovetail.core;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * How a kernel slides over an input: the arguments of {@code jax.lax.conv_general_dilated}. An empty list stands for ones.
 *
 * @param strides by how many places the kernel moves along each spatial axis
 * @param padding what stands around the input
 * @param lhsDilation how far one element of the input is from the next
 * @param rhsDilation how far one element of the kernel is from the next
 * @param dimensionNumbers which axes are which; by default {@link ConvDimensionNumbers#channelsLast}
 * @param featureGroupCount how many parts of the input's features go into parts of their own of the result's
 * @param batchGroupCount how many parts of the input's batch go into parts of their own of the result's features
 */
public record ConvOptions(List<Integer> strides, Padding padding, List<Integer> lhsDilation, List<Integer> rhsDilation,
        Optional<ConvDimensionNumbers> dimensionNumbers, int featureGroupCount, int batchGroupCount) {
    /** A kernel that moves by one within the input. */
    public static final ConvOptions DEFAULT = new ConvOptions(List.of(), Padding.valid(), List.of(), List.of(),
            Optional.empty(), 1, 1);

    /** Copies the lists. */
    public ConvOptions {
        strides = List.copyOf(strides);
        lhsDilation = List.copyOf(lhsDilation);
        rhsDilation = List.copyOf(rhsDilation);
    }

    private static List<Integer> boxed(int... numbers) { return Arrays.stream(numbers).boxed().toList(); }

    static List<Integer> filled(List<Integer> numbers, int size) {
        return numbers.isEmpty() ? Collections.nCopies(size, 1) : numbers;
    }

    /**
     * The same with other strides.
     *
     * @param others a number for each spatial axis
     * @return the options
     */
    public ConvOptions withStrides(int... others) {
        return new ConvOptions(boxed(others), padding, lhsDilation, rhsDilation, dimensionNumbers, featureGroupCount,
                batchGroupCount);
    }

    /**
     * The same with other padding.
     *
     * @param other the padding
     * @return the options
     */
    public ConvOptions withPadding(Padding other) {
        return new ConvOptions(strides, other, lhsDilation, rhsDilation, dimensionNumbers, featureGroupCount,
                batchGroupCount);
    }

    /**
     * The same with elements of the input that stand apart.
     *
     * @param others a number for each spatial axis
     * @return the options
     */
    public ConvOptions withLhsDilation(int... others) {
        return new ConvOptions(strides, padding, boxed(others), rhsDilation, dimensionNumbers, featureGroupCount,
                batchGroupCount);
    }

    /**
     * The same with elements of the kernel that stand apart.
     *
     * @param others a number for each spatial axis
     * @return the options
     */
    public ConvOptions withRhsDilation(int... others) {
        return new ConvOptions(strides, padding, lhsDilation, boxed(others), dimensionNumbers, featureGroupCount,
                batchGroupCount);
    }

    /**
     * The same with other axes.
     *
     * @param numbers which axes are which
     * @return the options
     */
    public ConvOptions withDimensionNumbers(ConvDimensionNumbers numbers) {
        return new ConvOptions(strides, padding, lhsDilation, rhsDilation, Optional.of(numbers), featureGroupCount,
                batchGroupCount);
    }

    /**
     * The same with other axes, as {@code dimension_numbers=("NHWC", "HWIO", "NHWC")}; see {@link ConvDimensionNumbers#of}.
     *
     * @param lhs the input's letters
     * @param rhs the kernel's letters
     * @param out the result's letters
     * @return the options
     */
    public ConvOptions withDimensionNumbers(String lhs, String rhs, String out) {
        return withDimensionNumbers(ConvDimensionNumbers.of(lhs, rhs, out));
    }

    /**
     * The same with groups of features.
     *
     * @param count how many
     * @return the options
     */
    public ConvOptions withFeatureGroupCount(int count) {
        return new ConvOptions(strides, padding, lhsDilation, rhsDilation, dimensionNumbers, count, batchGroupCount);
    }

    /**
     * The same with groups of the batch.
     *
     * @param count how many
     * @return the options
     */
    public ConvOptions withBatchGroupCount(int count) {
        return new ConvOptions(strides, padding, lhsDilation, rhsDilation, dimensionNumbers, featureGroupCount, count);
    }
}
