package org.dovetail.bridge.format;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.dovetail.bridge.internal.bytes.MappedPages;
import org.dovetail.bridge.internal.bytes.PieceSize;

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
    /** The first bytes, unchecked: all that are there if there are fewer than {@code count}. */
    MemorySegment start(int count) throws CheckpointException {
        int length = (int) Math.min(count, size);
        if (!deflated) {
            return data.asSlice(0, length);
        }
        byte[] start = new byte[length];
        try (Inflation inflation = new Inflation()) {
            inflation.fill(ByteBuffer.wrap(start));
        }
        return MemorySegment.ofArray(start);
    }

    /**
     * The bytes from some position on. They are as they were once all are read: the checksum is checked at the end.
     *
     * @param from the position, not far from the beginning
     */
    NpyArray.Body from(int from) { return deflated ? new Deflated(from) : new Stored(from); }

    /** The bytes of a member as they are. */
    private final class Stored implements NpyArray.Body {
        private final int from;

        Stored(int from) { this.from = from; }

        @Override
        public MemorySegment read(SegmentAllocator memory) throws IOException {
            each(memory, _ -> {});
            return data.asSlice(from);
        }

        @Override
        public void each(SegmentAllocator memory, Node.Receiver receiver) throws IOException {
            CRC32 sum = new CRC32();
            sum.update(data.asSlice(0, from).asByteBuffer());
            Slices.each(data.asSlice(from), piece -> {
                sum.update(piece.asByteBuffer());
                receiver.accept(piece);
            });
            check(sum);
        }
    }

    /** The bytes of a member that are to be inflated. */
    private final class Deflated implements NpyArray.Body {
        private final int from;

        Deflated(int from) { this.from = from; }

        @Override
        public MemorySegment read(SegmentAllocator memory) throws IOException {
            MemorySegment whole = allocate(size - from, memory);
            each(memory, new Filling(whole));
            return whole;
        }

        @Override
        public void each(SegmentAllocator memory, Node.Receiver receiver) throws IOException {
            MemorySegment buffer = memory.allocate(Math.max(from, Math.min(PieceSize.BYTES, size)), 16);
            CRC32 sum = new CRC32();
            try (Inflation inflation = new Inflation()) {
                sum.update(inflation.fill(buffer.asSlice(0, from).asByteBuffer()));
                for (long at = from; at < size; at += PieceSize.BYTES) {
                    MemorySegment piece = buffer.asSlice(0, Math.min(PieceSize.BYTES, size - at));
                    sum.update(inflation.fill(piece.asByteBuffer()));
                    receiver.accept(piece);
                }
                inflation.end();
            }
            check(sum);
        }
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

    private void check(CRC32 sum) throws CheckpointException {
        if ((int) sum.getValue() != crc) {
            throw place.error("is damaged: its CRC-32 is " + Long.toHexString(sum.getValue()) + ", the archive says "
                    + Integer.toHexString(crc));
        }
    }

    /** Inflates the data from its beginning. */
    private final class Inflation implements AutoCloseable {
        private final Inflater inflater = new Inflater(true);
        private final MappedPages pages = new MappedPages(data);
        private long fed;

        /** Fills a buffer, and makes it ready to be read. */
        ByteBuffer fill(ByteBuffer target) throws CheckpointException {
            while (target.hasRemaining()) {
                if (inflater.finished()) {
                    throw place.error("holds fewer bytes than the " + size + " that the archive claims");
                }
                if (inflate(target) == 0) {
                    feed();
                }
            }
            return target.flip();
        }

        private int inflate(ByteBuffer target) throws CheckpointException {
            try {
                return inflater.inflate(target);
            } catch (DataFormatException e) {
                throw place.error("is damaged: its deflated data make no sense (" + e.getMessage() + ")", e);
            }
        }

        private void feed() throws CheckpointException {
            if (inflater.finished() || !inflater.needsInput()) {
                return;
            }
            if (fed == data.byteSize()) {
                throw place.error("is damaged: its deflated data break off");
            }
            ByteBuffer piece = pages.piece(fed);
            fed += piece.remaining();
            inflater.setInput(piece);
        }

        /** Checks that nothing is left. */
        void end() throws CheckpointException {
            ByteBuffer more = ByteBuffer.allocate(1);
            while (!inflater.finished()) {
                if (inflate(more) > 0) {
                    throw place.error("holds more bytes than the " + size + " that the archive claims");
                }
                feed();
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
