package org.dovetail.bridge.format;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.dovetail.bridge.internal.blosc.BloscChunk;
import org.dovetail.bridge.internal.blosc.BloscException;
import org.dovetail.bridge.internal.bytes.ByteReceiver;
import org.dovetail.bridge.internal.bytes.MappedPages;
import org.dovetail.bridge.internal.bytes.PieceSize;
import org.dovetail.bridge.internal.zstd.ZstdException;
import org.dovetail.bridge.internal.zstd.ZstdFrames;

/**
 * What was done to a chunk's bytes.
 *
 * @param compression how they were compressed
 * @param summed whether a CRC-32C follows them
 */
record ZarrCodec(Compression compression, boolean summed) {
    static final ZarrCodec NONE = new ZarrCodec(Compression.NONE, false);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** Ways to compress. */
    enum Compression {
        NONE(1), ZSTD(ZstdFrames.MAX_RATIO), GZIP(1 << 11), ZLIB(1 << 11), BLOSC(ZstdFrames.MAX_RATIO);

        private final long maxRatio;

        Compression(long maxRatio) { this.maxRatio = maxRatio; }
    }

    /** The most bytes that so many can stand for. */
    long most(long encoded) { return encoded * compression.maxRatio; }

    /** The bytes of a chunk, which must be exactly so many; {@code memory} holds them unless they are as they were. */
    MemorySegment decode(Place place, MemorySegment encoded, long size, SegmentAllocator memory) throws IOException {
        MemorySegment body = body(place, encoded, size);
        if (compression == Compression.NONE) {
            return body;
        }
        MemorySegment target = memory.allocate(size, 16);
        decompress(place, body, new EvenPieces(place, size, target, _ -> {}));
        return target;
    }

    /** Hands over the same bytes piece by piece; all but the last are of {@link PieceSize#BYTES}. */
    void each(Place place, MemorySegment encoded, long size, SegmentAllocator memory, Node.Receiver receiver)
            throws IOException {
        MemorySegment body = body(place, encoded, size);
        if (compression == Compression.NONE) {
            Slices.each(body, receiver);
        } else {
            MemorySegment buffer = memory.allocate(Math.min(PieceSize.BYTES, size), 16);
            decompress(place, body, new EvenPieces(place, size, buffer, receiver));
        }
    }

    /** What stands for the bytes, once it can. */
    private MemorySegment body(Place place, MemorySegment encoded, long size) throws CheckpointException {
        MemorySegment body = summed ? checked(place, encoded) : encoded;
        if (compression == Compression.NONE && body.byteSize() != size) {
            throw place.error("a chunk has " + body.byteSize() + " bytes, where there should be " + size);
        }
        if (size > most(body.byteSize())) {
            throw place.error("a chunk should hold " + size + " bytes, more than its " + body.byteSize() + " can");
        }
        return body;
    }

    private void decompress(Place place, MemorySegment body, EvenPieces target) throws IOException {
        try {
            switch (compression) {
                case NONE, ZSTD -> ZstdFrames.decode(new SegmentStream(body), target::add);
                case GZIP -> inflate(new GZIPInputStream(new SegmentStream(body)), target::add);
                case ZLIB -> inflate(new InflaterInputStream(new SegmentStream(body)), target::add);
                case BLOSC -> BloscChunk.decode(body, target.size(), target::add);
            }
        } catch (ZstdException | BloscException | ZipException | EOFException e) {
            throw place.error("a chunk " + e.getMessage(), e);
        }
        target.end();
    }

    private static void inflate(InputStream in, ByteReceiver target) throws IOException {
        try (in) {
            target.acceptAll(in);
        }
    }

    private static MemorySegment checked(Place place, MemorySegment encoded) throws CheckpointException {
        long end = encoded.byteSize() - Integer.BYTES;
        if (end < 0) {
            throw place.error("a chunk ends before its checksum");
        }
        CRC32C sum = new CRC32C();
        MappedPages pages = new MappedPages(encoded.asSlice(0, end));
        for (long at = 0; at < end; at += PieceSize.BYTES) {
            sum.update(pages.piece(at));
        }
        if ((int) sum.getValue() != encoded.get(INT, end)) {
            throw place.error("a chunk is damaged: its checksum is wrong");
        }
        return encoded.asSlice(0, end);
    }
}
