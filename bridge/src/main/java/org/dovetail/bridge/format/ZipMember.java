package org.dovetail.bridge.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A member of a ZIP archive.
 *
 * @param place where it stands
 * @param name its name
 * @param deflated whether its data are deflated, or stored as they are
 * @param size how many bytes it has
 * @param crc their checksum
 * @param data the data in the archive
 */
record ZipMember(Place place, String name, boolean deflated, long size, int crc, MemorySegment data) {
    private static final int CHUNK = 1 << 16;
    private static final long SLICE = 1L << 30;

    /** The first bytes, unchecked: all that are there if there are fewer than {@code count}. */
    MemorySegment start(int count) throws CheckpointException {
        int length = (int) Math.min(count, size);
        if (!deflated) {
            return data.asSlice(0, length);
        }
        byte[] start = new byte[length];
        try (Inflation inflation = new Inflation()) {
            int filled = 0;
            while (filled < length) {
                filled += inflation.next(start, filled, length - filled);
            }
        }
        return MemorySegment.ofArray(start);
    }

    /**
     * The bytes from some position on, after the checksum of all was checked.
     *
     * @param from the position
     * @param memory what holds them when they are deflated
     */
    MemorySegment from(long from, SegmentAllocator memory) throws CheckpointException {
        if (!deflated) {
            CRC32 sum = new CRC32();
            Slices.each(data, sum::update);
            check(sum);
            return data.asSlice(from);
        }
        MemorySegment target = allocate(size - from, memory);
        inflate(from, target);
        return target;
    }

    /** What deflated data claim can only be known by inflating them, so it may be more than there is room for. */
    private MemorySegment allocate(long bytes, SegmentAllocator memory) throws CheckpointException {
        try {
            return memory.allocate(bytes, 16);
        } catch (OutOfMemoryError e) {
            throw place.error("needs " + bytes + " bytes of memory when it is inflated, more than there are; give Java"
                    + " more with -Xmx, or re-save the archive with numpy.savez, which does not compress", e);
        }
    }

    private void inflate(long from, MemorySegment target) throws CheckpointException {
        CRC32 sum = new CRC32();
        byte[] chunk = new byte[(int) Math.min(CHUNK, size + 1)];
        try (Inflation inflation = new Inflation()) {
            long at = 0;
            while (at < size) {
                int count = inflation.next(chunk, 0, (int) Math.min(chunk.length, size - at));
                sum.update(chunk, 0, count);
                int skipped = Math.clamp(from - at, 0, count);
                MemorySegment.copy(chunk, skipped, target, ValueLayout.JAVA_BYTE, at + skipped - from,
                        count - skipped);
                at += count;
            }
            inflation.end(chunk);
        }
        check(sum);
    }

    private void check(CRC32 sum) throws CheckpointException {
        if ((int) sum.getValue() != crc) {
            throw place.error("is damaged: its CRC-32 is " + Long.toHexString(sum.getValue()) + ", the archive says "
                    + Integer.toHexString(crc));
        }
    }

    /** Inflates the data from its beginning. */
    private final class Inflation implements AutoCloseable {
        private final Inflater inflater = new Inflater(true);
        private long fed;

        /** Some bytes, at least one. */
        int next(byte[] target, int offset, int length) throws CheckpointException {
            try {
                for (int count; !inflater.finished(); feed()) {
                    count = inflater.inflate(target, offset, length);
                    if (count > 0) {
                        return count;
                    }
                }
            } catch (DataFormatException e) {
                throw place.error("is damaged: its deflated data make no sense (" + e.getMessage() + ")", e);
            }
            throw place.error("holds fewer bytes than the " + size + " that the archive claims");
        }

        private void feed() throws CheckpointException {
            if (inflater.finished() || !inflater.needsInput()) {
                return;
            }
            if (fed == data.byteSize()) {
                throw place.error("is damaged: its deflated data break off");
            }
            long length = Math.min(SLICE, data.byteSize() - fed);
            inflater.setInput(data.asSlice(fed, length).asByteBuffer());
            fed += length;
        }

        /** Checks that nothing is left. */
        void end(byte[] scratch) throws CheckpointException {
            try {
                while (!inflater.finished()) {
                    if (inflater.inflate(scratch, 0, 1) > 0) {
                        throw place.error("holds more bytes than the " + size + " that the archive claims");
                    }
                    feed();
                }
            } catch (DataFormatException e) {
                throw place.error("is damaged: its deflated data make no sense (" + e.getMessage() + ")", e);
            }
            if (inflater.getBytesRead() != data.byteSize()) {
                throw place.error("has " + (data.byteSize() - inflater.getBytesRead()) + " bytes after its deflated"
                        + " data");
            }
        }

        @Override
        public void close() { inflater.end(); }
    }
}
