package org.dovetail.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dovetail.core.internal.prim.Ops;

/** Functions that put the elements or the axes of a tensor in another place, as {@code jax.numpy} has them. */
public final class Rearranging {
    private Rearranging() {}

    /**
     * The elements in C order as a vector, as {@code jnp.ravel}.
     *
     * @param x the tensor
     * @return a vector
     */
    public static Tensor ravel(Tensor x) { return x.reshape(Shape.of(Math.toIntExact(x.size()))); }

    /**
     * One axis at another place, the others in order, as {@code jnp.moveaxis}.
     *
     * @param x the tensor
     * @param source the axis
     * @param destination where it stands in the result
     * @return the transposed tensor
     * @throws IllegalArgumentException if there is no such axis
     */
    public static Tensor moveAxis(Tensor x, int source, int destination) {
        return moveAxis(x, new int[]{source}, new int[]{destination});
    }

    /**
     * Axes at other places, the others in order, as {@code jnp.moveaxis} with tuples.
     *
     * @param x the tensor
     * @param sources the axes
     * @param destinations where each stands in the result
     * @return the transposed tensor
     * @throws IllegalArgumentException if there are no such axes, or one is named twice
     */
    public static Tensor moveAxis(Tensor x, int[] sources, int[] destinations) {
        List<Integer> from = distinct(x, sources);
        List<Integer> to = distinct(x, destinations);
        if (from.size() != to.size()) {
            throw new IllegalArgumentException("moveAxis: as many sources as destinations are expected; got "
                    + Arrays.toString(sources) + " and " + Arrays.toString(destinations));
        }
        List<Integer> order = new ArrayList<>(IntStream.range(0, x.rank()).boxed().toList());
        order.removeAll(from);
        IntStream.range(0, to.size()).boxed().sorted((i, j) -> to.get(i) - to.get(j))
                .forEach(i -> order.add(to.get(i), from.get(i)));
        return Ops.transpose(x, order);
    }

    private static List<Integer> distinct(Tensor x, int... axes) {
        List<Integer> counted = IntStream.of(axes).mapToObj(axis -> Ops.axis("moveAxis", x.spec(), axis)).toList();
        if (counted.stream().distinct().count() < counted.size()) {
            throw new IllegalArgumentException(
                    "moveAxis: distinct axes of " + x.spec() + " are expected; got " + Arrays.toString(axes));
        }
        return counted;
    }

    /**
     * New axes of extent 1, as {@code jnp.expand_dims(x, axes)}.
     *
     * @param x the tensor
     * @param axes where they stand in the result
     * @return the reshaped tensor
     * @throws IllegalArgumentException if they can not stand there
     */
    public static Tensor expandDims(Tensor x, int... axes) {
        int rank = x.rank() + axes.length;
        int[] places = IntStream.of(axes).map(axis -> axis < 0 ? axis + rank : axis).sorted().toArray();
        if (IntStream.of(places).anyMatch(axis -> axis < 0 || axis >= rank)
                || IntStream.of(places).distinct().count() < places.length) {
            throw new IllegalArgumentException("expandDims: distinct new axes of " + x.spec() + " between " + -rank
                    + " and " + (rank - 1) + " are expected; got " + Arrays.toString(axes));
        }
        List<Integer> extents = new ArrayList<>(x.shape().extents());
        IntStream.of(places).forEach(place -> extents.add(place, 1));
        return x.reshape(new Shape(extents));
    }

    /**
     * Tensors repeated to the shape that they have in common, as {@code jnp.broadcast_arrays}.
     *
     * @param tensors the tensors
     * @return the repeated tensors
     * @throws IllegalArgumentException if they have none
     */
    public static List<Tensor> broadcastArrays(Tensor... tensors) {
        Shape common = broadcastShapes(Stream.of(tensors).map(Tensor::shape).toArray(Shape[]::new));
        return Stream.of(tensors).map(tensor -> tensor.broadcastTo(common)).toList();
    }

