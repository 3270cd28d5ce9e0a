package org.dovetail.bridge.format;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.dovetail.core.Array;
import org.dovetail.core.TensorSpec;
import org.jspecify.annotations.Nullable;

/** A tree as a container holds it: branches with keys, arrays, and plain values. */
public sealed interface Node {
    /** Takes the numbers of an array, piece by piece. */
    @FunctionalInterface
    interface Receiver {
        /**
         * Takes the next elements.
         *
         * @param piece whole elements as they lie in memory, alive during the call
         * @throws IOException if they cannot be taken
         */
        void accept(MemorySegment piece) throws IOException;
    }

    /** Numbers that are read when they are asked for; several threads may ask at the same time. */
    @FunctionalInterface
    interface Numbers {
        /**
         * Reads the numbers.
         *
         * @param memory what holds them when the container cannot be mapped; mapped numbers live as long as the open checkpoint
         * @return the array
         * @throws IOException if the file cannot be read, or its bytes are not what its headers say
         */
        Array read(SegmentAllocator memory) throws IOException;

        /**
         * Reads the numbers piece by piece, in C order, so that an array larger than memory can pass.
         *
         * @param memory what holds a part that is needed as a whole
         * @param receiver takes the pieces
         * @throws IOException if the file cannot be read, its bytes are not what its headers say, or the receiver throws it
         */
        default void each(SegmentAllocator memory, Receiver receiver) throws IOException {
            Slices.each(read(memory).data(), receiver);
        }
    }

    /**
     * An array.
     *
     * @param spec its dtype and shape, known without reading it
     * @param numbers its numbers
     * @param variable the name of the NNX Variable type that holds it, as {@code Param} or {@code BatchStat}, or empty where the container does not tell
     */
    record Leaf(TensorSpec spec, Numbers numbers, String variable) implements Node {
        /**
         * An array of no known Variable type.
         *
         * @param spec its dtype and shape
         * @param numbers its numbers
         */
        public Leaf(TensorSpec spec, Numbers numbers) { this(spec, numbers, ""); }

        /**
         * An array in memory.
         *
         * @param array the array
         * @return its leaf
         */
        public static Leaf of(Array array) { return new Leaf(array.spec(), _ -> array); }
    }

    /** What a branch is in Python. */
    enum Kind {
        /** A dict with strings as keys, or a container that has no other kind. */
        DICT,
        /** A dict with integers as keys; they stand in the map as decimal digits. */
        INT_DICT,
        /** A list; its keys are positions. */
        LIST,
        /** A tuple; its keys are positions. */
        TUPLE,
        /** A NamedTuple or another class of the user's, held as data only; its keys are field names, or positions where those are not stored. */
        NAMED
    }

    /**
     * A branch.
     *
     * @param kind what it is in Python
     * @param children its children in file order
     * @param type the class, as {@code module.Name}, for {@link Kind#NAMED}; else empty
     */
    record Branch(Kind kind, SequencedMap<String, Node> children, String type) implements Node {
        /** Copies the children. */
        public Branch {
            children = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(children));
        }

        /**
         * A dict.
         *
         * @param children its children
         * @return the branch
         */
        public static Branch dict(SequencedMap<String, Node> children) {
            return new Branch(Kind.DICT, children, "");
        }
    }

    /**
     * A plain value.
     *
     * @param value a String, Long, BigInteger, Double, Boolean, or null for None
     */
    record Scalar(@Nullable Object value) implements Node {
        @Override
        public String toString() { return value == null ? "None" : value.toString(); }
    }
}
