package org.dovetail.core;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What stands around the elements over which a window slides, as the {@code padding} of {@code jax.lax}. */
public sealed interface Padding {
    /** Padding that depends on the extents. */
    enum Named implements Padding {
        /** None: the window stays within the elements. */
        VALID,
        /** So much that a window that moves by one has as many places as there are elements; of an odd number, one more behind the last element. */
        SAME,
        /** As {@link #SAME}; of an odd number, one more before the first element. */
        SAME_LOWER
    }

    /**
     * How much padding an axis has.
     *
     * @param low how many places are before the first element; negative numbers take elements away
     * @param high how many are behind the last
     */
    record Edges(int low, int high) {}

    /**
     * Padding in numbers.
     *
     * @param axes for each axis that is padded
     */
    record Explicit(List<Edges> axes) implements Padding {
        /** Copies the list. */
        public Explicit {
            axes = List.copyOf(axes);
        }
    }

    /**
     * No padding: the window stays within the elements.
     *
     * @return {@link Named#VALID}
     */
    static Padding valid() { return Named.VALID; }

    /**
     * So much padding that a window that moves by one has as many places as there are elements.
     *
     * @return {@link Named#SAME}
     */
    static Padding same() { return Named.SAME; }

    /**
     * Padding in numbers: {@code Padding.of(1, 2, 0, 0)} is Python's {@code [(1, 2), (0, 0)]}.
     *
     * @param lowsAndHighs for each axis how much is before the first element, and how much behind the last
     * @return the padding
     * @throws IllegalArgumentException if a number is missing
     */
    static Padding of(int... lowsAndHighs) {
        if (lowsAndHighs.length % 2 != 0) {
            throw new IllegalArgumentException("padding: two numbers for each axis, before the first element and behind"
                    + " the last, are expected; got " + lowsAndHighs.length + " numbers");
        }
        return new Explicit(IntStream.range(0, lowsAndHighs.length / 2)
                .mapToObj(i -> new Edges(lowsAndHighs[2 * i], lowsAndHighs[2 * i + 1])).toList());
    }

    /**
     * Padding by Python's name of it, in any case.
     *
     * @param name {@code "SAME"}, {@code "VALID"} or {@code "SAME_LOWER"}
     * @return the padding
     * @throws IllegalArgumentException if it is another name
     */
    static Padding named(String name) {
        for (Named padding : Named.values()) {
            if (padding.name().equalsIgnoreCase(name)) {
                return padding;
            }
        }
        throw new IllegalArgumentException("padding: " + name
                + " is unknown; expected SAME, VALID, SAME_LOWER, or numbers as in Padding.of(1, 1, 0, 0)");
    }

    /**
     * The padding of each axis, as {@code jax.lax.padtype_to_pads}.
     *
     * @param extents the number of elements along each axis
     * @param windows how many places the window takes along each axis
     * @param strides by how many places it moves
     * @return for each axis
     * @throws IllegalArgumentException if explicit padding is for another number of axes
     */
    default List<Edges> resolve(List<Integer> extents, List<Integer> windows, List<Integer> strides) {
        return switch (this) {
            case Explicit(List<Edges> axes) -> {
                if (axes.size() != extents.size()) {
                    throw new IllegalArgumentException("padding: for " + extents.size()
                            + " axes, as many pairs of numbers are expected; got " + axes);
                }
                yield axes;
            }
            case Named named -> {
                List<Edges> edges = new ArrayList<>();
                for (int i = 0; i < extents.size(); i++) {
                    edges.add(named(named, extents.get(i), windows.get(i), strides.get(i)));
                }
                yield edges;
            }
        };
    }

    private static Edges named(Named named, int extent, int window, int stride) {
        int total = Math.max(0, (Math.ceilDiv(extent, stride) - 1) * stride + window - extent);
        return switch (named) {
            case VALID -> new Edges(0, 0);
            case SAME -> new Edges(total / 2, total - total / 2);
            case SAME_LOWER -> new Edges(total - total / 2, total / 2);
        };
    }
}
