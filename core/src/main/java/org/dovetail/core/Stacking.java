package org.dovetail.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dovetail.core.internal.prim.Ops;

/** Tensors put together, taken apart, and repeated, as {@code jax.numpy} does it. */
public final class Stacking {
    private Stacking() {}

    /**
     * Tensors one beside the other, as {@code jnp.hstack}: along the second axis, vectors and scalars along the first.
     *
     * @param tensors the tensors, at least one
     * @return the whole
     * @throws IllegalArgumentException if they differ in more than that axis
     */
    public static Tensor hstack(Tensor... tensors) {
        Tensor[] parts = Stream.of(tensors).map(Rearranging::atLeast1d).toArray(Tensor[]::new);
        return Tensors.concatenate(parts.length > 0 && parts[0].rank() == 1 ? 0 : 1, parts);
    }

    /**
     * Tensors one below the other, as {@code jnp.vstack}: along the first axis, vectors and scalars as rows.
     *
     * @param tensors the tensors, at least one
     * @return the whole
     * @throws IllegalArgumentException if they differ in more than that axis
     */
    public static Tensor vstack(Tensor... tensors) {
        return Tensors.concatenate(0, Stream.of(tensors).map(Rearranging::atLeast2d).toArray(Tensor[]::new));
    }

    /**
     * The elements along an axis one by one, as {@code jnp.unstack}.
     *
     * @param x the tensor
     * @param axis the axis
     * @return the elements, without that axis
     * @throws IllegalArgumentException if there is no such axis
     */
    public static List<Tensor> unstack(Tensor x, int axis) {
        int along = Ops.axis("unstack", x.spec(), axis);
        return split(x, x.dim(along), along).stream().map(part -> part.squeeze(along)).toList();
    }

    /**
     * Equal parts along an axis, as {@code jnp.split(x, sections, axis)}.
     *
     * @param x the tensor
     * @param sections how many parts
     * @param axis the axis
     * @return the parts
     * @throws IllegalArgumentException if the axis does not part into so many
     */
    public static List<Tensor> split(Tensor x, int sections, int axis) {
        int extent = x.dim(axis);
        if (sections < 0 || sections == 0 && extent > 0 || sections > 0 && extent % sections != 0) {
            throw new IllegalArgumentException("split: axis " + axis + " of " + x.spec() + " does not part into "
                    + sections + " equal sections; for unequal ones use arraySplit");
        }
        return arraySplit(x, sections, axis);
    }

    /**
     * Parts along an axis, cut before some of its elements, as {@code jnp.split(x, indices, axis)}.
     *
     * @param x the tensor
     * @param indices where to cut, in order; negative ones count from the end
     * @param axis the axis
     * @return the parts, one more than there are cuts
     * @throws IllegalArgumentException if they are not in order
     */
    public static List<Tensor> split(Tensor x, int[] indices, int axis) {
        int along = Ops.axis("split", x.spec(), axis);
        int extent = x.dim(along);
        List<Tensor> parts = new ArrayList<>();
        int start = 0;
        for (int index : indices) {
            int stop = Math.min(extent, index < 0 ? index + extent : index);
            if (stop < start) {
                throw new IllegalArgumentException("split: cuts in order along axis " + axis + " of " + x.spec()
                        + " are expected; got " + Arrays.toString(indices));
            }
            parts.add(x.slice(along, start, stop));
            start = stop;
        }
        parts.add(x.slice(along, start, extent));
        return List.copyOf(parts);
    }

    /**
     * Nearly equal parts along an axis, the first ones one longer, as {@code jnp.array_split(x, sections, axis)}.
     *
     * @param x the tensor
     * @param sections how many parts
     * @param axis the axis
     * @return the parts
     * @throws IllegalArgumentException if there is no such axis
     */
    public static List<Tensor> arraySplit(Tensor x, int sections, int axis) {
        int along = Ops.axis("arraySplit", x.spec(), axis);
        if (sections == 0) {
            return List.of();
        }
        int size = x.dim(along) / sections;
        int longer = x.dim(along) % sections;
        return IntStream.range(0, sections).mapToObj(i -> x.slice(along, i * size + Math.min(i, longer),
                (i + 1) * size + Math.min(i + 1, longer))).toList();
    }

