package org.dovetail.core.internal.backend.compiled;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.dovetail.core.ConvDimensionNumbers;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.internal.prim.Convolution;

/**
 * A convolution as one step over operands whose last axes are features: others are put in order before, and the result behind. An input whose last axis is the batch stays
 * as it is, too, since that is how a kernel's gradient comes.
 */
final class ConvLowering {
    private final Convolution convolution;
    private final TensorSpec input;
    private final TensorSpec kernel;

    ConvLowering(Convolution convolution, TensorSpec input, TensorSpec kernel) {
        this.convolution = convolution;
        this.input = input;
        this.kernel = kernel;
    }

    /** Adds the steps; the result's slot. Floats of 16 bits are computed as float32. */
    int lower(Lowering lowering, int inputSlot, int kernelSlot, TensorSpec result) {
        DType dtype = result.dtype();
        if (dtype != DType.BFLOAT16 && dtype != DType.FLOAT16) {
            return ordered(lowering, inputSlot, kernelSlot, result);
        }
        TensorSpec single = result.withDtype(DType.FLOAT32);
        int slot = new ConvLowering(convolution, input.withDtype(DType.FLOAT32), kernel.withDtype(DType.FLOAT32))
                .ordered(lowering, lowering.cast(inputSlot, input, DType.FLOAT32),
                        lowering.cast(kernelSlot, kernel, DType.FLOAT32), single);
        return lowering.cast(slot, single, dtype);
    }

    private int ordered(Lowering lowering, int inputSlot, int kernelSlot, TensorSpec result) {
        ConvDimensionNumbers axes = convolution.axes();
        int last = axes.lhsSpec().size() - 1;
        boolean inputStays = axes.lhsSpec().get(1) == last || axes.lhsSpec().get(0) == last;
        boolean kernelStays = axes.rhsSpec().get(0) == last;
        boolean resultStays = axes.outSpec().get(1) == last;
        List<Integer> inputOrder = order(axes.lhsSpec(), inputStays, 1);
        List<Integer> kernelOrder = order(axes.rhsSpec(), kernelStays, 0);
        List<Integer> resultOrder = order(axes.outSpec(), resultStays, 1);
        int from = lowering.transposed(inputSlot, input, inputOrder);
        int with = lowering.transposed(kernelSlot, kernel, kernelOrder);
        Convolution ordered = new Convolution(
                new ConvDimensionNumbers(placed(axes.lhsSpec(), inputOrder), placed(axes.rhsSpec(), kernelOrder),
                        placed(axes.outSpec(), resultOrder)),
                convolution.spatial(), convolution.featureGroups(), convolution.batchGroups());
        TensorSpec made = result.withShape(result.shape().permuted(resultOrder));
        int slot = lowering.slot(made);
        Shape inputShape = input.shape().permuted(inputOrder);
        Shape kernelShape = kernel.shape().permuted(kernelOrder);
        lowering.step(slot, new Step.Convolve(ConvPlan.of(ordered, inputShape, kernelShape, made.shape()),
                result.dtype(), from, with, slot));
        List<Integer> back = IntStream.rangeClosed(0, last).mapToObj(resultOrder::indexOf).toList();
        return lowering.transposed(slot, made, back);
    }

    /** The axes with that of a place of the spec behind all others, which follow each other as they do; as they are if they stay. */
    private static List<Integer> order(List<Integer> spec, boolean stays, int lastOfSpec) {
        List<Integer> order = new ArrayList<>();
        if (stays) {
            IntStream.range(0, spec.size()).forEach(order::add);
            return order;
        }
        order.add(spec.get(1 - lastOfSpec));
        order.addAll(spec.subList(2, spec.size()));
        order.add(spec.get(lastOfSpec));
        return order;
    }

    private static List<Integer> placed(List<Integer> spec, List<Integer> order) {
        return spec.stream().map(order::indexOf).toList();
    }
}
