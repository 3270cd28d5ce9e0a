package org.dovetail.core;

import java.util.ArrayList;
import java.util.List;

/** Masks as indices: the numbers of the places where they are true. */
final class Masks {
    private Masks() {}

    /** The indices with integers along each axis in the place of masks, whose values must be known. */
    static List<Index> numbered(TensorSpec x, List<Index> indices) {
        List<Index> numbered = new ArrayList<>();
        int axis = 0;
        for (Index index : indices) {
            if (index instanceof Index.Numbers(Tensor mask) && mask.dtype() == DType.BOOL) {
                numbered.addAll(places(x, mask, axis));
                axis += mask.rank();
            } else {
                numbered.add(index);
                axis += index == Index.Marker.NEW_AXIS ? 0 : 1;
            }
        }
        return List.copyOf(numbered);
    }

    private static List<Index> places(TensorSpec x, Tensor mask, int axis) {
        Shape expected = new Shape(x.shape().extents().subList(axis, axis + mask.rank()));
        if (!mask.shape().equals(expected) || mask.rank() == 0) {
            throw new IllegalArgumentException("at: a mask is expected to have the extents of its axes of " + x + ", "
                    + expected + "; got " + mask.spec());
        }
        return switch (mask) {
            case Array array -> places(array);
            case Tracer tracer -> throw new ConcretizationException("at(...) with a mask", tracer,
                    "It gives as many elements as there are true ones, but shapes do not depend on numbers. "
                            + "Use Tensors.where(mask, x, other), which keeps the shape, or "
                            + "Searching.nonzero(mask, size), which gives so many places");
        };
    }

    private static List<Index> places(Array mask) {
        int rank = mask.rank();
        List<List<Integer>> numbers = new ArrayList<>();
        for (int axis = 0; axis < rank; axis++) {
            numbers.add(new ArrayList<>());
        }
        for (int i = 0; i < mask.size(); i++) {
            if (mask.longAt(i) != 0) {
                int rest = i;
                for (int axis = rank - 1; axis >= 0; axis--) {
                    numbers.get(axis).add(rest % mask.dim(axis));
                    rest /= mask.dim(axis);
                }
            }
        }
        return numbers.stream().map(along -> Index.at(Array.ofInts(Shape.of(along.size()),
                along.stream().mapToInt(Integer::intValue).toArray()))).toList();
    }
}
