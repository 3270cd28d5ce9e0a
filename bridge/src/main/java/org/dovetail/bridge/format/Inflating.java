package org.dovetail.bridge.format;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.dovetail.bridge.internal.bytes.MappedPages;
import org.dovetail.bridge.internal.bytes.PieceSize;

/** Inflates a file into another, chunk by chunk. */
final class Inflating {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final int GZIP_HEADER = 10;
    private static final int GZIP_TRAILER = 8;
    private static final int CHECKSUM = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;

    private final Place place;
    private final MemorySegment packed;
    private final UnpackedFile target;
    private final CRC32 sum = new CRC32();

    /**
     * Inflates.
     *
     * @param place the file, for messages
     * @param packed its bytes
     * @param target takes what is in it
     */
    Inflating(Place place, MemorySegment packed, UnpackedFile target) {
        this.place = place;
        this.packed = packed;
        this.target = target;
    }

    /** A zlib stream, which fills the file. */
    void zlib() throws IOException { end(inflate(0, false)); }

    /** One member of gzip, which fills the file. */
    void gzip() throws IOException {
        long end = inflate(header(), true);
        if (end > packed.byteSize() - GZIP_TRAILER) {
            throw broken();
        }
        if (packed.get(INT, end) != (int) sum.getValue() || packed.get(INT, end + 4) != (int) target.size()) {
            throw place.error("is damaged: its checksum is not that of what gzip unpacks");
        }
        end(end + GZIP_TRAILER);
    }

    private long header() throws CheckpointException {
        if (packed.byteSize() < GZIP_HEADER) {
            throw broken();
        }
        int flags = packed.get(ValueLayout.JAVA_BYTE, 3);
        long at = GZIP_HEADER;
        if ((flags & EXTRA) != 0) {
            at += 2 + (at + 2 > packed.byteSize() ? 0 : packed.get(SHORT, at) & 0xffff);
        }
        for (int text : new int[]{NAME, COMMENT}) {
            at = (flags & text) == 0 ? at : afterText(at);
        }
        return at + ((flags & CHECKSUM) == 0 ? 0 : 2);
    }

    private long afterText(long start) {
        long at = start;
        while (at < packed.byteSize() && packed.get(ValueLayout.JAVA_BYTE, at) != 0) {
            at++;
        }
        return at + 1;
    }

    /** Inflates what begins at a position; where it ends. */
    private long inflate(long start, boolean bare) throws IOException {
        Inflater inflater = new Inflater(bare);
        byte[] chunk = new byte[PieceSize.CHUNK];
        MappedPages pages = new MappedPages(packed);
        long fed = start;
        try {
            while (!inflater.finished()) {
                if (inflater.needsInput()) {
                    if (fed >= packed.byteSize()) {
                        throw broken();
                    }
                    ByteBuffer piece = pages.piece(fed);
                    fed += piece.remaining();
                    inflater.setInput(piece);
                }
                int count = inflater.inflate(chunk);
                if (inflater.needsDictionary()) {
                    throw place.error("is damaged: zlib would need a dictionary for it");
                }
                sum.update(chunk, 0, count);
                target.write(ByteBuffer.wrap(chunk, 0, count));
            }
            return start + inflater.getBytesRead();
        } catch (DataFormatException e) {
            throw place.error("is damaged: its deflated data make no sense (" + e.getMessage() + ")", e);
        } finally {
            inflater.end();
        }
    }

    private void end(long end) throws CheckpointException {
        if (end != packed.byteSize()) {
            throw place.error("has " + (packed.byteSize() - end) + " bytes after its compressed data");
        }
    }

    private CheckpointException broken() { return place.error("is damaged: its compressed data break off"); }
}
