package org.dovetail.bridge.rules;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;

/**
 * What fills the blanks of a line that makes a layer: extents of its arrays, and names of arguments where there are none to tell.
 *
 * @param specs dtypes and shapes by role; empty where layers of several shapes share a line
 */
record Blanks(Map<String, TensorSpec> specs) {
    /** An extent, counted from the end where the axis is negative; else the name. */
    String extent(String role, int axis, String name) {
        return shape(role).filter(shape -> axis < shape.rank() && -axis <= shape.rank())
                .map(shape -> String.valueOf(shape.extent(axis))).orElse(name);
    }

    /** The product of the extents of two axes; else the name. */
    String product(String role, int axis, int other, String name) {
        return shape(role).map(shape -> String.valueOf(shape.extent(axis) * shape.extent(other))).orElse(name);
    }

    /** All extents but the last two, as a tuple of Python; else the name. */
    String window(String role, String name) {
        return shape(role).map(shape -> {
            List<Integer> extents = shape.extents().subList(0, shape.rank() - 2);
            return extents.stream().map(String::valueOf).collect(Collectors.joining(", ", "(",
                    extents.size() == 1 ? ",)" : ")"));
        }).orElse(name);
    }

    /** The number of axes; 0 where it is not told. */
    int rank(String role) {
        return shape(role).map(Shape::rank).orElse(0);
    }

    /** An argument for a layer that lacks an array; nothing for one that has it. */
    String without(String role, String argument) {
        return specs.isEmpty() || specs.containsKey(role) ? "" : ", " + argument + "=False";
    }

    /** Whether an array is there, as Python says it; what is not told is there. */
    String has(String role) {
        return lacks(role) ? "False" : "True";
    }

    boolean lacks(String role) { return !specs.isEmpty() && !specs.containsKey(role); }

    private Optional<Shape> shape(String role) { return Optional.ofNullable(specs.get(role)).map(TensorSpec::shape); }
}
