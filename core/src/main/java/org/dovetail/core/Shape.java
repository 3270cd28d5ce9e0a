package org.dovetail.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The extents of an array, one per axis.
 *
 * {@snippet file="org/dovetail/core/ShapeTests.java" region="of"}
 *
 * @param extents non-negative numbers, none for a scalar
 */
public record Shape(List<Integer> extents) {
    /**
     * Copies the extents.
     *
     * @throws IllegalArgumentException if an extent is negative, or the number of elements exceeds 2^63
     */
    public Shape {
        for (int extent : extents) {
            if (extent < 0) {
                throw new IllegalArgumentException("shape: an extent is negative: " + extents);
            }
        }
        extents = List.copyOf(extents);
        if (!extents.contains(0)) {
            long size = 1;
            for (int extent : extents) {
                if (Math.multiplyHigh(size, extent) != 0 || size * extent < 0) {
                    throw new IllegalArgumentException("shape: more than 2^63 elements: " + extents);
                }
                size *= extent;
            }
        }
    }

    /**
     * The shape with the given extents.
     *
     * @param extents one number per axis
     * @return the shape
     */
    public static Shape of(int... extents) { return new Shape(Arrays.stream(extents).boxed().toList()); }

    /**
     * The number of axes.
     *
     * @return the rank, 0 for a scalar
     */
    public int rank() { return extents.size(); }

    /**
     * The extent of one axis.
     *
     * @param axis its number; negative ones count from the end, as in NumPy
     * @return the extent
     */
    public int extent(int axis) { return extents.get(axis < 0 ? axis + rank() : axis); }

    /**
     * The number of elements.
     *
     * @return the product of the extents, 1 for a scalar
     */
    public long size() {
        long size = 1;
        for (int extent : extents) {
            size *= extent;
        }
        return size;
    }

    /**
     * The shape without axes of extent 1, as {@code numpy.squeeze}.
     *
     * @return the shape
     */
    public Shape squeezed() { return new Shape(extents.stream().filter(extent -> extent != 1).toList()); }

    /**
     * The shape with its axes in another order, as {@code numpy.transpose}.
     *
     * @param axes for each axis of the result, the axis here
     * @return the shape
     */
    public Shape permuted(List<Integer> axes) { return new Shape(axes.stream().map(extents::get).toList()); }

    /**
     * The shape without its first axis.
     *
     * @return the shape of one element along the first axis
     */
    public Shape withoutFirst() { return new Shape(extents.subList(1, rank())); }

    /**
     * The shape with one more axis in front.
     *
     * @param extent the extent of the new axis
     * @return the shape
     */
    public Shape withFirst(int extent) {
        List<Integer> all = new ArrayList<>(rank() + 1);
        all.add(extent);
        all.addAll(extents);
        return new Shape(all);
    }

    /**
     * The shape with another extent of one axis.
     *
     * @param axis its number from the front
     * @param extent the extent
     * @return the shape
     */
    public Shape with(int axis, int extent) {
        List<Integer> all = new ArrayList<>(extents);
        all.set(axis, extent);
        return new Shape(all);
    }

    /**
     * The shape without some axes.
     *
     * @param axes their numbers from the front
     * @return the shape
     */
    public Shape without(List<Integer> axes) {
        List<Integer> kept = new ArrayList<>(rank());
        for (int axis = 0; axis < rank(); axis++) {
            if (!axes.contains(axis)) {
                kept.add(extents.get(axis));
            }
        }
        return new Shape(kept);
    }

    /**
     * The axes of this shape, then those of another.
     *
     * @param other the other shape
     * @return the shape
     */
    public Shape concat(Shape other) {
        List<Integer> all = new ArrayList<>(extents);
        all.addAll(other.extents);
        return new Shape(all);
    }

    /**
     * The first axes.
     *
     * @param count how many
     * @return the shape
     */
    public Shape leading(int count) { return new Shape(extents.subList(0, count)); }

    /**
     * The last axes.
     *
     * @param count how many
     * @return the shape
     */
    public Shape trailing(int count) { return new Shape(extents.subList(rank() - count, rank())); }

    /**
     * The shape to which both this and another repeat, as {@code numpy.broadcast_shapes}: axes are aligned from the last, and extents are equal or 1.
     *
     * @param other the other shape
     * @return the shape, or empty when there is none
     */
    public Optional<Shape> broadcastWith(Shape other) {
        if (other.rank() > rank()) {
            return other.broadcastWith(this);
        }
        List<Integer> all = new ArrayList<>(extents);
        int added = rank() - other.rank();
        for (int axis = 0; axis < other.rank(); axis++) {
            int mine = all.get(added + axis);
            int theirs = other.extent(axis);
            if (mine != theirs && mine != 1 && theirs != 1) {
                return Optional.empty();
            }
            all.set(added + axis, mine == 1 ? theirs : mine);
        }
        return Optional.of(new Shape(all));
    }

    @Override
    public String toString() {
        return extents.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }
}
