package org.dovetail.bridge.internal.blosc;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

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
    private static final int MAX_PIECES = 16;
    private static final int MIN_PIECE = 128;
    /** A block is in memory up to three times: blosc itself makes them of some megabytes at most. */
    private static final int HEAP_PARTS = 8;

    private final MemorySegment chunk;
    private final int flags;
    private final int width;
    private final int blockBytes;
    private final BloscCodec codec;

    private BloscChunk(MemorySegment chunk) throws BloscException {
        this.chunk = chunk;
        this.flags = unsigned(2);
        this.width = unsigned(3);
        this.blockBytes = chunk.get(INT, 8);
        this.codec = BloscCodec.numbered(flags >>> 5);
    }

    /**
     * Decompresses a chunk into a segment, which it must fill exactly.
     *
     * @param chunk the chunk
     * @param target takes the bytes
     * @throws BloscException if it is damaged, holds more or less, or is of a kind that is not read
     */
    public static void decode(MemorySegment chunk, MemorySegment target) throws BloscException {
        if (chunk.byteSize() < HEADER || Integer.toUnsignedLong(chunk.get(INT, 12)) != chunk.byteSize()) {
            throw new BloscException("is no chunk of blosc, or breaks off");
        }
        if (chunk.get(ValueLayout.JAVA_BYTE, 0) != VERSION) {
            throw new BloscException("is of version " + chunk.get(ValueLayout.JAVA_BYTE, 0)
                    + " of blosc's format, where 2 is read");
        }
        if (Integer.toUnsignedLong(chunk.get(INT, 4)) != target.byteSize()) {
            throw new BloscException("holds " + Integer.toUnsignedString(chunk.get(INT, 4)) + " bytes, not the "
                    + target.byteSize() + " that it should");
        }
        if (target.byteSize() > 0) {
            new BloscChunk(chunk).decode(target);
        }
    }

    private int unsigned(long at) { return chunk.get(ValueLayout.JAVA_BYTE, at) & 0xff; }

    private void decode(MemorySegment target) throws BloscException {
        if ((flags & 2) != 0) {
            if (chunk.byteSize() - HEADER != target.byteSize()) {
                throw new BloscException("has " + (chunk.byteSize() - HEADER) + " stored bytes, where there should be "
                        + target.byteSize());
            }
            target.copyFrom(chunk.asSlice(HEADER));
            return;
        }
        if (width == 0 || blockBytes <= 0 || blockBytes > target.byteSize()) {
            throw new BloscException("has blocks of " + blockBytes + " bytes, which make no sense");
        }
        if (blockBytes > Runtime.getRuntime().maxMemory() / HEAP_PARTS) {
            throw new BloscException("has blocks of " + blockBytes + " bytes; give the JVM a heap of " + HEAP_PARTS
                    + " times as much");
        }
        long blocks = Math.ceilDiv(target.byteSize(), (long) blockBytes);
        if (blocks > (chunk.byteSize() - HEADER) / Integer.BYTES) {
            throw new BloscException("is too short for its " + blocks + " blocks");
        }
        for (long i = 0; i < blocks; i++) {
            MemorySegment part = target.asSlice(i * blockBytes,
                    Math.min(blockBytes, target.byteSize() - i * blockBytes));
            byte[] bytes = block(chunk.get(INT, HEADER + i * Integer.BYTES), (int) part.byteSize());
            part.copyFrom(MemorySegment.ofArray(unshuffled(bytes)));
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
