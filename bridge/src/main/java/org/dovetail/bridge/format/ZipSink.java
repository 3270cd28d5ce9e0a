package org.dovetail.bridge.format;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.dovetail.bridge.internal.bytes.PieceSize;

/**
 * Writes a ZIP archive byte for byte as Python's {@code zipfile} does for {@code numpy.savez}: ZIP64 sizes in every local header, the year 1980, names in UTF-8 when they are
 * not ASCII.
 */
final class ZipSink {
    private static final int VERSION = 45;
    private static final int UNIX = 3;
    private static final int DATE_1980 = 0x21;
    private static final int OWNER_READS_AND_WRITES = 0600 << 16;
    /** Python's bound, half of what the fields could hold. */
    private static final long MAX_INT = 0x7fff_ffffL;
    private static final int MAX_COUNT = 0xffff;
    private static final int MAX_NAME = 0xffff;

    private final FileSink sink;
    private final Place place;
    private final boolean deflate;
    private final List<Written> written = new ArrayList<>();

    /** A member; its checksum counts once it is written. */
    private record Written(String name, CRC32 sum, long packed, long size, long offset) {
        byte[] rawName() { return name.getBytes(StandardCharsets.UTF_8); }

        int flags() { return rawName().length == name.length() ? 0 : ZipArchive.FLAG_UTF8; }
    }

    ZipSink(FileSink sink, Place place, boolean deflate) {
        this.sink = sink;
        this.place = place;
        this.deflate = deflate;
    }

    /** Adds a member of some bytes. */
    void add(String name, byte[] bytes) throws IOException {
        add(name, bytes, 0, (_, _) -> {});
    }

    /**
     * Adds a member that consists of two parts. What is not deflated has its place at once, and may be written later.
     *
     * @param name its name
     * @param first its beginning
     * @param bytes how many bytes follow
     * @param second those bytes
     */
    void add(String name, byte[] first, long bytes, PiecedNumbers.Pieces second) throws IOException {
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME || name.indexOf('\0') >= 0
                || !StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
            throw place.in(name).error("a ZIP archive cannot hold this name; rename the entry");
        }
        long size = first.length + bytes;
        CRC32 sum = new CRC32();
        sum.update(first);
        Written member = new Written(name, sum, size, size, sink.position());
        sink.write(local(member));
        if (deflate) {
            written.add(deflate(member, first, second));
            return;
        }
        written.add(member);
        sink.write(first);
        sink.write(bytes, (region, memory) -> {
            second.each(memory, piece -> {
                sum.update(piece.asByteBuffer());
                region.write(piece);
            });
            sink.rewrite(member.offset, local(member));
        });
    }

    /** Writes the directory. */
    void finish() throws IOException {
        sink.finish();
        long offset = sink.position();
        for (Written member : written) {
            sink.write(central(member));
        }
        long size = sink.position() - offset;
        int count = written.size();
        if (count > MAX_COUNT || size > MAX_INT || offset > MAX_INT) {
            sink.write(end64(count, size, offset, sink.position()));
        }
        ByteBuffer end = ByteBuffer.allocate(ZipArchive.END_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        end.putInt(ZipArchive.END).putShort((short) 0).putShort((short) 0);
        end.putShort((short) Math.min(count, MAX_COUNT)).putShort((short) Math.min(count, MAX_COUNT));
        end.putInt((int) Math.min(size, 0xffff_ffffL)).putInt((int) Math.min(offset, 0xffff_ffffL));
        sink.write(end.putShort((short) 0).array());
    }

    private byte[] local(Written member) {
        byte[] name = member.rawName();
        ByteBuffer header = ByteBuffer.allocate(ZipArchive.LOCAL_BYTES + name.length + 20)
                .order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(ZipArchive.LOCAL);
        header.putShort((short) VERSION);
        common(header, member).putInt(-1).putInt(-1);
        header.putShort((short) name.length).putShort((short) 20).put(name);
        header.putShort((short) 1).putShort((short) 16).putLong(member.size).putLong(member.packed);
        return header.array();
    }

    private byte[] central(Written member) {
        byte[] name = member.rawName();
        boolean largeSize = member.size > MAX_INT || member.packed > MAX_INT;
        boolean largeOffset = member.offset > MAX_INT;
        int extra = (largeSize ? 16 : 0) + (largeOffset ? 8 : 0);
        int extraBytes = extra == 0 ? 0 : extra + 4;
        ByteBuffer header = ByteBuffer.allocate(ZipArchive.CENTRAL_BYTES + name.length + extraBytes)
                .order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(ZipArchive.CENTRAL).put((byte) VERSION).put((byte) UNIX).putShort((short) VERSION);
        common(header, member);
        header.putInt(largeSize ? -1 : (int) member.packed).putInt(largeSize ? -1 : (int) member.size);
        header.putShort((short) name.length).putShort((short) extraBytes).putShort((short) 0);
        header.putShort((short) 0).putShort((short) 0).putInt(OWNER_READS_AND_WRITES);
        header.putInt(largeOffset ? -1 : (int) member.offset).put(name);
        if (extra > 0) {
            header.putShort((short) 1).putShort((short) extra);
            if (largeSize) {
                header.putLong(member.size).putLong(member.packed);
            }
            if (largeOffset) {
                header.putLong(member.offset);
            }
        }
        return header.array();
    }

    /** The fields from the flags to the checksum. */
    private ByteBuffer common(ByteBuffer header, Written member) {
        return header.putShort((short) member.flags())
                .putShort((short) (deflate ? ZipArchive.DEFLATED : ZipArchive.STORED))
                .putShort((short) 0).putShort((short) DATE_1980).putInt((int) member.sum.getValue());
    }

    private static byte[] end64(long count, long size, long offset, long position) {
        ByteBuffer end = ByteBuffer.allocate(ZipArchive.END64_BYTES + ZipArchive.LOCATOR64_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN).putInt(ZipArchive.END64);
        end.putLong(ZipArchive.END64_BYTES - 12).putShort((short) VERSION).putShort((short) VERSION);
        end.putInt(0).putInt(0).putLong(count).putLong(count).putLong(size).putLong(offset);
        return end.putInt(ZipArchive.LOCATOR64).putInt(0).putLong(position).putInt(1).array();
    }

    private Written deflate(Written member, byte[] first, PiecedNumbers.Pieces second) throws IOException {
        long start = sink.position();
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try (Scratch memory = sink.memory()) {
            deflater.setInput(first);
            drain(deflater);
            second.each(memory, piece -> {
                member.sum.update(piece.asByteBuffer());
                deflater.setInput(piece.asByteBuffer());
                drain(deflater);
            });
            deflater.finish();
            drain(deflater);
        } finally {
            deflater.end();
        }
        Written packed = new Written(member.name, member.sum, sink.position() - start, member.size, member.offset);
        sink.rewrite(member.offset, local(packed));
        return packed;
    }

    private void drain(Deflater deflater) throws IOException {
        byte[] out = new byte[PieceSize.CHUNK];
        for (int count = deflater.deflate(out); count > 0; count = deflater.deflate(out)) {
            sink.write(MemorySegment.ofArray(out).asSlice(0, count));
        }
    }
}
