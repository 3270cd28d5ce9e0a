package org.dovetail.bridge.format;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import org.dovetail.bridge.internal.bytes.MappedPages;
import org.dovetail.core.ArrayView;

/** Goes over numbers piece by piece, so that a large array takes the physical memory of one piece. */
public final class Slices {
    /** A multiple of the size of any element. */
    static final int BYTES = MappedPages.STEP;
    /** What is gathered at a time: the more, the longer are the runs in the source. */
    private static final long GATHERED_BYTES = 4L << 20;

    private Slices() {}

    /**
     * Hands over the pieces of a segment in their order. Mapped ones give up their physical memory afterwards, and are read from the file again if they must.
     *
     * @param bytes the segment
     * @param receiver takes the pieces
     * @throws IOException if the receiver throws it
     */
    public static void each(MemorySegment bytes, Node.Receiver receiver) throws IOException {
        for (long start = 0; start < bytes.byteSize(); start += BYTES) {
            MemorySegment slice = bytes.asSlice(start, Math.min(BYTES, bytes.byteSize() - start));
            receiver.accept(slice);
            MappedPages.giveBack(bytes, start, start + slice.byteSize());
        }
    }

    /**
     * Hands over the elements of a view in their order.
     *
     * @param view the view
     * @param memory what holds a piece
     * @param receiver takes the pieces
     * @throws IOException if the receiver throws it
     */
    public static void each(ArrayView view, SegmentAllocator memory, Node.Receiver receiver) throws IOException {
        gather(view, new Reused(memory), receiver);
    }

    private static void gather(ArrayView view, SegmentAllocator buffer, Node.Receiver receiver) throws IOException {
        long bytes = view.spec().bytes();
        if (bytes <= GATHERED_BYTES) {
            receiver.accept(view.copy(buffer).data());
            return;
        }
        int rows = view.spec().shape().extent(0);
        int step = (int) (GATHERED_BYTES / (bytes / rows));
        if (step == 0) {
            for (int row = 0; row < rows; row++) {
                gather(view.at(row), buffer, receiver);
            }
            return;
        }
        for (int row = 0; row < rows; row += step) {
            receiver.accept(view.rows(row, Math.min(step, rows - row)).copy(buffer).data());
        }
    }
}
