package org.dovetail.bridge.internal.blosc;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.dovetail.bridge.internal.bytes.ByteReceiver;
import org.dovetail.bridge.internal.bytes.MappedPages;

/**
 * A chunk of blosc 1, as zarr's {@code Blosc} writes it: blocks that are shuffled and then compressed, each on its own.
 *
 * <p>
 * Its header has 16 bytes: version of the format, version of the codec, flags, bytes of an element, and as integers of 32 bits the bytes that it holds, the bytes of a block, and its own
 * bytes. The offsets of the blocks follow. A block is one piece, or where its flag allows it, a piece for each byte of an element; before a piece stands its length.
 */
public final class BloscChunk {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int HEADER = 16;
    private static final int VERSION = 2;
    private static final int STORED = 1 << 1;
    private static final int PIECE = 1 << 16;
    private static final int MAX_PIECES = 16;
    private static final int MIN_PIECE = 128;
    /** A block is in memory up to three times: blosc itself makes them of some megabytes at most. */
    private static final int HEAP_PARTS = 8;

    private final MemorySegment chunk;
    private final int flags;
    private final int width;
    private final int blockBytes;
    private final BloscCodec codec;
    private final MappedPages pages;

    private BloscChunk(MemorySegment chunk) throws BloscException {
        this.chunk = chunk;
        this.flags = unsigned(2);
        this.width = unsigned(3);
        this.blockBytes = chunk.get(INT, 8);
        this.codec = BloscCodec.numbered(flags >>> 5);
        this.pages = new MappedPages(chunk);
    }

    /**
     * Decompresses a chunk block by block.
     *
     * @param chunk the chunk
     * @param size how many bytes it should hold
     * @param receiver takes them
     * @throws BloscException if it is damaged, holds more or less, or is of a kind that is not read
     * @throws IOException if the receiver throws it
     */
    public static void decode(MemorySegment chunk, long size, ByteReceiver receiver)
            throws BloscException, IOException {
        if (chunk.byteSize() < HEADER || Integer.toUnsignedLong(chunk.get(INT, 12)) != chunk.byteSize()) {
            throw new BloscException("is no chunk of blosc, or breaks off");
        }
        if (chunk.get(ValueLayout.JAVA_BYTE, 0) != VERSION) {
            throw new BloscException("is of version " + chunk.get(ValueLayout.JAVA_BYTE, 0)
                    + " of blosc's format, where 2 is read");
        }
        if (Integer.toUnsignedLong(chunk.get(INT, 4)) != size) {
            throw new BloscException("holds " + Integer.toUnsignedString(chunk.get(INT, 4)) + " bytes, not the " + size
                    + " that it should");
        }
        if (size > 0) {
            BloscChunk decoding = new BloscChunk(chunk);
            if ((decoding.flags & STORED) != 0) {
                decoding.copy(size, receiver);
            } else {
                decoding.decode(size, receiver);
            }
        }
    }

    private int unsigned(long at) { return chunk.get(ValueLayout.JAVA_BYTE, at) & 0xff; }

    private void copy(long size, ByteReceiver receiver) throws BloscException, IOException {
        if (chunk.byteSize() - HEADER != size) {
            throw new BloscException(
                    "has " + (chunk.byteSize() - HEADER) + " stored bytes, where there should be " + size);
        }
        byte[] piece = new byte[PIECE];
        for (long at = 0; at < size; at += PIECE) {
            pages.passed(HEADER + at);
            int count = (int) Math.min(PIECE, size - at);
            MemorySegment.copy(chunk, ValueLayout.JAVA_BYTE, HEADER + at, piece, 0, count);
            receiver.accept(ByteBuffer.wrap(piece, 0, count));
        }
    }

    private void decode(long size, ByteReceiver receiver) throws BloscException, IOException {
        if (width == 0 || blockBytes <= 0 || blockBytes > size) {
            throw new BloscException("has blocks of " + blockBytes + " bytes, which make no sense");
        }
        if (blockBytes > Runtime.getRuntime().maxMemory() / HEAP_PARTS) {
            throw new BloscException("has blocks of " + blockBytes + " bytes; give the JVM a heap of " + HEAP_PARTS
                    + " times as much");
        }
        long blocks = Math.ceilDiv(size, (long) blockBytes);
        if (blocks > (chunk.byteSize() - HEADER) / Integer.BYTES) {
            throw new BloscException("is too short for its " + blocks + " blocks");
        }
        for (long i = 0; i < blocks; i++) {
            int count = (int) Math.min(blockBytes, size - i * blockBytes);
            receiver.accept(ByteBuffer.wrap(unshuffled(block(chunk.get(INT, HEADER + i * Integer.BYTES), count))));
        }
    }

    private byte[] block(int start, int size) throws BloscException {
        boolean split = (flags & 1 << 4) == 0 && width <= MAX_PIECES && blockBytes / width >= MIN_PIECE
                && size == blockBytes;
        int pieces = split ? width : 1;
        int piece = size / pieces;
        byte[] block = new byte[size];
        long at = start;
        for (int i = 0; i < pieces; i++) {
            if (at < HEADER || at > chunk.byteSize() - Integer.BYTES) {
                throw new BloscException("has a block outside of itself");
            }
            int length = chunk.get(INT, at);
            at += Integer.BYTES;
            if (length < 0 || length > chunk.byteSize() - at) {
                throw new BloscException("has a block outside of itself");
            }
            byte[] packed = chunk.asSlice(at, length).toArray(ValueLayout.JAVA_BYTE);
            System.arraycopy(length == piece ? packed : codec.decode(packed, piece), 0, block, i * piece, piece);
            at += length;
            pages.passed(at);
        }
        return block;
    }

    private byte[] unshuffled(byte[] block) {
        if ((flags & 1) != 0 && width > 1) {
            return Shuffle.bytes(block, width);
        }
        return (flags & 4) != 0 && block.length / width % Byte.SIZE == 0 ? Shuffle.bits(block, width) : block;
    }
}
