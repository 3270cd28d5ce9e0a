package org.dovetail.bridge.format;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.dovetail.bridge.internal.blosc.BloscChunk;
import org.dovetail.bridge.internal.blosc.BloscException;
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
    MemorySegment decode(Place place, MemorySegment encoded, long size, Arena memory) throws CheckpointException {
        MemorySegment body = summed ? checked(place, encoded) : encoded;
        if (compression == Compression.NONE) {
            if (body.byteSize() != size) {
                throw place.error("a chunk has " + body.byteSize() + " bytes, where there should be " + size);
            }
            return body;
        }
        if (size > most(body.byteSize())) {
            throw place.error("a chunk should hold " + size + " bytes, more than its " + body.byteSize() + " can");
        }
        MemorySegment target = memory.allocate(size, 16);
        try {
            switch (compression) {
                case NONE, ZSTD -> ZstdFrames.decode(new SegmentStream(body), target);
                case GZIP -> inflate(place, new GZIPInputStream(new SegmentStream(body)), target);
                case ZLIB -> inflate(place, new InflaterInputStream(new SegmentStream(body)), target);
                case BLOSC -> BloscChunk.decode(body, target);
            }
        } catch (ZstdException | BloscException | IOException e) {
            throw e instanceof CheckpointException known ? known : place.error("a chunk " + e.getMessage(), e);
        }
        return target;
    }

    private static void inflate(Place place, InputStream in, MemorySegment target) throws IOException {
        byte[] chunk = new byte[1 << 16];
        long filled = 0;
        try (in) {
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                if (count > target.byteSize() - filled) {
                    throw place.error("a chunk holds more than the " + target.byteSize() + " bytes that it should");
                }
                MemorySegment.copy(chunk, 0, target, ValueLayout.JAVA_BYTE, filled, count);
                filled += count;
            }
        }
        if (filled < target.byteSize()) {
            throw place.error("a chunk holds " + filled + " bytes, not the " + target.byteSize() + " that it should");
        }
    }

    private static MemorySegment checked(Place place, MemorySegment encoded) throws CheckpointException {
        long end = encoded.byteSize() - Integer.BYTES;
        if (end < 0) {
            throw place.error("a chunk ends before its checksum");
        }
        CRC32C sum = new CRC32C();
        long slice = 1L << 30;
        for (long at = 0; at < end; at += slice) {
            sum.update(encoded.asSlice(at, Math.min(slice, end - at)).asByteBuffer());
        }
        if ((int) sum.getValue() != encoded.get(INT, end)) {
            throw place.error("a chunk is damaged: its checksum is wrong");
        }
        return encoded.asSlice(0, end);
    }
}
