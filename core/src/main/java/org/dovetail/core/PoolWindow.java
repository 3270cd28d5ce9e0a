package org.dovetail.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.dovetail.core.Padding.Edges;

/**
 * A window over some axes of a tensor, and how it slides. An empty list stands for ones.
 *
 * @param shape its extent along each axis
 * @param strides by how many places it moves along each axis
 * @param padding what stands around the elements
 * @param baseDilation how far one element is from the next
 * @param windowDilation how far one element of the window is from the next
 */
public record PoolWindow(List<Integer> shape, List<Integer> strides, Padding padding, List<Integer> baseDilation,
        List<Integer> windowDilation) {
    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if there are not as many strides or dilations as extents, or one is not positive
     */
    public PoolWindow {
        shape = List.copyOf(shape);
        strides = List.copyOf(strides);
        baseDilation = List.copyOf(baseDilation);
        windowDilation = List.copyOf(windowDilation);
        for (List<Integer> numbers : List.of(strides, baseDilation, windowDilation, shape)) {
            boolean fits = numbers.isEmpty() || numbers.size() == shape.size();
            if (!fits || numbers.stream().anyMatch(n -> n < 1)) {
                throw new IllegalArgumentException("pool: a positive extent, stride and dilation for each axis of the"
                        + " window is expected; got extents " + shape + ", strides " + strides + ", dilations "
                        + baseDilation + " and " + windowDilation);
            }
        }
    }

    /**
     * A window that moves by one within the elements.
     *
     * @param shape its extent along each axis
     * @return the window
     */
    public static PoolWindow of(int... shape) {
        return new PoolWindow(Arrays.stream(shape).boxed().toList(), List.of(), Padding.valid(), List.of(), List.of());
    }

    /**
     * The same with other strides.
     *
     * @param others a number for each axis
     * @return the window
     */
    public PoolWindow withStrides(int... others) {
        return new PoolWindow(shape, Arrays.stream(others).boxed().toList(), padding, baseDilation, windowDilation);
    }

    /**
     * The same with other padding.
     *
     * @param other the padding
     * @return the window
     */
    public PoolWindow withPadding(Padding other) {
        return new PoolWindow(shape, strides, other, baseDilation, windowDilation);
    }

    /**
     * The same with elements that stand apart.
     *
     * @param others a number for each axis
     * @return the window
     */
    public PoolWindow withBaseDilation(int... others) {
        return new PoolWindow(shape, strides, padding, Arrays.stream(others).boxed().toList(), windowDilation);
    }

    /**
     * The same with elements of the window that stand apart.
     *
     * @param others a number for each axis
     * @return the window
     */
    public PoolWindow withWindowDilation(int... others) {
        return new PoolWindow(shape, strides, padding, baseDilation, Arrays.stream(others).boxed().toList());
    }

    /** The window over all axes of a tensor: if it is over fewer, the last axis is a feature and others before it are a batch, as in Flax. */
    PoolWindow over(String who, int rank) {
        int before = rank - shape.size() - 1;
        if (before == -1) {
            return this;
        }
        if (before < 0) {
            throw new IllegalArgumentException(
                    who + ": the window " + shape + " has more axes than the operand, " + rank
                            + "; give an extent for each axis, or for all but batch and feature");
        }
        return new PoolWindow(widened(shape, before), widened(strides, before),
                switch (padding) {
                    case Padding.Named named -> named;
                    case Padding.Explicit(List<Edges> axes) -> {
                        List<Edges> wider = new ArrayList<>(Collections.nCopies(before, new Edges(0, 0)));
                        wider.addAll(axes);
                        wider.add(new Edges(0, 0));
                        yield new Padding.Explicit(wider);
                    }
                }, widened(baseDilation, before), widened(windowDilation, before));
    }

    private static List<Integer> widened(List<Integer> numbers, int before) {
        if (numbers.isEmpty()) {
            return numbers;
        }
        List<Integer> wider = new ArrayList<>(Collections.nCopies(before, 1));
        wider.addAll(numbers);
        wider.add(1);
        return wider;
    }
}
