package org.dovetail.core.internal.backend.reference;

import java.util.function.IntToLongFunction;
import org.dovetail.core.Array;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.internal.backend.Prefixes;
import org.dovetail.core.internal.prim.Cumulative;

/** What is made of all elements up to each. */
final class Cumulatives {
    private Cumulatives() {}

    static Array run(Cumulative cumulative, Array x, TensorSpec result) {
        int extent = x.shape().extent(cumulative.axis());
        int inner = Math.toIntExact(x.shape().trailing(x.rank() - cumulative.axis() - 1).size());
        int lanes = Math.toIntExact(extent == 0 ? 0 : x.size() / extent);
        double[] reals = new double[Math.toIntExact(x.size())];
        long[] integers = new long[reals.length];
        for (int lane = 0; lane < lanes; lane++) {
            int first = lane / inner * inner * extent + lane % inner;
            IntToLongFunction place = i -> first + (long) i * inner;
            switch (Domain.of(x.dtype())) {
                case SINGLE -> {
                    float[] elements = new float[extent];
                    for (int i = 0; i < extent; i++) {
                        elements[i] = Domain.single(x, place.applyAsLong(i));
                    }
                    Prefixes.singles(cumulative, elements, extent, new float[Prefixes.spare(extent)]);
                    for (int i = 0; i < extent; i++) {
                        reals[(int) place.applyAsLong(i)] = elements[i];
                    }
                }
                case DOUBLE -> {
                    double[] elements = new double[extent];
                    for (int i = 0; i < extent; i++) {
                        elements[i] = x.doubleAt(place.applyAsLong(i));
                    }
                    Prefixes.reals(cumulative, elements, extent);
                    for (int i = 0; i < extent; i++) {
                        reals[(int) place.applyAsLong(i)] = elements[i];
                    }
                }
                case INTEGER -> {
                    long[] elements = new long[extent];
                    for (int i = 0; i < extent; i++) {
                        elements[i] = x.longAt(place.applyAsLong(i));
                    }
                    Prefixes.integers(cumulative, Domain.isUnsigned(x.dtype()), elements, extent);
                    for (int i = 0; i < extent; i++) {
                        integers[(int) place.applyAsLong(i)] = elements[i];
                    }
                }
                case NONE -> throw Domain.uncovered(x.dtype());
            }
        }
        return Domain.of(x.dtype()) == Domain.INTEGER
                ? Array.ofLongs(result, i -> integers[(int) i])
                : Array.ofDoubles(result, i -> reals[(int) i]);
    }
}
