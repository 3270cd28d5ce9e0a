package org.dovetail.bridge.rules;

import java.lang.foreign.SegmentAllocator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.TensorSpec;

/**
 * An operation whose results do not give back every bit of what it was run on, because it rounds or adds up. Whoever runs one keeps what it was run on as side data; without that the
 * inverse gives numbers that compute the same.
 */
public sealed interface LossyOp extends TensorOp {
    /**
     * Adds a number to one of the equal blocks along the last axis: the 1 that Haiku's LSTM adds to its forget gate.
     *
     * @param block the number of the block
     * @param blocks how many there are
     * @param by what is added
     */
    record Shift(int block, int blocks, double by) implements LossyOp {
        /** Checks the numbers. */
        public Shift {
            require(block >= 0 && block < blocks && Double.isFinite(by),
                    "shift: no block " + block + " of " + blocks + " by " + by);
        }

        @Override
        public TensorOp inverse() { return new Shift(block, blocks, -by); }

        @Override
        public List<Array> apply(List<Array> arrays, SegmentAllocator memory) {
            return arrays.stream().map(array -> {
                long last = array.shape().extent(-1);
                long extent = last / blocks;
                return Array.ofDoubles(array.spec(),
                        i -> array.doubleAt(i) + (i % last / extent == block ? by : -0.0));
            }).toList();
        }

        @Override
        public List<TensorSpec> specs(List<TensorSpec> specs) {
            specs.forEach(spec -> require(isFloat(spec) && spec.shape().rank() > 0
                    && spec.shape().extent(-1) % blocks == 0, this + ": got " + spec));
            return specs;
        }

        @Override
        public TensorOp stacked(int layers) { return this; }

        @Override
        public String toString() { return "shift block " + block + " of " + blocks + " by " + by; }
    }

    /**
     * Adds neighbours in the list up: two biases that are added to the same numbers are one.
     *
     * @param terms how many make one
     */
    record Sum(int terms) implements LossyOp {
        /** Checks the number. */
        public Sum {
            require(terms > 0, "sum: of " + terms + " terms");
        }

        @Override
        public TensorOp inverse() { return new Spread(terms); }

        @Override
        public int results(int arrays) { return arrays / terms; }

        @Override
        public List<Array> apply(List<Array> arrays, SegmentAllocator memory) {
            return Pieces.groups(arrays, terms).stream().map(parts -> Array.ofDoubles(parts.getFirst().spec(),
                    i -> parts.stream().mapToDouble(part -> part.doubleAt(i)).reduce(-0.0, Double::sum))).toList();
        }

        @Override
        public List<TensorSpec> specs(List<TensorSpec> specs) {
            require(!specs.isEmpty() && specs.size() % terms == 0,
                    this + ": expected terms by " + terms + ", got " + specs);
            return Pieces.groups(specs, terms).stream().map(parts -> {
                require(parts.stream().distinct().count() == 1 && isFloat(parts.getFirst()), this + ": got " + parts);
                return parts.getFirst();
            }).toList();
        }

        @Override
        public TensorOp stacked(int layers) { return this; }

        @Override
        public String toString() { return "sum of " + terms; }
    }

    /**
     * Makes each array the first of several, of which the others are zeros, so that they add up to it.
     *
     * @param terms how many come of one
     */
    record Spread(int terms) implements LossyOp {
        /** Checks the number. */
        public Spread {
            require(terms > 0, "spread: over " + terms + " terms");
        }

        @Override
        public TensorOp inverse() { return new Sum(terms); }

        @Override
        public int results(int arrays) { return Pieces.times(arrays, terms); }

        @Override
        public List<Array> apply(List<Array> arrays, SegmentAllocator memory) {
            return arrays.stream().flatMap(array -> Stream.concat(Stream.of(array),
                    IntStream.range(1, terms).mapToObj(_ -> Array.ofDoubles(array.spec(), _ -> 0)))).toList();
        }

        @Override
        public List<TensorSpec> specs(List<TensorSpec> specs) {
            specs.forEach(spec -> require(isFloat(spec), this + ": got " + spec));
            return specs.stream().flatMap(spec -> Stream.generate(() -> spec).limit(terms)).toList();
        }

        @Override
        public TensorOp stacked(int layers) { return this; }

        @Override
        public String toString() { return "spread over " + terms; }
    }

    private static boolean isFloat(TensorSpec spec) { return spec.dtype().kind() == DType.Kind.FLOAT; }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
