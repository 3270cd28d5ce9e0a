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

/**
 * Writes a ZIP archive byte for byte as Python's {@code zipfile} does for {@code numpy.savez}: ZIP64 sizes in every local header, the year 1980, names in UTF-8 when they are
 * not ASCII.
 */
final class ZipSink {
    private static final int VERSION = 45;
    private static final int UNIX = 3;
    private static final int DATE_1980 = 0x21;
    private static final int OWNER_READS_AND_WRITES = 0600 << 16;
    private static final int CHUNK = 1 << 16;
    /** Python's bound, half of what the fields could hold. */
    private static final long MAX_INT = 0x7fff_ffffL;
    private static final int MAX_COUNT = 0xffff;
    private static final int MAX_NAME = 0xffff;

    private final FileSink sink;
    private final Place place;
    private final boolean deflate;
    private final List<Written> written = new ArrayList<>();

    private record Written(String name, int crc, long packed, long size, long offset) {
        byte[] rawName() { return name.getBytes(StandardCharsets.UTF_8); }

        int flags() { return rawName().length == name.length() ? 0 : ZipArchive.FLAG_UTF8; }
    }

    ZipSink(FileSink sink, Place place, boolean deflate) {
        this.sink = sink;
        this.place = place;
        this.deflate = deflate;
    }

    /** Writes a member that consists of two parts. */
    void add(String name, byte[] first, MemorySegment second) throws IOException {
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME || name.indexOf('\0') >= 0
                || !StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
            throw place.in(name).error("a ZIP archive cannot hold this name; rename the entry");
        }
        long size = first.length + second.byteSize();
        long offset = sink.position();
        sink.write(local(new Written(name, 0, size, size, offset)));
        long start = sink.position();
        CRC32 sum = new CRC32();
        sum.update(first);
        if (deflate) {
            deflate(first, second, sum);
        } else {
            sink.write(first);
            sink.write(second, sum);
        }
        Written member = new Written(name, (int) sum.getValue(), sink.position() - start, size, offset);
        sink.rewrite(offset, local(member));
        written.add(member);
    }

    /** Writes the directory. */
    void finish() throws IOException {
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
                .putShort((short) 0).putShort((short) DATE_1980).putInt(member.crc);
    }

    private static byte[] end64(long count, long size, long offset, long position) {
        ByteBuffer end = ByteBuffer.allocate(ZipArchive.END64_BYTES + ZipArchive.LOCATOR64_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN).putInt(ZipArchive.END64);
        end.putLong(ZipArchive.END64_BYTES - 12).putShort((short) VERSION).putShort((short) VERSION);
        end.putInt(0).putInt(0).putLong(count).putLong(count).putLong(size).putLong(offset);
        return end.putInt(ZipArchive.LOCATOR64).putInt(0).putLong(position).putInt(1).array();
    }

    private void deflate(byte[] first, MemorySegment second, CRC32 sum) throws IOException {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            deflater.setInput(first);
            drain(deflater);
            Slices.each(second, slice -> {
                sum.update(slice.duplicate());
                deflater.setInput(slice);
                drain(deflater);
            });
            deflater.finish();
            drain(deflater);
        } finally {
            deflater.end();
        }
    }

    private void drain(Deflater deflater) throws IOException {
        byte[] out = new byte[CHUNK];
        for (int count = deflater.deflate(out); count > 0; count = deflater.deflate(out)) {
            sink.write(MemorySegment.ofArray(out).asSlice(0, count));
        }
    }
}
