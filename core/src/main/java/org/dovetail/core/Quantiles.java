package org.dovetail.core;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.dovetail.core.internal.prim.Ops;

/** Elements by their place in order, as {@code jax.numpy} has them. All elements along the axes count. */
public final class Quantiles {
    /** What is taken where a place lies between two elements: the argument {@code method} in numpy. */
    public enum Method {
        /** Both, by their distances. */
        LINEAR,
        /** The smaller one. */
        LOWER,
        /** The larger one. */
        HIGHER,
        /** Their mean. */
        MIDPOINT,
        /** The nearer one, in the middle the smaller one. */
        NEAREST
    }

    private Quantiles() {}

    /**
     * The element below which a part of all lies, as {@code jnp.quantile}.
     *
     * @param x the operand
     * @param part the part, from 0 to 1
     * @param along the axes
     * @return floats; NaN where there is one
     * @throws IllegalArgumentException if there are no such axes, or they have no elements
     */
    public static Tensor quantile(Tensor x, Number part, Along along) {
        return quantile(x, part, along, Method.LINEAR);
    }

    /**
     * The element below which a part of all lies, as {@code jnp.quantile(x, part, axis, method)}.
     *
     * @param x the operand
     * @param part the part, from 0 to 1
     * @param along the axes
     * @param method what is taken between two elements
     * @return floats; NaN where there is one
     * @throws IllegalArgumentException if there are no such axes, or they have no elements
     */
    public static Tensor quantile(Tensor x, Number part, Along along, Method method) {
        List<Tensor> one = quantiles("quantile", x, List.of(part), along, method);
        return one.getFirst();
    }

    /**
     * Several quantiles, as {@code jnp.quantile(x, jnp.array(parts), axis)}.
     *
     * @param x the operand
     * @param parts the parts, from 0 to 1
     * @param along the axes
     * @return floats, with a new first axis of the parts; NaN where there is one
     * @throws IllegalArgumentException if there are no such axes, or they have no elements
     */
    public static Tensor quantile(Tensor x, List<? extends Number> parts, Along along) {
        return Tensors.stack(0, quantiles("quantile", x, parts, along, Method.LINEAR).toArray(Tensor[]::new));
    }

    /**
     * The element below which so many of a hundred lie, as {@code jnp.percentile}.
     *
     * @param x the operand
     * @param percent how many, from 0 to 100
     * @param along the axes
     * @return floats; NaN where there is one
     * @throws IllegalArgumentException if there are no such axes, or they have no elements
     */
    public static Tensor percentile(Tensor x, Number percent, Along along) {
        return quantile(x, percent.floatValue() / 100f, along);
    }

    /**
     * The element in the middle, of two their mean, as {@code jnp.median}.
     *
     * @param x the operand
     * @param along the axes
     * @return floats; NaN where there is one
     * @throws IllegalArgumentException if there are no such axes, or they have no elements
     */
    public static Tensor median(Tensor x, Along along) { return quantile(x, 0.5, along, Method.MIDPOINT); }

    private static List<Tensor> quantiles(String who, Tensor x, List<? extends Number> parts, Along along,
            Method method) {
        int[] axes = along.of(who, x);
        if (along.counted().isPresent() || along.count(who, x) == 0) {
            throw new IllegalArgumentException(who + ": elements of " + x.spec()
                    + " that all count are expected, at least one; got " + along);
        }
        Tensor number = Ops.floats(x);
        int kept = x.rank() - axes.length;
        Tensor last = Rearranging.moveAxis(number, axes, IntStream.range(kept, x.rank()).toArray());
        Tensor rows = last.reshape(last.shape().leading(kept).concat(Shape.of((int) along.count(who, x))));
        Tensor sorted = Sequences.sort(
                Tensors.where(Tensors.isNaN(rows).any(-1).expandDims(-1), Double.NaN, rows), -1);
        List<Tensor> found = new ArrayList<>();
        for (Number part : parts) {
            found.add(along.finished(who, x, between(sorted, part, method)));
        }
        return found;
    }

    /** The place is computed as float32, as JAX computes it. */
    private static Tensor between(Tensor sorted, Number part, Method method) {
        int most = sorted.dim(-1) - 1;
        boolean isDouble = sorted.dtype() == DType.FLOAT64;
        double place = isDouble ? part.doubleValue() * most : part.floatValue() * most;
        int low = (int) Math.clamp(Math.floor(place), 0, most);
        int high = (int) Math.clamp(Math.ceil(place), 0, most);
        double highWeight = isDouble ? place - Math.floor(place) : (float) (place - Math.floor(place));
        double lowWeight = isDouble ? 1 - highWeight : (float) (1 - highWeight);
        Tensor lower = element(sorted, low);
        Tensor higher = element(sorted, high);
        return switch (method) {
            case LINEAR -> {
                DType wide = isDouble ? DType.FLOAT64 : DType.FLOAT32;
                yield lower.cast(wide).mul(lowWeight).add(higher.cast(wide).mul(highWeight)).cast(sorted.dtype());
            }
            case LOWER -> lower;
            case HIGHER -> higher;
            case MIDPOINT -> lower.add(higher).mul(0.5);
            case NEAREST -> highWeight <= 0.5 ? lower : higher;
        };
    }

    private static Tensor element(Tensor sorted, int place) { return sorted.slice(-1, place, place + 1).squeeze(-1); }
}
