package org.dovetail.bridge.format;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.dovetail.core.TensorSpec;

/**
 * Copies chunks to their places in an array.
 *
 * @param spec the array
 * @param order the axes in the order in which a chunk has them, from the slowest to the fastest
 */
record ZarrBlocks(TensorSpec spec, List<Integer> order) {
    /** Copies what of a chunk lies inside the array: chunks at its edges stand over. */
    void copy(MemorySegment chunk, List<Long> extents, long[] origin, MemorySegment target) {
        int rank = origin.length;
        int width = spec.dtype().bytes();
        long[] counts = new long[rank];
        long[] from = new long[rank];
        long[] to = new long[rank];
        long start = 0;
        for (int axis = rank - 1; axis >= 0; axis--) {
            to[axis] = axis == rank - 1 ? width : to[axis + 1] * spec.shape().extent(axis + 1);
            counts[axis] = Math.min(extents.get(axis), spec.shape().extent(axis) - origin[axis]);
            start += to[axis] * origin[axis];
            if (counts[axis] <= 0) {
                return;
            }
        }
        long stride = width;
        for (int axis : order.reversed()) {
            from[axis] = stride;
            stride *= extents.get(axis);
        }
        copy(new Walk(chunk, from, target, to, counts), 0, 0, start);
    }

    /** Two blocks with the distances between their elements in bytes, and how many there are along each axis. */
    private static final class Walk {
        private final MemorySegment source;
        private final long[] from;
        private final MemorySegment target;
        private final long[] to;
        private final long[] counts;

        Walk(MemorySegment source, long[] from, MemorySegment target, long[] to, long[] counts) {
            this.source = source;
            this.from = from;
            this.target = target;
            this.to = to;
            this.counts = counts;
        }
    }

    private void copy(Walk walk, int axis, long at, long place) {
        int width = spec.dtype().bytes();
        int rank = walk.counts.length;
        if (axis == rank || axis == rank - 1 && walk.from[axis] == width) {
            long bytes = axis == rank ? width : walk.counts[axis] * width;
            MemorySegment.copy(walk.source, at, walk.target, place, bytes);
            return;
        }
        for (long i = 0; i < walk.counts[axis]; i++) {
            copy(walk, axis + 1, at + i * walk.from[axis], place + i * walk.to[axis]);
        }
    }
}
