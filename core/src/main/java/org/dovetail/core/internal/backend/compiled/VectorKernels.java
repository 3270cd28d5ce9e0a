package org.dovetail.core.internal.backend.compiled;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.dovetail.core.internal.backend.compiled.Products.Sizes;
import org.dovetail.core.internal.backend.compiled.Windows.Runs;
import org.dovetail.core.internal.prim.Elementwise.Binary;
import org.dovetail.core.internal.prim.Elementwise.Unary;
import org.dovetail.core.internal.prim.Window.Op;

/** Kernels on the Vector API; loaded only if its module is there. */
final class VectorKernels implements SingleKernels {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int WIDTH = SPECIES.length();

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
     * Subnormal numbers are replaced by the zero of their sign, as XLA does. All is written out in each loop, since the compiler gives
     * up inlining vector methods in methods.
     */
    private static void add(float[] x, float[] y, float[] z, int n) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector least = FloatVector.broadcast(SPECIES, Float.MIN_NORMAL);
        for (int i = 0; i < n; i += WIDTH) {
            FloatVector a = FloatVector.fromArray(SPECIES, x, i);
            FloatVector b = FloatVector.fromArray(SPECIES, y, i);
            a = a.blend(a.mul(zero), a.abs().compare(VectorOperators.LT, least));
            b = b.blend(b.mul(zero), b.abs().compare(VectorOperators.LT, least));
            FloatVector c = a.add(b);
            c.blend(c.mul(zero), c.abs().compare(VectorOperators.LT, least)).intoArray(z, i);
        }
    }

    private static void subtract(float[] x, float[] y, float[] z, int n) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector least = FloatVector.broadcast(SPECIES, Float.MIN_NORMAL);
        for (int i = 0; i < n; i += WIDTH) {
            FloatVector a = FloatVector.fromArray(SPECIES, x, i);
            FloatVector b = FloatVector.fromArray(SPECIES, y, i);
            a = a.blend(a.mul(zero), a.abs().compare(VectorOperators.LT, least));
            b = b.blend(b.mul(zero), b.abs().compare(VectorOperators.LT, least));
            FloatVector c = a.sub(b);
            c.blend(c.mul(zero), c.abs().compare(VectorOperators.LT, least)).intoArray(z, i);
        }
    }

    private static void multiply(float[] x, float[] y, float[] z, int n) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector least = FloatVector.broadcast(SPECIES, Float.MIN_NORMAL);
        for (int i = 0; i < n; i += WIDTH) {
            FloatVector a = FloatVector.fromArray(SPECIES, x, i);
            FloatVector b = FloatVector.fromArray(SPECIES, y, i);
            a = a.blend(a.mul(zero), a.abs().compare(VectorOperators.LT, least));
            b = b.blend(b.mul(zero), b.abs().compare(VectorOperators.LT, least));
            FloatVector c = a.mul(b);
            c.blend(c.mul(zero), c.abs().compare(VectorOperators.LT, least)).intoArray(z, i);
        }
    }

    private static void divide(float[] x, float[] y, float[] z, int n) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector least = FloatVector.broadcast(SPECIES, Float.MIN_NORMAL);
        for (int i = 0; i < n; i += WIDTH) {
            FloatVector a = FloatVector.fromArray(SPECIES, x, i);
            FloatVector b = FloatVector.fromArray(SPECIES, y, i);
            a = a.blend(a.mul(zero), a.abs().compare(VectorOperators.LT, least));
            b = b.blend(b.mul(zero), b.abs().compare(VectorOperators.LT, least));
            FloatVector c = a.div(b);
            c.blend(c.mul(zero), c.abs().compare(VectorOperators.LT, least)).intoArray(z, i);
        }
    }

    @Override
    public void product(Sizes sizes, MemorySegment left, long leftFirst, MemorySegment right, long rightFirst,
            MemorySegment result, long resultFirst, Scratch scratch) {
        VectorProduct.run(sizes, left, leftFirst * Float.BYTES, right, rightFirst * Float.BYTES, result,
                resultFirst * Float.BYTES, scratch);
    }

    @Override
    public void convolution(ConvPlan plan, MemorySegment input, MemorySegment kernel, MemorySegment result,
            Scratch scratch) {
        VectorConvolution.run(plan, input, kernel, result, scratch);
    }

    @Override
    public boolean pool(Op op, Runs runs, MemorySegment x, MemorySegment result) {
        VectorPooling.run(op, runs, x, result);
        return true;
    }
}
