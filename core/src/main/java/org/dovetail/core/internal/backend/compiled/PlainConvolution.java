package org.dovetail.core.internal.backend.compiled;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.dovetail.core.DType;
import org.dovetail.core.internal.math.XlaMath;

/** Convolutions by plain loops: a row of output features at a time, to which rows of the kernel are added. Floats are summed in float64. */
final class PlainConvolution {
    private final ConvPlan plan;
    private final DType dtype;
    private final MemorySegment input;
    private final MemorySegment kernel;
    private final MemorySegment result;
    private final Scratch scratch;

    private PlainConvolution(ConvPlan plan, DType dtype, MemorySegment input, MemorySegment kernel,
            MemorySegment result, Scratch scratch) {
        this.plan = plan;
        this.dtype = dtype;
        this.input = input;
        this.kernel = kernel;
        this.result = result;
        this.scratch = scratch;
    }

    static void run(ConvPlan plan, DType dtype, MemorySegment input, MemorySegment kernel, MemorySegment result,
            Scratch scratch) {
        PlainConvolution convolution = new PlainConvolution(plan, dtype, input, kernel, result, scratch);
        boolean isFloat = dtype.kind() == DType.Kind.FLOAT;
        for (int group = 0; group < plan.groups(); group++) {
            for (int n = 0; n < plan.outputs(); n += Scratch.TILE) {
                int width = Math.min(Scratch.TILE, plan.outputs() - n);
                long column = (long) group * plan.outputs() + n;
                for (int batch = 0; batch < plan.batch(); batch++) {
                    long first = group * plan.inputGroup() + batch * plan.inputBatch();
                    convolution.places(first, column, batch * plan.resultBatch() + column, width, isFloat);
                }
            }
        }
    }

    private void places(long first, long column, long at, int width, boolean isFloat) {
        for (int outer = 0; outer < plan.outer().places; outer++) {
            for (int inner = 0; inner < plan.inner().places; inner++) {
                long place = at + plan.outer().results[outer] + plan.inner().results[inner];
                if (isFloat) {
                    floats(first, column, outer, inner, place, width);
                } else {
                    integers(first, column, outer, inner, place, width);
                }
            }
        }
    }

    private long element(int outer, int inner, int tap) {
        Taps inners = plan.inner();
        long above = plan.outer().elements[outer * plan.outer().taps + tap / inners.taps];
        long along = inners.elements[inner * inners.taps + tap % inners.taps];
        return above == Taps.NONE || along == Taps.NONE ? Taps.NONE : above + along;
    }

    private long inKernel(int tap) {
        return plan.outer().inWindow[tap / plan.inner().taps] + plan.inner().inWindow[tap % plan.inner().taps];
    }

    private void floats(long first, long column, int outer, int inner, long place, int width) {
        double[] sums = scratch.real(0);
        double[] row = scratch.real(1);
        double[] factor = scratch.real(2);
        Arrays.fill(sums, 0, width, 0);
        for (int tap = 0; tap < plan.taps(); tap++) {
            long element = element(outer, inner, tap);
            for (int i = 0; element != Taps.NONE && i < plan.inputs(); i++) {
                Tiles.load(dtype, input, first + element + i * plan.inputFeature(), factor, 1, scratch);
                Tiles.load(dtype, kernel, column + inKernel(tap) + i * plan.kernelInput(), row, width, scratch);
                for (int j = 0; j < width; j++) {
                    sums[j] += factor[0] * row[j];
                }
            }
        }
        if (dtype != DType.FLOAT64) {
            for (int j = 0; j < width; j++) {
                sums[j] = XlaMath.flush((float) sums[j]);
            }
        }
        Tiles.store(dtype, sums, result, place, width, scratch);
    }

    private void integers(long first, long column, int outer, int inner, long place, int width) {
        long[] sums = scratch.wide(0);
        long[] row = scratch.wide(1);
        long[] factor = scratch.wide(2);
        Arrays.fill(sums, 0, width, 0);
        for (int tap = 0; tap < plan.taps(); tap++) {
            long element = element(outer, inner, tap);
            for (int i = 0; element != Taps.NONE && i < plan.inputs(); i++) {
                Tiles.load(dtype, input, first + element + i * plan.inputFeature(), factor, 1, scratch);
                Tiles.load(dtype, kernel, column + inKernel(tap) + i * plan.kernelInput(), row, width, scratch);
                for (int j = 0; j < width; j++) {
                    sums[j] += factor[0] * row[j];
                }
            }
        }
        Tiles.store(dtype, sums, result, place, width, scratch);
    }
}
