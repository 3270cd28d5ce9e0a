package org.dovetail.core.internal.backend.reference;

import java.util.List;
import org.dovetail.core.Array;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.internal.math.XlaMath;
import org.dovetail.core.internal.prim.Convolution;
import org.dovetail.core.internal.prim.Sliding;

/** Sums of products of a kernel with windows; padding takes no part, even where the kernel is not finite. */
final class Convolutions {
    private final Convolution convolution;
    private final Array input;
    private final Array kernel;
    private final Shape result;
    /** The kernel's input features and spatial axes. */
    private final Shape window;
    private final int[] outSpec;
    private final long[] inputSteps;
    private final long[] kernelSteps;
    private final int[] bases;
    private final Sliding[] spatial;

    private Convolutions(Convolution convolution, Array input, Array kernel, Shape result) {
        this.convolution = convolution;
        this.input = input;
        this.kernel = kernel;
        List<Integer> rhs = convolution.axes().rhsSpec();
        this.result = result;
        this.window = kernel.shape().permuted(rhs).trailing(rhs.size() - 1);
        this.outSpec = ints(convolution.axes().outSpec());
        this.inputSteps = longs(Strides.of(input.shape()).along(convolution.axes().lhsSpec()).steps());
        this.kernelSteps = longs(Strides.of(kernel.shape()).along(rhs).steps());
        this.spatial = convolution.spatial().toArray(Sliding[]::new);
        this.bases = ints(input.shape().permuted(convolution.axes().lhsSpec()).trailing(spatial.length).extents());
    }

    static Array run(Convolution convolution, Array input, Array kernel, TensorSpec result) {
        Convolutions run = new Convolutions(convolution, input, kernel, result.shape());
        return switch (Domain.of(input.dtype())) {
            case SINGLE -> Array.ofDoubles(result, place -> XlaMath.flush((float) run.reals(place, true)));
            case DOUBLE -> Array.ofDoubles(result, place -> run.reals(place, false));
            case INTEGER -> Array.ofLongs(result, run::integers);
            case NONE -> throw Domain.uncovered(input.dtype());
        };
    }

    private interface Product {
        void add(long inInput, long inKernel);
    }

    private double reals(long place, boolean isSingle) {
        double[] sum = {0};
        each(place, (i, k) -> sum[0] += isSingle
                ? (double) Domain.flushed(input, i) * Domain.flushed(kernel, k)
                : input.doubleAt(i) * kernel.doubleAt(k));
        return sum[0];
    }

    private long integers(long place) {
        long[] sum = {0};
        each(place, (i, k) -> sum[0] += input.longAt(i) * kernel.longAt(k));
        return sum[0];
    }

    /** All pairs of elements that are multiplied for a place of the result. */
    private void each(long place, Product product) {
        int[] at = index(result, place);
        int batch = at[outSpec[0]];
        int feature = at[outSpec[1]];
        int batches = result.extent(outSpec[0]);
        int features = window.extent(0);
        int outputs = result.extent(outSpec[1]);
        int batchGroup = convolution.batchGroups() == 1 ? 0 : feature / (outputs / convolution.batchGroups());
        int featureGroup = convolution.featureGroups() == 1 ? 0 : feature / (outputs / convolution.featureGroups());
        long size = window.size();
        for (long i = 0; i < size; i++) {
            int[] inWindow = index(window, i);
            long inInput = (batchGroup * batches + batch) * inputSteps[0]
                    + (featureGroup * features + inWindow[0]) * inputSteps[1];
            long inKernel = feature * kernelSteps[0] + inWindow[0] * kernelSteps[1];
            boolean isElement = true;
            for (int axis = 0; axis < spatial.length; axis++) {
                int element = spatial[axis].element(bases[axis], at[outSpec[axis + 2]], inWindow[axis + 1]);
                isElement &= element >= 0;
                inInput += element * inputSteps[axis + 2];
                inKernel += inWindow[axis + 1] * kernelSteps[axis + 2];
            }
            if (isElement) {
                product.add(inInput, inKernel);
            }
        }
    }

    private static int[] ints(List<Integer> numbers) { return numbers.stream().mapToInt(Integer::intValue).toArray(); }

    private static long[] longs(List<Long> numbers) { return numbers.stream().mapToLong(Long::longValue).toArray(); }

    /** The numbers along each axis of a place given in C order. */
    static int[] index(Shape shape, long place) {
        int[] index = new int[shape.rank()];
        long rest = place;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            index[axis] = (int) (rest % shape.extent(axis));
            rest /= shape.extent(axis);
        }
        return index;
    }
}
