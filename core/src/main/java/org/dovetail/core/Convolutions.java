package org.dovetail.core;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.dovetail.core.Padding.Edges;
import org.dovetail.core.internal.prim.Convolution;
import org.dovetail.core.internal.prim.Ops;
import org.dovetail.core.internal.prim.Sliding;

/**
 * Convolutions of {@code jax.lax}. The operands' dtypes are promoted. Padding takes no part in the sums: a kernel that is not finite makes no NaN of it.
 */
public final class Convolutions {
    private Convolutions() {}

    /**
     * Sums of products of a kernel with each window of an input, as {@code jax.lax.conv_general_dilated}: with {@code d} the dilations and {@code s} the stride,
     * {@code out[n,o,p] = Σ lhs[n,i,(p s + k d_rhs - low) / d_lhs] rhs[o,i,k]} over {@code i} and {@code k}, where that is an element. Unlike JAX's default, axes are
     * batch, spatial axes, feature, and those of the kernel spatial axes, input feature, output feature.
     *
     * @param lhs the input, of any number of spatial axes
     * @param rhs the kernel
     * @param options strides, padding, dilations, axes and groups
     * @return the result, of {@code floor((d_lhs (extent - 1) + 1 + low + high - d_rhs (window - 1) - 1) / s) + 1} places along each spatial axis
     * @throws IllegalArgumentException if shapes and options do not fit together
     */
    public static Tensor convGeneralDilated(Tensor lhs, Tensor rhs, ConvOptions options) {
        ConvDimensionNumbers axes = options.dimensionNumbers()
                .orElseGet(() -> numbers("convGeneralDilated", lhs, rhs));
        check("convGeneralDilated", axes, lhs, rhs);
        int rank = axes.spatialRank();
        List<Integer> lhsDilation = ConvOptions.filled(options.lhsDilation(), rank);
        if (options.padding() instanceof Padding.Named && lhsDilation.stream().anyMatch(dilation -> dilation != 1)) {
            throw new IllegalArgumentException("convGeneralDilated: padding " + options.padding()
                    + " is not defined for a dilated input; give numbers, as in Padding.of(1, 1), or call convTranspose");
        }
        return convolve("convGeneralDilated", axes, lhs, rhs, new Steps(options.strides(), lhsDilation,
                options.rhsDilation()), options.padding(), options.featureGroupCount(), options.batchGroupCount());
    }

    /**
     * A convolution over one, two or more spatial axes, as {@code jax.lax.conv_general_dilated} with {@code dimension_numbers=("NHWC", "HWIO", "NHWC")} and its kin.
     *
     * @param lhs the input: batch, spatial axes, feature
     * @param rhs the kernel: spatial axes, input feature, output feature
     * @param padding what stands around the input
     * @param strides by how many places the kernel moves along each spatial axis; none for ones
     * @return the result: batch, spatial axes, feature
     * @throws IllegalArgumentException if the shapes do not fit together
     */
    public static Tensor conv(Tensor lhs, Tensor rhs, Padding padding, int... strides) {
        return convGeneralDilated(lhs, rhs, ConvOptions.DEFAULT.withPadding(padding).withStrides(strides));
    }

    /**
     * A convolution over an input whose elements are moved apart, as {@code jax.lax.conv_transpose}.
     *
     * @param lhs the input
     * @param rhs the kernel
     * @param options strides, padding, dilation and axes, and what is done with the kernel
     * @return the result; with named padding and the kernel transposed, what the gradient of a convolution with that kernel is
     * @throws IllegalArgumentException if shapes and options do not fit together
     */
    public static Tensor convTranspose(Tensor lhs, Tensor rhs, ConvTransposeOptions options) {
        ConvDimensionNumbers axes = options.dimensionNumbers().orElseGet(() -> numbers("convTranspose", lhs, rhs));
        check("convTranspose", axes, lhs, rhs);
        List<Integer> spatial = axes.rhsSpec().subList(2, axes.rhsSpec().size());
        List<Integer> strides = ConvOptions.filled(options.strides(), spatial.size());
        List<Integer> dilation = ConvOptions.filled(options.rhsDilation(), spatial.size());
        Steps steps = new Steps(List.of(), strides, dilation);
        steps.check("convTranspose", spatial.size());
        List<Integer> windows = windows(axes, rhs, dilation);
        Tensor kernel = options.transposeKernel()
                ? swapped(rhs.flip(spatial.stream().mapToInt(axis -> axis).toArray()), axes.rhsSpec())
                : rhs;
        Padding padding = switch (options.padding()) {
            case Padding.Named named -> new Padding.Explicit(IntStream.range(0, windows.size())
                    .mapToObj(i -> transposed(named, windows.get(i), strides.get(i))).toList());
            case Padding.Explicit explicit -> options.useConsistentPadding()
                    ? new Padding.Explicit(consistent(explicit, windows))
                    : explicit;
        };
        return convolve("convTranspose", axes, lhs, kernel, steps, padding, 1, 1);
    }

