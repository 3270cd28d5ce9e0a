package org.dovetail.bridge.rules;

import java.lang.foreign.SegmentAllocator;
import java.util.List;
import java.util.stream.IntStream;
import org.dovetail.core.Array;
import org.dovetail.core.TensorSpec;

/** An operation that moves whole pieces of arrays along an axis, as gates that stand side by side. */
public sealed interface PieceOp extends TensorOp {
    /**
     * Puts blocks of equal size along an axis in another order.
     *
     * @param axis the axis
     * @param order for each block of the result, the block before
     */
    record Blocks(int axis, List<Integer> order) implements PieceOp {
        /** Copies the order. */
        public Blocks {
            order = List.copyOf(order);
            require(axis >= 0 && order.stream().sorted().toList()
                    .equals(IntStream.range(0, order.size()).boxed().toList()) && !order.isEmpty(),
                    "blocks: no permutation: " + order);
        }

        @Override
        public TensorOp inverse() {
            return new Blocks(axis, IntStream.range(0, order.size()).map(order::indexOf).boxed().toList());
        }

        @Override
        public List<Array> apply(List<Array> arrays, SegmentAllocator memory) {
            return arrays.stream().map(array -> {
                int extent = array.shape().extent(axis) / order.size();
                return Pieces.joined(
                        order.stream().map(block -> new Pieces.Piece(array, axis, block * extent, extent)).toList(),
                        memory);
            }).toList();
        }

        @Override
        public List<TensorSpec> specs(List<TensorSpec> specs) {
            specs.forEach(spec -> require(axis < spec.shape().rank() && spec.shape().extent(axis) % order.size() == 0,
                    this + ": got " + spec));
            return specs;
        }

        @Override
        public TensorOp stacked(int layers) { return new Blocks(axis + 1, order); }

        @Override
        public String toString() { return "blocks" + order + " of axis " + axis; }
    }

    /**
     * Takes each array apart along an axis, as {@code numpy.split}.
     *
     * @param axis the axis
     * @param sizes the extents of the parts
     */
    record Split(int axis, List<Integer> sizes) implements PieceOp {
        /** Copies the sizes. */
        public Split {
            sizes = checked(axis, sizes);
        }

        @Override
        public TensorOp inverse() { return new Join(axis, sizes); }

        @Override
        public int results(int arrays) { return Pieces.times(arrays, sizes.size()); }

        /**
         * One part of an array.
         *
         * @param array the array
         * @param part the number of the part
         * @param memory what holds it
         * @return the part
         */
        public Array part(Array array, int part, SegmentAllocator memory) {
            int start = sizes.subList(0, part).stream().mapToInt(Integer::intValue).sum();
            return Pieces.joined(List.of(new Pieces.Piece(array, axis, start, sizes.get(part))), memory);
        }

        @Override
        public List<Array> apply(List<Array> arrays, SegmentAllocator memory) {
            return arrays.stream().flatMap(
                    array -> IntStream.range(0, sizes.size()).mapToObj(part -> part(array, part, memory))).toList();
        }

        @Override
        public List<TensorSpec> specs(List<TensorSpec> specs) {
            long whole = whole(sizes);
            return specs.stream().flatMap(spec -> {
                require(axis < spec.shape().rank() && spec.shape().extent(axis) == whole, this + ": got " + spec);
                return sizes.stream().map(size -> spec.withShape(spec.shape().with(axis, size)));
            }).toList();
        }

        @Override
        public TensorOp stacked(int layers) { return new Split(axis + 1, sizes); }

        @Override
        public String toString() { return "split" + sizes + " along axis " + axis; }
    }

    /**
     * Puts neighbours in the list together along an axis, as {@code numpy.concatenate}.
     *
     * @param axis the axis
     * @param sizes the extents of the parts
     */
    record Join(int axis, List<Integer> sizes) implements PieceOp {
        /** Copies the sizes. */
        public Join {
            sizes = checked(axis, sizes);
        }

        @Override
        public TensorOp inverse() { return new Split(axis, sizes); }

        @Override
        public int results(int arrays) { return arrays / sizes.size(); }

        @Override
        public List<Array> apply(List<Array> arrays, SegmentAllocator memory) {
            return Pieces.groups(arrays, sizes.size()).stream().map(parts -> Pieces.joined(parts.stream()
                    .map(part -> new Pieces.Piece(part, axis, 0, part.shape().extent(axis))).toList(), memory))
                    .toList();
        }

        @Override
        public List<TensorSpec> specs(List<TensorSpec> specs) {
            require(!specs.isEmpty() && specs.size() % sizes.size() == 0,
                    this + ": expected parts by " + sizes.size() + ", got " + specs);
            int whole = Math.toIntExact(whole(sizes));
            return Pieces.groups(specs, sizes.size()).stream().map(parts -> {
                TensorSpec first = parts.getFirst();
                require(axis < first.shape().rank() && parts.equals(
                        sizes.stream().map(size -> first.withShape(first.shape().with(axis, size))).toList()),
                        this + ": got " + parts);
                return first.withShape(first.shape().with(axis, whole));
            }).toList();
        }

        @Override
        public TensorOp stacked(int layers) { return new Join(axis + 1, sizes); }

        @Override
        public String toString() { return "join" + sizes + " along axis " + axis; }
    }

    private static long whole(List<Integer> sizes) { return sizes.stream().mapToLong(Integer::longValue).sum(); }

    private static List<Integer> checked(int axis, List<Integer> sizes) {
        require(axis >= 0 && !sizes.isEmpty() && sizes.stream().allMatch(size -> size >= 0),
                "split: no parts of an axis: " + sizes + " of axis " + axis);
        require(whole(sizes) <= Integer.MAX_VALUE, "split: more elements than an axis has: " + sizes);
        return List.copyOf(sizes);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
