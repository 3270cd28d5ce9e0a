package org.dovetail.bridge.format;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;
import org.dovetail.core.Array;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;

/** The numbers of an npy: in place when they lie as Dovetail holds them, else turned into that order. */
final class NpyArray {
    /** The bytes after a header. */
    @FunctionalInterface
    interface Body {
        /** The bytes; {@code memory} holds them when they cannot be mapped. */
        MemorySegment read(SegmentAllocator memory) throws IOException;
    }

    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

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
                yield new Node.Leaf(spec, swapped == 1 && !fortran
                        ? memory -> Array.of(spec, body.read(memory))
                        : memory -> reordered(spec, fortran, swapped, body, memory));
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

    private static Array reordered(TensorSpec spec, boolean fortran, int swapped, Body body, SegmentAllocator memory)
            throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment little = body.read(arena);
            if (swapped > 1) {
                MemorySegment target = (fortran ? arena : memory).allocate(spec.bytes(), 16);
                swap(little, swapped, target);
                little = target;
            }
            if (!fortran) {
                return Array.of(spec, little);
            }
            List<Integer> reversed = IntStream.range(0, spec.shape().rank()).boxed().toList().reversed();
            Shape shape = new Shape(reversed.stream().map(spec.shape()::extent).toList());
            return Array.of(spec.withShape(shape), little).permute(reversed, memory);
        }
    }

    private static void swap(MemorySegment source, int width, MemorySegment target) {
        long size = source.byteSize();
        switch (width) {
            case 2 -> {
                for (long i = 0; i < size; i += 2) {
                    target.set(SHORT, i, Short.reverseBytes(source.get(SHORT, i)));
                }
            }
            case 4 -> {
                for (long i = 0; i < size; i += 4) {
                    target.set(INT, i, Integer.reverseBytes(source.get(INT, i)));
                }
            }
            case 8 -> {
                for (long i = 0; i < size; i += 8) {
                    target.set(LONG, i, Long.reverseBytes(source.get(LONG, i)));
                }
            }
            default -> throw new IllegalArgumentException("no element has parts of " + width + " bytes");
        }
    }
}