    /**
     * Equal parts along the second axis, of a vector along the first, as {@code jnp.hsplit}.
     *
     * @param x the tensor
     * @param sections how many parts
     * @return the parts
     * @throws IllegalArgumentException if the axis does not part into so many
     */
    public static List<Tensor> hsplit(Tensor x, int sections) { return split(x, sections, x.rank() == 1 ? 0 : 1); }

    /**
     * Equal parts along the first axis, as {@code jnp.vsplit}.
     *
     * @param x the tensor
     * @param sections how many parts
     * @return the parts
     * @throws IllegalArgumentException if the axis does not part into so many
     */
    public static List<Tensor> vsplit(Tensor x, int sections) { return split(x, sections, 0); }

    /**
     * The whole tensor so many times along each axis, as {@code jnp.tile}.
     *
     * @param x the tensor
     * @param times how often along the last axes; more than it has axes give new ones in front
     * @return the repeated tensor
     */
    public static Tensor tile(Tensor x, int... times) {
        int rank = Math.max(x.rank(), times.length);
        List<Integer> single = new ArrayList<>();
        List<Integer> repeated = new ArrayList<>();
        List<Integer> joined = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            int extent = i < rank - x.rank() ? 1 : x.dim(i - (rank - x.rank()));
            int count = i < rank - times.length ? 1 : times[i - (rank - times.length)];
            single.addAll(List.of(1, extent));
            repeated.addAll(List.of(count, extent));
            joined.add(count * extent);
        }
        return x.reshape(new Shape(single)).broadcastTo(new Shape(repeated)).reshape(new Shape(joined));
    }

    /**
     * Each element so many times along an axis, as {@code jnp.repeat(x, times, axis)}.
     *
     * @param x the tensor
     * @param times how often
     * @param axis the axis
     * @return the repeated tensor
     * @throws IllegalArgumentException if there is no such axis
     */
    public static Tensor repeat(Tensor x, int times, int axis) {
        int along = Ops.axis("repeat", x.spec(), axis);
        Shape behind = x.shape().trailing(x.rank() - along - 1);
        Shape head = x.shape().leading(along + 1);
        return x.reshape(head.concat(Shape.of(1)).concat(behind))
                .broadcastTo(head.concat(Shape.of(times)).concat(behind))
                .reshape(x.shape().with(along, x.dim(along) * times));
    }

    /**
     * Each element its own number of times along an axis, as {@code jnp.repeat(x, times, axis)} with an array.
     *
     * @param x the tensor
     * @param times how often each, as many as the axis has elements
     * @param axis the axis
     * @return the repeated tensor
     * @throws IllegalArgumentException if there are not so many, or one is negative
     */
    public static Tensor repeat(Tensor x, int[] times, int axis) {
        int along = Ops.axis("repeat", x.spec(), axis);
        if (times.length != x.dim(along) || IntStream.of(times).anyMatch(count -> count < 0)) {
            throw new IllegalArgumentException("repeat: a count for each element along axis " + axis + " of " + x.spec()
                    + " is expected; got " + Arrays.toString(times));
        }
        int[] places = IntStream.range(0, times.length)
                .flatMap(i -> Collections.nCopies(times[i], i).stream().mapToInt(Integer::intValue)).toArray();
        return Tensors.take(x, Array.ofInts(Shape.of(places.length), places), along);
    }

    /**
     * Each element so many times, with a total that is known, as {@code jnp.repeat(x, times, axis, total_repeat_length=total)}.
     *
     * @param x the tensor
     * @param times how often each, integers, as many as the axis has elements
     * @param axis the axis
     * @param total how many elements there are in all: what is more is left out, for what is missing the last one is taken
     * @return the repeated tensor
     * @throws IllegalArgumentException if the counts are no vector of so many
     */
    public static Tensor repeat(Tensor x, Tensor times, int axis, int total) {
        int along = Ops.axis("repeat", x.spec(), axis);
        if (times.rank() != 1 || times.dim(0) != x.dim(along)) {
            throw new IllegalArgumentException("repeat: a count for each element along axis " + axis + " of " + x.spec()
                    + " is expected; got " + times.spec());
        }
        Tensor ends = Sequences.cumsum(times.cast(DType.INT32), 0);
        Tensor places = Tensors.arange(total).expandDims(1).ge(ends).cast(DType.INT32).sum(1);
        return Tensors.take(x, places.minimum(x.dim(along) - 1), along);
    }
}
