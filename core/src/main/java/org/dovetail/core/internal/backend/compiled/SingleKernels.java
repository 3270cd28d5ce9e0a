package org.dovetail.core.internal.backend.compiled;

import java.lang.foreign.MemorySegment;
import org.dovetail.core.DType;
import org.dovetail.core.internal.backend.compiled.Products.Sizes;
import org.dovetail.core.internal.backend.compiled.Windows.Runs;
import org.dovetail.core.internal.prim.Elementwise.Binary;
import org.dovetail.core.internal.prim.Elementwise.Unary;
import org.dovetail.core.internal.prim.Window.Op;

/** The float32 kernels of which there are a plain kind and one on the Vector API; both give the same bits, but for the order of sums. */
interface SingleKernels {
    void unary(Unary op, float[] x, float[] y, int n);

    void binary(Binary op, float[] x, float[] y, float[] z, int n);

    /** One product; the result is at an element of its memory, as each operand is. */
    void product(Sizes sizes, MemorySegment left, long leftFirst, MemorySegment right, long rightFirst,
            MemorySegment result, long resultFirst, Scratch scratch);

    /** A convolution. */
    void convolution(ConvPlan plan, MemorySegment input, MemorySegment kernel, MemorySegment result, Scratch scratch);

    /** Folds windows, if there is more than the plain way to do so; false if nothing has been done. */
    boolean pool(Op op, Runs runs, MemorySegment x, MemorySegment result);

    /** Those that need no module. */
    record Plain() implements SingleKernels {
        @Override
        public void unary(Unary op, float[] x, float[] y, int n) { Singles.unary(op, x, y, n); }

        @Override
        public void binary(Binary op, float[] x, float[] y, float[] z, int n) { Singles.binary(op, x, y, z, n); }

        @Override
        public void product(Sizes sizes, MemorySegment left, long leftFirst, MemorySegment right, long rightFirst,
                MemorySegment result, long resultFirst, Scratch scratch) {
            PlainProducts.floats(DType.FLOAT32, sizes, left, leftFirst, right, rightFirst, result, resultFirst,
                    scratch);
        }

        @Override
        public void convolution(ConvPlan plan, MemorySegment input, MemorySegment kernel, MemorySegment result,
                Scratch scratch) {
            PlainConvolution.run(plan, DType.FLOAT32, input, kernel, result, scratch);
        }

        @Override
        public boolean pool(Op op, Runs runs, MemorySegment x, MemorySegment result) { return false; }
    }

    /** The fastest kind that this Java machine was started with. */
    static SingleKernels fastest() {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
            return new VectorKernels();
        }
        System.getLogger("org.dovetail.jit").log(System.Logger.Level.INFO,
                "jitted functions run several times slower than they could: start Java with --add-modules jdk.incubator.vector");
        return new Plain();
    }
}
