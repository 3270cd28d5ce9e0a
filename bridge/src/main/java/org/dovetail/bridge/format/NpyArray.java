package org.dovetail.bridge.format;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;
import org.dovetail.bridge.internal.bytes.PieceSize;
import org.dovetail.core.Array;
import org.dovetail.core.TensorSpec;

/** The numbers of an npy: in place when they lie as Dovetail holds them, else turned into that order piece by piece. */
final class NpyArray {
    /** The bytes after a header. */
    @FunctionalInterface
    interface Body {
        /** The bytes; {@code memory} holds them when they cannot be mapped. */
        MemorySegment read(SegmentAllocator memory) throws IOException;

        /** Hands over the bytes piece by piece; all but the last are of {@link PieceSize#BYTES}. */
        default void each(SegmentAllocator memory, Node.Receiver receiver) throws IOException {
            Slices.each(read(memory), receiver);
        }
    }

    private NpyArray() {}

    /**
     * What an npy holds.
     *
     * @param place where it stands
     * @param header its header, not one of objects
     * @param bytes how many bytes follow the header
     * @param body those bytes
     */
    static Node read(Place place, NpyHeader header, long bytes, Body body) throws IOException {
        return switch (header.type()) {
            case NpyType.Numbers(var dtype, int swapped) -> {
                TensorSpec spec = Claims.spec(place, dtype, header.extents());
                checkSize(place, spec.toString(), spec.bytes(), bytes);
                boolean fortran = header.fortran() && spec.shape().rank() > 1;
                yield new Node.Leaf(spec, fortran ? fortran(spec, swapped, body) : numbers(spec, swapped, body));
            }
            case NpyType.Texts texts -> {
                checkSize(place, "its texts", Claims.bytes(place, header.extents(), texts.bytes()), bytes);
                yield NpyTexts.read(place, texts, header, body);
            }
            case NpyType.Objects _ -> throw place.error("holds pickled Python objects");
        };
    }

    private static void checkSize(Place place, String what, long claimed, long present) throws CheckpointException {
        if (claimed != present) {
            throw place.error(what + " needs " + claimed + " bytes after the header, there are " + present);
        }
    }

    private static Node.Numbers numbers(TensorSpec spec, int swapped, Body body) {
        if (swapped > 1) {
            return new PiecedNumbers(spec, (memory, receiver) -> {
                SegmentAllocator buffer = new Reused(memory);
                body.each(memory, piece -> receiver.accept(swapped(piece, swapped, buffer)));
            });
        }
        return new Node.Numbers() {
            @Override
            public Array read(SegmentAllocator memory) throws IOException { return Array.of(spec, body.read(memory)); }

            @Override
            public void each(SegmentAllocator memory, Node.Receiver receiver) throws IOException {
                body.each(memory, receiver);
            }
        };
    }

    /** The transpose of an array in C order, whose axes are these reversed. */
    private static Node.Numbers fortran(TensorSpec spec, int swapped, Body body) {
        List<Integer> reversed = IntStream.range(0, spec.shape().rank()).boxed().toList().reversed();
        TensorSpec stored = spec.withShape(spec.shape().permuted(reversed));
        return PiecedNumbers.permuted(stored, numbers(stored, swapped, body), reversed);
    }

    /** Elements with each so many of their bytes reversed: 2, 4 or 8. */
    static MemorySegment swapped(MemorySegment bytes, int unit, SegmentAllocator memory) {
        MemorySegment target = memory.allocate(bytes.byteSize(), 16);
        ValueLayout layout = switch (unit) {
            case 2 -> ValueLayout.JAVA_SHORT_UNALIGNED;
            case 4 -> ValueLayout.JAVA_INT_UNALIGNED;
            case 8 -> ValueLayout.JAVA_LONG_UNALIGNED;
            default -> throw new IllegalArgumentException("no element has parts of " + unit + " bytes");
        };
        MemorySegment.copy(bytes, layout.withOrder(ByteOrder.BIG_ENDIAN), 0, target,
                layout.withOrder(ByteOrder.LITTLE_ENDIAN), 0, bytes.byteSize() / unit);
        return target;
    }
}
