package org.dovetail.core;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The arguments of {@code jax.lax.conv_transpose}. An empty list stands for ones.
 *
 * @param strides how far the input's elements are moved apart along each spatial axis
 * @param padding if named, that of the convolution which is undone; numbers are those of the transposed convolution, unless padding is consistent
 * @param rhsDilation how far one element of the kernel is from the next
 * @param dimensionNumbers which axes are which; by default {@link ConvDimensionNumbers#channelsLast}
 * @param transposeKernel whether the kernel is that of the convolution which is undone: its spatial axes are reversed, its features change places
 * @param useConsistentPadding whether numbers, too, are the padding of the convolution which is undone
 */
public record ConvTransposeOptions(List<Integer> strides, Padding padding, List<Integer> rhsDilation,
        Optional<ConvDimensionNumbers> dimensionNumbers, boolean transposeKernel, boolean useConsistentPadding) {
    /** Undoes a convolution that moves by one within its input. */
    public static final ConvTransposeOptions DEFAULT = new ConvTransposeOptions(List.of(), Padding.valid(), List.of(),
            Optional.empty(), false, false);

    /** Copies the lists. */
    public ConvTransposeOptions {
        strides = List.copyOf(strides);
        rhsDilation = List.copyOf(rhsDilation);
    }

    /**
     * The same with other strides.
     *
     * @param others a number for each spatial axis
     * @return the options
     */
    public ConvTransposeOptions withStrides(int... others) {
        return new ConvTransposeOptions(Arrays.stream(others).boxed().toList(), padding, rhsDilation, dimensionNumbers,
                transposeKernel, useConsistentPadding);
    }

    /**
     * The same with other padding.
     *
     * @param other the padding
     * @return the options
     */
    public ConvTransposeOptions withPadding(Padding other) {
        return new ConvTransposeOptions(strides, other, rhsDilation, dimensionNumbers, transposeKernel,
                useConsistentPadding);
    }

    /**
     * The same with elements of the kernel that stand apart.
     *
     * @param others a number for each spatial axis
     * @return the options
     */
    public ConvTransposeOptions withRhsDilation(int... others) {
        return new ConvTransposeOptions(strides, padding, Arrays.stream(others).boxed().toList(), dimensionNumbers,
                transposeKernel, useConsistentPadding);
    }

    /**
     * The same with other axes.
     *
     * @param numbers which axes are which
     * @return the options
     */
    public ConvTransposeOptions withDimensionNumbers(ConvDimensionNumbers numbers) {
        return new ConvTransposeOptions(strides, padding, rhsDilation, Optional.of(numbers), transposeKernel,
                useConsistentPadding);
    }

    /**
     * The same with the kernel of the convolution which is undone, as {@code transpose_kernel=True}.
     *
     * @return the options
     */
    public ConvTransposeOptions withTransposedKernel() {
        return new ConvTransposeOptions(strides, padding, rhsDilation, dimensionNumbers, true, useConsistentPadding);
    }

    /**
     * The same with numbers that are the padding of the convolution which is undone, as {@code use_consistent_padding=True}.
     *
     * @return the options
     */
    public ConvTransposeOptions withConsistentPadding() {
        return new ConvTransposeOptions(strides, padding, rhsDilation, dimensionNumbers, transposeKernel, true);
    }
}
