package org.dovetail.core.internal.backend.compiled;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.dovetail.core.internal.prim.Window.Op;

/** Sums, maxima and minima of float32 windows on the Vector API: elements along which the window does not slide are taken in vectors. */
final class VectorPooling {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;
    private static final MemorySegment MEMORY = VectorProduct.MEMORY;

    private VectorPooling() {}

    static void run(Op op, Windows.Runs runs, MemorySegment x, MemorySegment result) {
        if (runs.places() == 0) {
            return;
        }
        long from = runs.elements() == 0 ? 0 : x.asSlice(0, runs.elements() * Float.BYTES).address();
        long to = result.asSlice(0, runs.places() * Float.BYTES).address();
        try {
            run(op, runs, from, to);
        } finally {
            Reference.reachabilityFence(x);
            Reference.reachabilityFence(result);
        }
    }

    private static void run(Op op, Windows.Runs runs, long from, long to) {
        Taps taps = runs.taps();
        for (long batch = 0; batch < runs.batches(); batch++) {
            for (int place = 0; place < taps.places; place++) {
                long base = from + batch * runs.baseBatch() * Float.BYTES;
                long at = to + (batch * runs.placeBatch() + taps.results[place]) * Float.BYTES;
                for (long column = 0; column < runs.run(); column += SPECIES.length()) {
                    VectorMask<Float> mask = SPECIES.indexInRange(column, runs.run());
                    long offset = column * Float.BYTES;
                    switch (op) {
                        case SUM -> sum(taps, place, base + offset, at + offset, mask);
                        case MAX -> max(taps, place, base + offset, at + offset, mask);
                        case MIN -> min(taps, place, base + offset, at + offset, mask);
                    }
                }
            }
        }
    }

    /* Subnormal numbers are replaced by the zero of their sign, as XLA does. */
    private static void sum(Taps taps, int place, long base, long at, VectorMask<Float> mask) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector least = FloatVector.broadcast(SPECIES, Float.MIN_NORMAL);
        FloatVector folded = zero;
        for (int tap = place * taps.taps; tap < (place + 1) * taps.taps; tap++) {
            long element = taps.elements[tap];
            if (element != Taps.NONE) {
                FloatVector x = FloatVector.fromMemorySegment(SPECIES, MEMORY, base + element * Float.BYTES, LE, mask);
                folded = folded.add(x.blend(x.mul(zero), x.abs().compare(VectorOperators.LT, least)));
            }
        }
        folded.blend(folded.mul(zero), folded.abs().compare(VectorOperators.LT, least)).intoMemorySegment(MEMORY, at,
                LE, mask);
    }

    private static void max(Taps taps, int place, long base, long at, VectorMask<Float> mask) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector least = FloatVector.broadcast(SPECIES, Float.MIN_NORMAL);
        FloatVector folded = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        for (int tap = place * taps.taps; tap < (place + 1) * taps.taps; tap++) {
            long element = taps.elements[tap];
            if (element != Taps.NONE) {
                FloatVector x = FloatVector.fromMemorySegment(SPECIES, MEMORY, base + element * Float.BYTES, LE, mask);
                folded = folded.max(x.blend(x.mul(zero), x.abs().compare(VectorOperators.LT, least)));
            }
        }
        folded.intoMemorySegment(MEMORY, at, LE, mask);
    }

    private static void min(Taps taps, int place, long base, long at, VectorMask<Float> mask) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector least = FloatVector.broadcast(SPECIES, Float.MIN_NORMAL);
        FloatVector folded = FloatVector.broadcast(SPECIES, Float.POSITIVE_INFINITY);
        for (int tap = place * taps.taps; tap < (place + 1) * taps.taps; tap++) {
            long element = taps.elements[tap];
            if (element != Taps.NONE) {
                FloatVector x = FloatVector.fromMemorySegment(SPECIES, MEMORY, base + element * Float.BYTES, LE, mask);
                folded = folded.min(x.blend(x.mul(zero), x.abs().compare(VectorOperators.LT, least)));
            }
        }
        folded.intoMemorySegment(MEMORY, at, LE, mask);
    }
}
