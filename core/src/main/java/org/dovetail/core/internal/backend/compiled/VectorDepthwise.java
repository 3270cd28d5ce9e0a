package org.dovetail.core.internal.backend.compiled;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** A float32 convolution on the Vector API, of which every group has one output feature and the groups are next to each other: groups are taken in vectors. */
final class VectorDepthwise {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;
    private static final MemorySegment MEMORY = VectorProduct.MEMORY;

    private VectorDepthwise() {}

    static void run(ConvPlan plan, long input, long kernel, long result) {
        for (int batch = 0; batch < plan.batch(); batch++) {
            long first = input + batch * plan.inputBatch() * Float.BYTES;
            long to = result + batch * plan.resultBatch() * Float.BYTES;
            for (int outer = 0; outer < plan.outer().places; outer++) {
                for (int inner = 0; inner < plan.inner().places; inner++) {
                    long place = to + (plan.outer().results[outer] + plan.inner().results[inner]) * Float.BYTES;
                    for (int group = 0; group < plan.groups(); group += SPECIES.length()) {
                        long column = (long) group * Float.BYTES;
                        place(plan, first + column, kernel + column, outer, inner, place + column,
                                SPECIES.indexInRange(group, plan.groups()));
                    }
                }
            }
        }
    }

    private static void place(ConvPlan plan, long input, long kernel, int outer, int inner, long result,
            VectorMask<Float> mask) {
        Taps above = plan.outer();
        Taps along = plan.inner();
        long inputStep = plan.inputFeature() * Float.BYTES;
        long kernelStep = plan.kernelInput() * Float.BYTES;
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int i = 0; i < above.taps; i++) {
            long row = above.elements[outer * above.taps + i];
            for (int j = 0; row != Taps.NONE && j < along.taps; j++) {
                long element = along.elements[inner * along.taps + j];
                if (element != Taps.NONE) {
                    long x = input + (row + element) * Float.BYTES;
                    long w = kernel + (above.inWindow[i] + along.inWindow[j]) * Float.BYTES;
                    for (int feature = 0; feature < plan.inputs(); feature++) {
                        FloatVector factor = FloatVector.fromMemorySegment(SPECIES, MEMORY, x + feature * inputStep,
                                LE, mask);
                        sum = factor.fma(FloatVector.fromMemorySegment(SPECIES, MEMORY, w + feature * kernelStep, LE,
                                mask), sum);
                    }
                }
            }
        }
        sum.intoMemorySegment(MEMORY, result, LE, mask);
    }
}
