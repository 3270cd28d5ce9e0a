package org.dovetail.bridge.rules;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;

/** Dtypes and shapes of a layer, as rules look at them. */
final class Specs {
    private Specs() {}

    static Map<String, Shape> shapes(Map<String, TensorSpec> specs) {
        return specs.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().shape()));
    }

    /** The shape of an array of two axes; empty when it has others or is not there. */
    static Optional<Shape> matrix(Map<String, TensorSpec> specs, String role) {
        return Optional.ofNullable(specs.get(role)).map(TensorSpec::shape).filter(shape -> shape.rank() == 2);
    }

    /** The extent of an array of one axis; empty when it has others or is not there. */
    static Optional<Integer> vector(Map<String, TensorSpec> specs, String role) {
        return Optional.ofNullable(specs.get(role)).map(TensorSpec::shape).filter(shape -> shape.rank() == 1)
                .map(shape -> shape.extent(0));
    }

    /** Other shapes with the dtype that a layer has. */
    static Map<String, TensorSpec> of(Map<String, TensorSpec> specs, Map<String, Shape> shapes) {
        TensorSpec some = specs.values().iterator().next();
        return shapes.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> some.withShape(e.getValue())));
    }
}
