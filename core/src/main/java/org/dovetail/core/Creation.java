package org.dovetail.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.dovetail.core.DType.Kind;
import org.dovetail.core.internal.prim.Ops;

/** Tensors made of few numbers: ranges, grids, and such as are like another. */
public final class Creation {
    /** Whether a range reaches its end: the argument {@code endpoint} in numpy. */
    public enum Endpoint {
        /** The end is the last element. */
        INCLUDED,
        /** The end would be the next element. */
        EXCLUDED
    }

    /** Along which axes a grid's coordinates run: the argument {@code indexing} in numpy. */
    public enum Indexing {
        /** The first coordinates along the second axis, the second along the first, as points of a picture. */
        XY,
        /** Each along the axis of its number, as elements of a matrix. */
        IJ
    }

    private Creation() {}

    /**
     * Numbers from a start on up to before a stop, one apart, as {@code jnp.arange(start, stop)}.
     *
     * @param start the first
     * @param stop where to stop before
     * @return a vector, float32 if one of them is a {@code double} or {@code float}, else int32
     */
    public static Tensor arange(Number start, Number stop) { return arange(dtype(start, stop), start, stop, 1); }

    /**
     * Numbers from a start on up to before a stop, {@code start + i step}, as {@code jnp.arange(start, stop, step)}.
     *
     * @param start the first
     * @param stop where to stop before
     * @param step how far to go, backwards where negative
     * @return a vector, float32 if one of them is a {@code double} or {@code float}, else int32
     * @throws IllegalArgumentException if the step is 0
     */
    public static Tensor arange(Number start, Number stop, Number step) {
        return arange(dtype(start, stop, step), start, stop, step);
    }

    private static DType dtype(Number... numbers) {
        return Stream.of(numbers).anyMatch(number -> number instanceof Double || number instanceof Float)
                ? DType.FLOAT32
                : DType.INT32;
    }

    /**
     * Numbers from a start on up to before a stop, as {@code jnp.arange(start, stop, step, dtype)}.
     *
     * @param dtype the dtype
     * @param start the first
     * @param stop where to stop before
     * @param step how far to go, backwards where negative
     * @return a vector; 16-bit floats are computed as float32
     * @throws IllegalArgumentException if the step is 0
     */
    public static Tensor arange(DType dtype, Number start, Number stop, Number step) {
        if (step.doubleValue() == 0) {
            throw new IllegalArgumentException("arange: a step other than 0 is expected; got 0");
        }
        double count = Math.ceil((stop.doubleValue() - start.doubleValue()) / step.doubleValue());
        DType wide = dtype.kind() == Kind.FLOAT && dtype.bytes() < 4 ? DType.FLOAT32 : dtype;
        Tensor numbers = Ops.iota(TensorSpec.of(wide, Math.toIntExact((long) Math.max(0, count))), 0);
        Tensor steps = step.doubleValue() == 1 ? numbers : Ops.constant(wide, step).mul(numbers);
        return (start.doubleValue() == 0 ? steps : Ops.constant(wide, start).add(steps)).cast(dtype);
    }

    /**
     * Numbers at equal distances, the end among them, as {@code jnp.linspace}.
     *
     * @param start the first
     * @param stop the last
     * @param count how many
     * @return a float32 vector
     * @throws IllegalArgumentException if the count is negative
     */
    public static Tensor linspace(Number start, Number stop, int count) {
        return linspace(start, stop, count, Endpoint.INCLUDED);
    }

    /**
     * Numbers at equal distances, as {@code jnp.linspace(start, stop, num, endpoint)}.
     *
     * @param start the first
     * @param stop the end
     * @param count how many
     * @param endpoint whether the end is among them
     * @return a float32 vector
     * @throws IllegalArgumentException if the count is negative
     */
    public static Tensor linspace(Number start, Number stop, int count, Endpoint endpoint) {
        return linspace(Tensors.scalar(start.doubleValue()), Tensors.scalar(stop.doubleValue()), count, endpoint);
    }

