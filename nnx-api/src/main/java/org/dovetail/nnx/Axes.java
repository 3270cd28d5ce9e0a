package org.dovetail.nnx;

import java.util.stream.IntStream;
import org.dovetail.core.Tensor;
import org.jspecify.annotations.Nullable;

/** Axes brought to the front and back; the words of a random key are no axis of it. */
final class Axes {
    private Axes() {}

    /**
     * A value with one axis first.
     *
     * @param caller who asks, for messages
     * @param variable whose value it is; null for a tensor
     * @param value the value
     * @param number the axis; negative ones count from the end
     * @param path where it stands
     */
    static Tensor toFront(String caller, @Nullable Variable variable, Tensor value, int number, String path) {
        return moved(value, checked(caller, variable, value, number, path), 0);
    }

    /**
     * A value whose first axis goes to its place.
     *
     * @param caller who asks, for messages
     * @param variable whose value it is; null for a tensor
     * @param value the value
     * @param number the place; negative ones count from the end
     * @param path where it stands
     */
    static Tensor fromFront(String caller, @Nullable Variable variable, Tensor value, int number, String path) {
        return moved(value, 0, checked(caller, variable, value, number, path));
    }

    private static int checked(String caller, @Nullable Variable variable, Tensor value, int number, String path) {
        int rank = variable instanceof RngKey ? value.rank() - 1 : value.rank();
        if (number >= -rank && number < rank) {
            return number < 0 ? number + rank : number;
        }
        String what = variable == null ? "the tensor " + value.spec() : "the " + variable;
        throw new IllegalArgumentException(
                caller + ": " + what + (path.isEmpty() ? "" : " at " + path) + " has no axis "
                        + number + "; " + (variable instanceof RngState && rank == 0
                                ? "it is a single stream. Write .splitRngs(n) to give each of n lanes a key of its own"
                                : rank == 0 ? "it is a scalar" : "its axes are " + -rank + " to " + (rank - 1)));
    }

    private static Tensor moved(Tensor value, int from, int to) {
        if (from == to) {
            return value;
        }
        int[] order = new int[value.rank()];
        int[] rest = IntStream.range(0, value.rank()).filter(axis -> axis != from).toArray();
        for (int axis = 0, next = 0; axis < order.length; axis++) {
            order[axis] = axis == to ? from : rest[next++];
        }
        return value.transpose(order);
    }
}
