package org.dovetail.core.internal.backend.compiled;

import java.util.ArrayList;
import java.util.List;
import org.dovetail.core.Shape;

/** Axes with the steps, in elements, that one element along each makes in two memories. */
final class Axes {
    /**
     * An axis.
     *
     * @param extent its length
     * @param from the step in the one memory
     * @param to the step in the other
     */
    record Axis(long extent, long from, long to) {
        private boolean continues(Axis inner) {
            return from == inner.from * inner.extent && to == inner.to * inner.extent;
        }
    }

    private Axes() {}

    /** The steps of C order. */
    static long[] contiguous(Shape shape) {
        long[] steps = new long[shape.rank()];
        long step = 1;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            steps[axis] = step;
            step *= shape.extent(axis);
        }
        return steps;
    }

    /** The axes without those of extent 1, and with neighbours that are one run in both memories made one. */
    static List<Axis> merged(List<Axis> axes) {
        List<Axis> merged = new ArrayList<>();
        for (Axis axis : axes) {
            if (axis.extent == 1) {
                continue;
            }
            if (!merged.isEmpty() && merged.getLast().continues(axis)) {
                merged.add(new Axis(merged.removeLast().extent * axis.extent, axis.from, axis.to));
            } else {
                merged.add(axis);
            }
        }
        return merged;
    }

    /** How often the axes together step. */
    static long count(List<Axis> axes) {
        long count = 1;
        for (Axis axis : axes) {
            count *= axis.extent;
        }
        return count;
    }

    /** Extents, then steps in the one memory, then in the other, as arrays, which loops read fast. */
    static long[][] columns(List<Axis> axes) {
        return new long[][]{axes.stream().mapToLong(Axis::extent).toArray(),
                axes.stream().mapToLong(Axis::from).toArray(),
                axes.stream().mapToLong(Axis::to).toArray()};
    }

    /** Where the element of a number in C order is. */
    static long offset(long number, long[] extents, long[] steps) {
        long offset = 0;
        long rest = number;
        for (int axis = extents.length - 1; axis > 0 && rest != 0; axis--) {
            offset += rest % extents[axis] * steps[axis];
            rest /= extents[axis];
        }
        return extents.length == 0 ? 0 : offset + rest * steps[0];
    }
}
