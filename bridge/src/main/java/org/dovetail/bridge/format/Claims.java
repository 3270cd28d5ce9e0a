package org.dovetail.bridge.format;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;

/** Sizes that a file claims, checked before anything is allocated for them. */
final class Claims {
    /** The most axes that NumPy gives an array. */
    static final int MAX_RANK = 64;

    private Claims() {}

    /** The number of elements. */
    static long count(Place place, List<Long> extents) throws CheckpointException {
        if (extents.size() > MAX_RANK) {
            throw place.error("a shape of " + extents.size() + " axes; arrays have at most " + MAX_RANK);
        }
        long count = 1;
        for (long extent : extents) {
            if (extent < 0) {
                throw place.error("a shape has a negative extent: " + shown(extents));
            }
            if (Math.multiplyHigh(count, extent) != 0 || count * extent < 0) {
                throw place.error("the shape " + shown(extents) + " claims more than 2^63 elements");
            }
            count *= extent;
        }
        return count;
    }

    /** The number of bytes of so many elements. */
    static long bytes(Place place, List<Long> extents, int elementBytes) throws CheckpointException {
        long count = count(place, extents);
        if (Math.multiplyHigh(count, elementBytes) != 0 || count * elementBytes < 0) {
            throw place.error("the shape " + shown(extents) + " claims more than 2^63 bytes");
        }
        return count * elementBytes;
    }

    /** The spec, when Dovetail can hold such an array. */
    static TensorSpec spec(Place place, DType dtype, List<Long> extents) throws CheckpointException {
        bytes(place, extents, dtype.bytes());
        for (long extent : extents) {
            if (extent > Integer.MAX_VALUE) {
                throw place.error("the shape " + shown(extents) + " has an extent above " + Integer.MAX_VALUE
                        + ", which Dovetail cannot hold");
            }
        }
        return new TensorSpec(dtype, new Shape(extents.stream().map(Long::intValue).toList()));
    }

    /** Refuses a text that UTF-8 cannot hold. */
    static void checkUtf8(Place place, String text) throws CheckpointException {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw place.error("the text " + Place.quoted(text)
                    + " has half of a surrogate pair, which UTF-8 cannot hold; rename it");
        }
    }

    static String shown(List<Long> extents) {
        return extents.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }
}
