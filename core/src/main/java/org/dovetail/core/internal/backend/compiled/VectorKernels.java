package org.dovetail.core.internal.backend.compiled;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.dovetail.core.internal.backend.compiled.Products.Sizes;
import org.dovetail.core.internal.prim.Elementwise.Binary;
import org.dovetail.core.internal.prim.Elementwise.Unary;

/** Kernels on the Vector API; loaded only if its module is there. */
final class VectorKernels implements SingleKernels {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int WIDTH = SPECIES.length();
    private static final FloatVector ZERO = FloatVector.zero(SPECIES);

    @Override
    public void unary(Unary op, float[] x, float[] y, int n) { Singles.unary(op, x, y, n); }

    @Override
    public void binary(Binary op, float[] x, float[] y, float[] z, int n) {
        switch (op) {
            case ADD -> add(x, y, z, n);
            case SUB -> subtract(x, y, z, n);
            case MUL -> multiply(x, y, z, n);
            case DIV -> divide(x, y, z, n);
            default -> Singles.binary(op, x, y, z, n);
        }
    }

    /*
     * Tiles are longer than n is rounded up to vectors, so the last vector needs no mask: what it computes behind n is never stored.
     * Subnormal numbers are flushed to the zero of their sign, as XLA does.
     */
    private static void add(float[] x, float[] y, float[] z, int n) {
        for (int i = 0; i < n; i += WIDTH) {
            flush(load(x, i).add(load(y, i))).intoArray(z, i);
        }
    }

    private static void subtract(float[] x, float[] y, float[] z, int n) {
        for (int i = 0; i < n; i += WIDTH) {
            flush(load(x, i).sub(load(y, i))).intoArray(z, i);
        }
    }

    private static void multiply(float[] x, float[] y, float[] z, int n) {
        for (int i = 0; i < n; i += WIDTH) {
            flush(load(x, i).mul(load(y, i))).intoArray(z, i);
        }
    }

    private static void divide(float[] x, float[] y, float[] z, int n) {
        for (int i = 0; i < n; i += WIDTH) {
            flush(load(x, i).div(load(y, i))).intoArray(z, i);
        }
    }

    private static FloatVector load(float[] x, int i) { return flush(FloatVector.fromArray(SPECIES, x, i)); }

    private static FloatVector flush(FloatVector x) {
        VectorMask<Float> subnormal = x.abs().lt(Float.MIN_NORMAL);
        return x.lanewise(VectorOperators.MUL, ZERO, subnormal);
    }

    @Override
    public void product(Sizes sizes, MemorySegment left, long leftFirst, MemorySegment right, long rightFirst,
            MemorySegment result, long resultFirst, Scratch scratch) {
        VectorProduct.run(sizes, left, leftFirst * Float.BYTES, right, rightFirst * Float.BYTES, result,
                resultFirst * Float.BYTES, scratch);
    }
}
