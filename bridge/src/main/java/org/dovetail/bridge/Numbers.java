package org.dovetail.bridge;

import org.dovetail.core.Array;
import org.dovetail.core.ConcretizationException;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tracer;

/** The numbers of a tensor, which only an array has. */
final class Numbers {
    private Numbers() {}

    static Array of(String who, String path, Tensor tensor) {
        return switch (tensor) {
            case Array array -> array;
            case Tracer tracer -> throw new ConcretizationException(who + ": at " + path, tracer);
        };
    }
}
