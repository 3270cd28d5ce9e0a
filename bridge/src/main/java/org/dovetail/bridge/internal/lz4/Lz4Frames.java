package org.dovetail.bridge.internal.lz4;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.dovetail.bridge.internal.bytes.ByteReceiver;
import org.dovetail.bridge.internal.bytes.MappedPages;

/**
 * Decompresses frames of LZ4, as {@code lz4.frame} of Python writes them, block by block: memory holds one block, of at most 4 MB, and the 64 KB before it that it may repeat.
 *
 * <p>
 * A frame has a magic number, two bytes of flags, perhaps the size of its content, and a byte of checksum; then blocks, each with its length before it, and an end mark of zero.
 * Blocks and content may have checksums behind them.
 */
public final class Lz4Frames {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int MAGIC = 0x184d2204;
    private static final int WINDOW = 1 << 16;
    private static final int STORED = 1 << 31;

    /** What the flags of a frame say. */
    private record Flags(int flags, int block) {
        boolean isValid() { return flags >>> 6 == 1 && (flags & 2) == 0 && (block & 0x8f) == 0 && block >>> 4 >= 4; }

        boolean isLinked() { return (flags & 1 << 5) == 0; }

        boolean sumsBlocks() { return (flags & 1 << 4) != 0; }

        boolean tellsSize() { return (flags & 1 << 3) != 0; }

        boolean sumsContent() { return (flags & 1 << 2) != 0; }

        boolean needsDictionary() { return (flags & 1) != 0; }

        int blockBytes() { return 1 << 8 + 2 * (block >>> 4); }
    }

    private final MemorySegment frames;
    private final ByteReceiver receiver;
    private final MappedPages pages;
    private long position;

    private Lz4Frames(MemorySegment frames, ByteReceiver receiver) {
        this.frames = frames;
        this.receiver = receiver;
        this.pages = new MappedPages(frames);
    }

    /**
     * Decompresses frames as long as the receiver takes what is in them.
     *
     * @param frames the frames, one after the other
     * @param receiver takes the bytes
     * @throws Lz4Exception if they are damaged, or need a dictionary
     * @throws IOException if the receiver throws it
     */
    public static void decode(MemorySegment frames, ByteReceiver receiver) throws Lz4Exception, IOException {
        Lz4Frames decoding = new Lz4Frames(frames, receiver);
        do {
            decoding.frame();
        } while (decoding.position < frames.byteSize());
    }

    private void frame() throws Lz4Exception, IOException {
        if (take(Integer.BYTES).get(INT, 0) != MAGIC) {
            throw new Lz4Exception("has other bytes where a frame of LZ4 should begin");
        }
        long start = position;
        MemorySegment bytes = take(2);
        Flags flags = new Flags(bytes.get(ValueLayout.JAVA_BYTE, 0) & 0xff, bytes.get(ValueLayout.JAVA_BYTE, 1) & 0xff);
        if (!flags.isValid()) {
            throw new Lz4Exception("has a frame of LZ4 whose flags make no sense");
        }
        if (flags.needsDictionary()) {
            throw new Lz4Exception("has a frame of LZ4 that needs a dictionary");
        }
        long claimed = flags.tellsSize() ? take(Long.BYTES).get(LONG, 0) : -1;
        int sum = XxHash32.of(frames.asSlice(start, position - start).asByteBuffer()) >>> Byte.SIZE & 0xff;
        if ((take(1).get(ValueLayout.JAVA_BYTE, 0) & 0xff) != sum) {
            throw new Lz4Exception("has a frame of LZ4 whose header is damaged");
        }
        long size = blocks(flags);
        if (flags.tellsSize() && size != claimed) {
            throw new Lz4Exception("has a frame of LZ4 of " + size + " bytes that should have "
                    + Long.toUnsignedString(claimed));
        }
    }

    private long blocks(Flags flags) throws Lz4Exception, IOException {
        byte[] window = new byte[WINDOW + flags.blockBytes()];
        XxHash32 content = new XxHash32();
        int before = 0;
        long size = 0;
        for (int length = take(Integer.BYTES).get(INT, 0); length != 0; length = take(Integer.BYTES).get(INT, 0)) {
            ByteBuffer block = take(length & ~STORED).asByteBuffer();
            if (flags.sumsBlocks()) {
                check(XxHash32.of(block));
            }
            int end = block(block, (length & STORED) != 0, window, before, flags.blockBytes());
            ByteBuffer bytes = ByteBuffer.wrap(window, before, end - before);
            if (flags.sumsContent()) {
                content.add(bytes.duplicate());
            }
            receiver.accept(bytes);
            size += end - before;
            int kept = flags.isLinked() ? Math.min(end, WINDOW) : 0;
            System.arraycopy(window, end - kept, window, 0, kept);
            before = kept;
        }
        if (flags.sumsContent()) {
            check(content.value());
        }
        return size;
    }

    /** Puts a block behind what stands before it; where it ends. */
    private static int block(ByteBuffer block, boolean stored, byte[] window, int before, int most)
            throws Lz4Exception {
        if (block.remaining() > most) {
            throw new Lz4Exception("has a block of LZ4 of " + block.remaining() + " bytes in a frame of smaller ones");
        }
        int end;
        if (stored) {
            end = before + block.remaining();
            block.get(window, before, block.remaining());
        } else {
            end = Lz4Block.decode(block, window, before);
        }
        if (end - before > most) {
            throw new Lz4Exception("has a block of LZ4 that holds more than its frame says");
        }
        return end;
    }

    private void check(int sum) throws Lz4Exception {
        if (take(Integer.BYTES).get(INT, 0) != sum) {
            throw new Lz4Exception("is damaged: a checksum of LZ4 is wrong");
        }
    }

    private MemorySegment take(int length) throws Lz4Exception {
        if (length > frames.byteSize() - position) {
            throw new Lz4Exception("is damaged: its frames of LZ4 break off");
        }
        pages.passed(position);
        MemorySegment bytes = frames.asSlice(position, length);
        position += length;
        return bytes;
    }
}