    /**
     * Numbers at equal distances {@code start (1 - t) + stop t}, as {@code jnp.linspace} of arrays.
     *
     * @param start the first ones
     * @param stop the ends
     * @param count how many
     * @param endpoint whether the ends are among them
     * @return floats along a new first axis; dtypes are promoted and shapes broadcast
     * @throws IllegalArgumentException if the count is negative
     */
    public static Tensor linspace(Tensor start, Tensor stop, int count, Endpoint endpoint) {
        if (count < 0) {
            throw new IllegalArgumentException("linspace: a count of at least 0 is expected; got " + count);
        }
        DType dtype = Ops.fraction(start, stop);
        List<Tensor> ends = Rearranging.broadcastArrays(start.cast(dtype), stop.cast(dtype));
        Tensor first = ends.get(0).expandDims(0);
        Tensor last = ends.get(1).expandDims(0);
        if (count < 2) {
            return count == 1 ? first : Tensors.zeros(dtype, first.shape().with(0, 0));
        }
        int steps = endpoint == Endpoint.INCLUDED ? count - 1 : count;
        Tensor numbers = Ops.iota(TensorSpec.of(dtype, steps), 0).div(steps);
        Tensor part = numbers.reshape(numbers.shape().concat(new Shape(Collections.nCopies(first.rank() - 1, 1))));
        Tensor inner = first.mul(part.neg().add(1)).add(last.mul(part));
        return endpoint == Endpoint.INCLUDED ? Tensors.concatenate(0, inner, last) : inner;
    }

    /**
     * Powers of 10 whose exponents are at equal distances, as {@code jnp.logspace}.
     *
     * @param start the first exponent
     * @param stop the last exponent
     * @param count how many
     * @return a float32 vector
     * @throws IllegalArgumentException if the count is negative
     */
    public static Tensor logspace(Number start, Number stop, int count) {
        return Tensors.scalar(10d).pow(linspace(start, stop, count));
    }

    /**
     * As many elements, all the same, as {@code jnp.full_like}.
     *
     * @param x the tensor whose dtype and shape it has
     * @param value the element
     * @return the new tensor
     */
    public static Tensor fullLike(Tensor x, Number value) {
        return Ops.constant(x.dtype(), value).broadcastTo(x.shape());
    }

    /**
     * As many zeros, as {@code jnp.zeros_like}.
     *
     * @param x the tensor whose dtype and shape they have
     * @return the new tensor
     */
    public static Tensor zerosLike(Tensor x) { return Tensors.zeros(x.dtype(), x.shape()); }

    /**
     * As many ones, as {@code jnp.ones_like}.
     *
     * @param x the tensor whose dtype and shape they have
     * @return the new tensor
     */
    public static Tensor onesLike(Tensor x) { return Tensors.ones(x.dtype(), x.shape()); }

    /**
     * The coordinates of all points of a grid, as {@code jnp.meshgrid}: the first along the second axis.
     *
     * @param axes vectors, the coordinates along each axis
     * @return a tensor for each vector, all of one shape
     * @throws IllegalArgumentException if one is no vector
     */
    public static List<Tensor> meshgrid(Tensor... axes) { return meshgrid(Indexing.XY, axes); }

    /**
     * The coordinates of all points of a grid, as {@code jnp.meshgrid(..., indexing=indexing)}.
     *
     * @param indexing along which axes they run
     * @param axes vectors, the coordinates along each axis
     * @return a tensor for each vector, all of one shape
     * @throws IllegalArgumentException if one is no vector
     */
    public static List<Tensor> meshgrid(Indexing indexing, Tensor... axes) {
        int[] places = new int[axes.length];
        int[] extents = new int[axes.length];
        for (int i = 0; i < axes.length; i++) {
            if (axes[i].rank() != 1) {
                throw new IllegalArgumentException("meshgrid: vectors are expected; got " + axes[i].spec());
            }
            boolean isSwapped = indexing == Indexing.XY && axes.length > 1 && i < 2;
            places[i] = isSwapped ? 1 - i : i;
            extents[places[i]] = axes[i].dim(0);
        }
        List<Tensor> grid = new ArrayList<>();
        for (int i = 0; i < axes.length; i++) {
            int[] aligned = new int[axes.length];
            Arrays.fill(aligned, 1);
            aligned[places[i]] = axes[i].dim(0);
            grid.add(axes[i].reshape(Shape.of(aligned)).broadcastTo(Shape.of(extents)));
        }
        return List.copyOf(grid);
    }
}
