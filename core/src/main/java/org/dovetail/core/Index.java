package org.dovetail.core;

import org.jspecify.annotations.Nullable;

/**
 * One of the indices between the brackets of {@code x[i, 1:3, ...]} in Python.
 *
 * {@snippet file="org/dovetail/core/AtTests.java" region="index"}
 */
public sealed interface Index {
    /**
     * An element along an axis, which the result has not.
     *
     * @param number its number; negative ones count from the end
     */
    record Element(int number) implements Index {}

    /**
     * Every so many elements along an axis: {@code start:stop:step}.
     *
     * @param start the first; negative ones count from the end, null is the end from where the steps go
     * @param stop where to stop before; negative ones count from the end, null is behind the last
     * @param step how far to go, backwards where negative; null is 1
     */
    record Slice(@Nullable Integer start, @Nullable Integer stop, @Nullable Integer step) implements Index {
        /**
         * Checks the step.
         *
         * @throws IllegalArgumentException if it is 0
         */
        public Slice {
            if (step != null && step == 0) {
                throw new IllegalArgumentException("slice: a step other than 0 is expected; got 0");
            }
        }
    }

    /**
     * Elements by a tensor of integers, or those where a mask is true.
     *
     * @param tensor the integers, or truth values
     */
    record Numbers(Tensor tensor) implements Index {
        /**
         * Checks the dtype.
         *
         * @throws IllegalArgumentException if there are neither integers nor truth values
         */
        public Numbers {
            if (tensor.dtype().kind() == DType.Kind.FLOAT || tensor.dtype().kind() == DType.Kind.COMPLEX) {
                throw new IllegalArgumentException("index: integers or truth values are expected; got " + tensor.spec()
                        + ". Cast it with cast(DType.INT32)");
            }
        }
    }

    /** Indices without numbers. */
    enum Marker implements Index {
        /** All axes that no other index takes: {@code ...}. */
        ELLIPSIS,
        /** A new axis of extent 1: {@code None}. */
        NEW_AXIS
    }

    /**
     * An element along an axis, as {@code x[number]}.
     *
     * @param number its number; negative ones count from the end
     * @return the index
     */
    static Index at(int number) { return new Element(number); }

    /**
     * Elements by a tensor of integers, as {@code x[numbers]}, or those where a mask is true.
     *
     * @param numbers integers, negative ones count from the end; or truth values for one or several axes
     * @return the index
     * @throws IllegalArgumentException if there are neither integers nor truth values
     */
    static Index at(Tensor numbers) { return new Numbers(numbers); }

    /**
     * A range, as {@code x[start:stop]}.
     *
     * @param start the first; negative ones count from the end
     * @param stop where to stop before; negative ones count from the end
     * @return the index
     */
    static Index range(int start, int stop) { return new Slice(start, stop, null); }

    /**
     * Every so many elements of a range, as {@code x[start:stop:step]}.
     *
     * @param start the first; negative ones count from the end
     * @param stop where to stop before; negative ones count from the end
     * @param step how far to go, backwards where negative
     * @return the index
     */
    static Index range(int start, int stop, int step) { return new Slice(start, stop, step); }

    /**
     * All from an element on, as {@code x[start:]}.
     *
     * @param start the first; negative ones count from the end
     * @return the index
     */
    static Index startingAt(int start) { return new Slice(start, null, null); }

    /**
     * All before an element, as {@code x[:stop]}.
     *
     * @param stop where to stop before; negative ones count from the end
     * @return the index
     */
    static Index until(int stop) { return new Slice(null, stop, null); }

    /**
     * Every so many of all elements, as {@code x[::step]}.
     *
     * @param step how far to go, from the last one backwards where negative
     * @return the index
     */
    static Index every(int step) { return new Slice(null, null, step); }

    /**
     * All elements along an axis, as {@code x[:]}.
     *
     * @return the index
     */
    static Index all() { return new Slice(null, null, null); }

    /**
     * All axes that no other index takes, as {@code x[...]}.
     *
     * @return the index
     */
    static Index ellipsis() { return Marker.ELLIPSIS; }

    /**
     * A new axis of extent 1, as {@code x[None]}.
     *
     * @return the index
     */
    static Index newAxis() { return Marker.NEW_AXIS; }
}