    /**
     * The shape that shapes have in common, as {@code jnp.broadcast_shapes}.
     *
     * @param shapes the shapes
     * @return the shape to which all of them are repeated
     * @throws IllegalArgumentException if they have none
     */
    public static Shape broadcastShapes(Shape... shapes) {
        Shape common = Shape.of();
        for (Shape shape : shapes) {
            common = common.broadcastWith(shape).orElseThrow(() -> new IllegalArgumentException(
                    "broadcast: shapes that broadcast to one are expected; got " + List.of(shapes)));
        }
        return common;
    }

    /**
     * The elements in C order moved on, those behind the last one to the front, as {@code jnp.roll(x, shift)}.
     *
     * @param x the tensor
     * @param shift by how many places; back where negative
     * @return the tensor of the same shape
     */
    public static Tensor roll(Tensor x, int shift) { return roll(ravel(x), shift, 0).reshape(x.shape()); }

    /**
     * The elements moved on along axes, those behind the last one to the front, as {@code jnp.roll(x, shift, axes)}.
     *
     * @param x the tensor
     * @param shift by how many places along each; back where negative
     * @param axes the axes, at least one
     * @return the tensor of the same shape
     * @throws IllegalArgumentException if there is no such axis
     */
    public static Tensor roll(Tensor x, int shift, int... axes) {
        Tensor rolled = x;
        for (int axis : axes) {
            int along = Ops.axis("roll", x.spec(), axis);
            int extent = x.dim(along);
            int start = extent == 0 ? 0 : Math.floorMod(-shift, extent);
            rolled = start == 0
                    ? rolled
                    : Tensors.concatenate(along, rolled.slice(along, start, extent), rolled.slice(along, 0, start));
        }
        return rolled;
    }

    /**
     * The elements moved on along an axis by a number that is a tensor, as {@code jnp.roll(x, shift, axis)}.
     *
     * @param x the tensor
     * @param shift by how many places, an integer scalar; back where negative
     * @param axis the axis
     * @return the tensor of the same shape
     * @throws IllegalArgumentException if there is no such axis
     */
    public static Tensor roll(Tensor x, Tensor shift, int axis) {
        int along = Ops.axis("roll", x.spec(), axis);
        int extent = x.dim(along);
        if (extent == 0) {
            return x;
        }
        Tensor start = Pointwise.mod(shift.cast(DType.INT32).neg(), extent);
        return Slicing.dynamicSliceInDim(Tensors.concatenate(along, x, x), start, extent, along);
    }

    /**
     * Matrices along the first two axes turned by right angles, as {@code jnp.rot90(x, k)}.
     *
     * @param x the matrices
     * @param turns how often; from the first axis towards the second
     * @return the turned matrices
     * @throws IllegalArgumentException if x has less than two axes
     */
    public static Tensor rot90(Tensor x, int turns) {
        if (x.rank() < 2) {
            throw new IllegalArgumentException("rot90: at least two axes are expected; got " + x.spec());
        }
        return switch (Math.floorMod(turns, 4)) {
            case 0 -> x;
            case 1 -> x.flip(1).swapAxes(0, 1);
            case 2 -> x.flip(0, 1);
            default -> x.swapAxes(0, 1).flip(1);
        };
    }

    /**
     * The tensor with at least one axis, as {@code jnp.atleast_1d}.
     *
     * @param x the tensor
     * @return a vector of a scalar; else the tensor
     */
    public static Tensor atLeast1d(Tensor x) { return x.rank() == 0 ? x.reshape(1) : x; }

    /**
     * The tensor with at least two axes, as {@code jnp.atleast_2d}.
     *
     * @param x the tensor
     * @return a matrix of one row of a vector or scalar; else the tensor
     */
    public static Tensor atLeast2d(Tensor x) { return x.rank() < 2 ? atLeast1d(x).expandDims(0) : x; }
}
