package org.dovetail.core.internal.backend.compiled;

import java.util.List;
import java.util.stream.IntStream;
import org.dovetail.core.Shape;
import org.dovetail.core.internal.backend.compiled.Taps.Axis;
import org.dovetail.core.internal.prim.Convolution;

/**
 * A convolution in sizes and steps, in elements. The kernel's output features are next to each other, and so are the result's features.
 *
 * @param groups how many convolutions there are, each with parts of its own
 * @param batch how many inputs each has
 * @param inputs how many input features
 * @param outputs how many output features
 * @param inputGroup the input's step from group to group
 * @param inputBatch the input's step along the batch
 * @param inputFeature the input's step along its features
 * @param kernelInput the kernel's step along the input features
 * @param resultBatch the result's step along the batch
 * @param outer all spatial axes but the last
 * @param inner the last spatial axis
 * @param inputSize how many elements the input has
 * @param kernelSize how many the kernel has
 * @param resultSize how many the result has
 */
record ConvPlan(int groups, int batch, int inputs, int outputs, long inputGroup, long inputBatch, long inputFeature,
        long kernelInput, long resultBatch, Taps outer, Taps inner, long inputSize,
        long kernelSize, long resultSize) {
    static ConvPlan of(Convolution convolution, Shape input, Shape kernel, Shape result) {
        List<Integer> lhs = convolution.axes().lhsSpec();
        List<Integer> rhs = convolution.axes().rhsSpec();
        List<Integer> out = convolution.axes().outSpec();
        long[] inputSteps = Axes.contiguous(input);
        long[] kernelSteps = Axes.contiguous(kernel);
        long[] resultSteps = Axes.contiguous(result);
        int spatial = convolution.spatial().size();
        List<Axis> axes = IntStream.range(0, spatial)
                .mapToObj(i -> new Axis(convolution.spatial().get(i), input.extent(lhs.get(i + 2)),
                        kernel.extent(rhs.get(i + 2)), inputSteps[lhs.get(i + 2)], kernelSteps[rhs.get(i + 2)],
                        resultSteps[out.get(i + 2)]))
                .toList();
        boolean ofBatches = convolution.batchGroups() > 1;
        int groups = ofBatches ? convolution.batchGroups() : convolution.featureGroups();
        int batch = result.extent(out.get(0));
        int inputs = kernel.extent(rhs.get(1));
        long inputBatch = inputSteps[lhs.get(0)];
        long inputFeature = inputSteps[lhs.get(1)];
        return new ConvPlan(groups, batch, inputs, kernel.extent(rhs.get(0)) / groups,
                ofBatches ? batch * inputBatch : inputs * inputFeature, inputBatch, inputFeature,
                kernelSteps[rhs.get(1)], resultSteps[out.get(0)], Taps.of(axes.subList(0, Math.max(0, spatial - 1))),
                Taps.of(axes.subList(Math.max(0, spatial - 1), spatial)), input.size(), kernel.size(), result.size());
    }

    /** How many results each group has for each output feature. */
    long rows() {
        return (long) batch * outer.places * inner.places;
    }

    /** Whether each group has one output feature, and groups are next to each other. */
    boolean isDepthwise() {
        return groups > 1 && outputs == 1 && inputGroup == 1;
    }

    /** How many taps the kernel has. */
    int taps() { return outer.taps * inner.taps; }
}
