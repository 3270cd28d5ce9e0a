package org.dovetail.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

    @Override
    public String toString() {
        return extents.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }
}