    private static Tensor swapped(Tensor kernel, List<Integer> spec) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, kernel.rank()).boxed().toList());
        order.set(spec.get(0), spec.get(1));
        order.set(spec.get(1), spec.get(0));
        return Ops.transpose(kernel, order);
    }

    /** The padding around a dilated input that undoes a convolution with named padding. */
    private static Edges transposed(Padding.Named named, int window, int stride) {
        return switch (named) {
            case SAME -> {
                int total = window + stride - 2;
                int low = stride > window - 1 ? window - 1 : Math.ceilDiv(total, 2);
                yield new Edges(low, total - low);
            }
            case VALID -> new Edges(window - 1, stride - 1 + Math.max(window - stride, 0));
            case SAME_LOWER -> throw new IllegalArgumentException(
                    "convTranspose: padding SAME_LOWER is not defined; give SAME, VALID or numbers, as in Padding.of(1, 1)");
        };
    }

    private static List<Edges> consistent(Padding.Explicit padding, List<Integer> windows) {
        List<Edges> edges = padding.resolve(windows, windows, windows);
        return IntStream.range(0, windows.size()).mapToObj(i -> new Edges(windows.get(i) - 1 - edges.get(i).low(),
                windows.get(i) - 1 - edges.get(i).high())).toList();
    }

    /** Strides and dilations, for each spatial axis. */
    private record Steps(List<Integer> strides, List<Integer> lhsDilation, List<Integer> rhsDilation) {
        private void check(String who, int rank) {
            for (List<Integer> numbers : List.of(strides, lhsDilation, rhsDilation)) {
                if (!numbers.isEmpty() && (numbers.size() != rank || numbers.stream().anyMatch(n -> n < 1))) {
                    throw new IllegalArgumentException(who + ": a positive stride and dilation for each of " + rank
                            + " spatial axes is expected; got strides " + strides + ", dilations " + lhsDilation
                            + " and " + rhsDilation);
                }
            }
        }
    }

    private static ConvDimensionNumbers numbers(String who, Tensor lhs, Tensor rhs) {
        if (lhs.rank() < 2) {
            throw fits(who, lhs, rhs);
        }
        return ConvDimensionNumbers.channelsLast(lhs.rank());
    }

    private static IllegalArgumentException fits(String who, Tensor lhs, Tensor rhs) {
        return new IllegalArgumentException(who + ": input and kernel are expected to have two axes and as many spatial"
                + " ones as their dimension numbers; got " + lhs.spec() + " and " + rhs.spec()
                + ". A single example needs a batch axis: expandDims(0)");
    }

    private static void check(String who, ConvDimensionNumbers axes, Tensor lhs, Tensor rhs) {
        int rank = axes.lhsSpec().size();
        if (lhs.rank() != rank || rhs.rank() != rank) {
            throw fits(who, lhs, rhs);
        }
    }

    private static List<Integer> windows(ConvDimensionNumbers axes, Tensor rhs, List<Integer> dilation) {
        return IntStream.range(0, dilation.size())
                .mapToObj(i -> Sliding.dilated(rhs.dim(axes.rhsSpec().get(i + 2)), dilation.get(i))).toList();
    }

    private static Tensor convolve(String who, ConvDimensionNumbers axes, Tensor lhs, Tensor rhs, Steps steps,
            Padding padding, int featureGroups, int batchGroups) {
        int rank = axes.spatialRank();
        steps.check(who, rank);
        List<Integer> strides = ConvOptions.filled(steps.strides, rank);
        List<Integer> lhsDilation = ConvOptions.filled(steps.lhsDilation, rank);
        List<Integer> rhsDilation = ConvOptions.filled(steps.rhsDilation, rank);
        List<Integer> extents = axes.lhsSpec().stream().skip(2).map(lhs::dim).toList();
        List<Edges> edges = padding.resolve(extents, windows(axes, rhs, rhsDilation), strides);
        List<Sliding> sliding = IntStream.range(0, rank).mapToObj(i -> new Sliding(strides.get(i), edges.get(i).low(),
                edges.get(i).high(), lhsDilation.get(i), rhsDilation.get(i))).toList();
        DType dtype = Ops.promoted(lhs.dtype(), rhs.dtype());
        if (dtype == DType.BOOL) { // whether any pair is true
            return convolve(who, axes, lhs.cast(DType.INT32), rhs.cast(DType.INT32), steps, padding, featureGroups,
                    batchGroups).ne(0);
        }
        return new Convolution(axes, sliding, featureGroups, batchGroups).of(Ops.cast(lhs, dtype),
                Ops.cast(rhs, dtype));
    }
}
