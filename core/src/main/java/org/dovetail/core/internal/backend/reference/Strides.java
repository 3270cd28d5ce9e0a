package org.dovetail.core.internal.backend.reference;

import java.util.List;
import org.dovetail.core.Shape;

/**
 * A way through the elements of an array.
 *
 * @param start the number of the first element
 * @param steps for each axis of the way, by how many elements a step along it moves
 */
record Strides(long start, List<Long> steps) {
    Strides {
        steps = List.copyOf(steps);
    }

    /** Through all elements, in C order. */
    static Strides of(Shape shape) {
        Long[] steps = new Long[shape.rank()];
        long step = 1;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            steps[axis] = step;
            step *= shape.extent(axis);
        }
        return new Strides(0, List.of(steps));
    }

    /** The steps along some axes. */
    Strides along(List<Integer> axes) {
        return new Strides(0, axes.stream().map(steps::get).toList());
    }

    /** The number of the element at a place, which is given by its number in C order in the shape of the way. */
    long at(Shape shape, long place) {
        long element = start;
        long rest = place;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            element += rest % shape.extent(axis) * steps.get(axis);
            rest /= shape.extent(axis);
        }
        return element;
    }
}
