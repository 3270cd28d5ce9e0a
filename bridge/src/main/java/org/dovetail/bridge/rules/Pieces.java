package org.dovetail.bridge.rules;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.dovetail.core.Array;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;

/** Parts of arrays and of lists, as operations take them apart and put them together. */
final class Pieces {
    private Pieces() {}

    /** The elements of an array from a start on along an axis. */
    record Piece(Array array, int axis, int start, int extent) {
        private long row() { return array.shape().trailing(array.shape().rank() - axis - 1).size() * bytes(); }

        private int bytes() { return array.dtype().bytes(); }
    }

    /** Pieces one after another along the axis of the first. */
    static Array joined(List<Piece> pieces, SegmentAllocator memory) {
        Piece first = pieces.getFirst();
        int axis = first.axis;
        Shape shape = first.array.shape().with(axis, pieces.stream().mapToInt(Piece::extent).sum());
        TensorSpec spec = first.array.spec().withShape(shape);
        MemorySegment target = memory.allocate(spec.bytes(), 16);
        long rows = shape.leading(axis).size();
        long at = 0;
        for (long row = 0; row < rows; row++) {
            for (Piece piece : pieces) {
                long length = piece.row() * piece.extent;
                long from = (row * piece.array.shape().extent(axis) + piece.start) * piece.row();
                MemorySegment.copy(piece.array.data(), from, target, at, length);
                at += length;
            }
        }
        return Array.of(spec, target);
    }

    /** Neighbours of a list, so many at a time. */
    static <T> List<List<T>> groups(List<T> all, int size) {
        List<List<T>> groups = new ArrayList<>();
        for (int i = 0; i + size <= all.size(); i += size) {
            groups.add(all.subList(i, i + size));
        }
        return Collections.unmodifiableList(groups);
    }

    /** A product that stays at the largest integer: plans that somebody wrote may ask for any number of arrays. */
    static int times(int arrays, int each) {
        return Math.clamp((long) arrays * each, 0, Integer.MAX_VALUE);
    }
}
