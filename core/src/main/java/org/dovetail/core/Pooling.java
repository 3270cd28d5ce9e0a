package org.dovetail.core;

import java.util.List;
import java.util.stream.IntStream;
import org.dovetail.core.Padding.Edges;
import org.dovetail.core.internal.prim.Ops;
import org.dovetail.core.internal.prim.Sliding;
import org.dovetail.core.internal.prim.Window.Geometry;
import org.dovetail.core.internal.prim.Window.Op;
import org.dovetail.core.internal.prim.Window.ReduceWindow;

/**
 * One element of each window's elements, as {@code jax.lax.reduce_window} and what Flax and Haiku make of it.
 *
 * <p>
 * A window over as many axes as the operand is one of {@code jax.lax.reduce_window} and of Haiku; one over fewer is one of Flax: the operand's last axis is a feature, and
 * what is before the window's axes a batch.
 */
public final class Pooling {
    private Pooling() {}

    /** By what an average divides where a window has padding in it. */
    public enum PadCount {
        /** By the window's size, as {@code count_include_pad=True}. */
        INCLUDED,
        /** By how many elements there are, as {@code count_include_pad=False} and as Haiku. */
        EXCLUDED
    }

    /**
     * The largest element of each window, as {@code flax.nnx.max_pool}, {@code haiku.max_pool} and {@code jax.lax.reduce_window} with {@code jax.lax.max}; padding is
     * smaller than every number. The derivative is that of the first of equal elements.
     *
     * @param x the operand
     * @param window the window
     * @return an element for each place of the window
     * @throws IllegalArgumentException if the window does not fit
     */
    public static Tensor maxPool(Tensor x, PoolWindow window) { return reduce("maxPool", Op.MAX, x, window); }

    /**
     * The smallest element of each window, as {@code flax.nnx.min_pool}; padding is larger than every number. The derivative is that of the first of equal elements.
     *
     * @param x the operand
     * @param window the window
     * @return an element for each place of the window
     * @throws IllegalArgumentException if the window does not fit
     */
    public static Tensor minPool(Tensor x, PoolWindow window) { return reduce("minPool", Op.MIN, x, window); }

    /**
     * The sum of each window's elements, as {@code jax.lax.reduce_window} with {@code jax.lax.add}; padding is 0.
     *
     * @param x numbers
     * @param window the window
     * @return an element for each place of the window
     * @throws IllegalArgumentException if the window does not fit
     */
    public static Tensor sumPool(Tensor x, PoolWindow window) { return reduce("sumPool", Op.SUM, x, window); }

    /**
     * The mean of each window's elements with the padding in it, as {@code flax.nnx.avg_pool}.
     *
     * @param x the operand
     * @param window the window
     * @return an element for each place of the window
     * @throws IllegalArgumentException if the window does not fit
     */
    public static Tensor avgPool(Tensor x, PoolWindow window) { return avgPool(x, window, PadCount.INCLUDED); }

    /**
     * The mean of each window's elements, as {@code flax.nnx.avg_pool} with {@code count_include_pad}, and, without padding in the count, {@code haiku.avg_pool}.
     *
     * @param x the operand
     * @param window the window
     * @param count whether padding counts as elements that are 0
     * @return an element for each place of the window; NaN where there is no element and none is counted
     * @throws IllegalArgumentException if the window does not fit
     */
    public static Tensor avgPool(Tensor x, PoolWindow window, PadCount count) {
        Tensor sum = reduce("avgPool", Op.SUM, x, window);
        return switch (count) {
            case INCLUDED -> sum.div(window.shape().stream().reduce(1, Math::multiplyExact));
            case EXCLUDED -> {
                PoolWindow whole = window.over("avgPool", x.rank());
                Geometry geometry = geometry(whole, x.shape());
                // What does not slide along an axis is counted once for all of it.
                Shape ones = new Shape(IntStream.range(0, x.rank())
                        .mapToObj(axis -> geometry.isStill(axis) ? 1 : x.dim(axis)).toList());
                yield sum.div(reduce("avgPool", Op.SUM, Ops.full(x.dtype(), ones, 1), whole));
            }
        };
    }

    private static Tensor reduce(String who, Op op, Tensor x, PoolWindow window) {
        return new ReduceWindow(op, geometry(window.over(who, x.rank()), x.shape())).of(x);
    }

    private static Geometry geometry(PoolWindow window, Shape shape) {
        int rank = shape.rank();
        List<Integer> strides = ConvOptions.filled(window.strides(), rank);
        List<Integer> base = ConvOptions.filled(window.baseDilation(), rank);
        List<Integer> dilation = ConvOptions.filled(window.windowDilation(), rank);
        List<Integer> wide = IntStream.range(0, rank)
                .mapToObj(i -> Sliding.dilated(window.shape().get(i), dilation.get(i))).toList();
        List<Edges> edges = window.padding().resolve(shape.extents(), wide, strides);
        return new Geometry(window.shape(), IntStream.range(0, rank).mapToObj(i -> new Sliding(strides.get(i),
                edges.get(i).low(), edges.get(i).high(), base.get(i), dilation.get(i))).toList());
    }
}
