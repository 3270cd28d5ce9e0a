package org.dovetail.bridge.format;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The directory of a ZIP file, read as strictly as only a format with a single correct reading allows.
 *
 * <p>
 * ZIP files can be read in several ways: by their directory, or from the front. Here both must agree, and the members, one after another, must fill the file up to its
 * directory without holes, overlaps or anything before or after.
 */
final class ZipArchive {
    static final int LOCAL = 0x04034b50;
    static final int CENTRAL = 0x02014b50;
    static final int END = 0x06054b50;
    static final int END64 = 0x06064b50;
    static final int LOCATOR64 = 0x07064b50;
    static final int DESCRIPTOR = 0x08074b50;
    static final int LOCAL_BYTES = 30;
    static final int CENTRAL_BYTES = 46;
    static final int END_BYTES = 22;
    static final int END64_BYTES = 56;
    static final int LOCATOR64_BYTES = 20;
    static final int STORED = 0;
    static final int DEFLATED = 8;
    static final int FLAG_DESCRIPTOR = 1 << 3;
    static final int FLAG_UTF8 = 1 << 11;

    private static final int FLAG_ENCRYPTED = 1 | 1 << 6 | 1 << 13;
    private static final int FLAGS_OF_DEFLATE = 1 << 1 | 1 << 2;
    private static final long MAX_INT = 0xffff_ffffL;
    private static final int MAX_SHORT = 0xffff;
    /** Version 6.3, the last one that Python's zipfile reads. */
    private static final int MAX_VERSION = 63;
    /** No deflated byte stands for more. */
    private static final int MAX_RATIO = 1032;

    private final Place place;
    private final MemorySegment bytes;

    private ZipArchive(Place place, MemorySegment bytes) {
        this.place = place;
        this.bytes = bytes;
    }

    /** The members of an archive, in the order of its directory. */
    static List<ZipMember> members(Place place, MemorySegment bytes) throws CheckpointException {
        return new ZipArchive(place, bytes).members();
    }

    /** An entry of the directory, before its data is found. */
    private record Listed(String name, MemorySegment rawName, int flags, int method, int crc, long packed, long size,
            long offset) {}

    /** Where the directory is. */
    private record Directory(long offset, long end, long count) {}

    private List<ZipMember> members() throws CheckpointException {
        Directory directory = directory();
        List<Listed> listed = list(directory);
        List<Listed> byOffset = new ArrayList<>(listed);
        byOffset.sort((a, b) -> Long.compare(a.offset, b.offset));
        List<ZipMember> located = new ArrayList<>();
        long expected = 0;
        for (int i = 0; i < byOffset.size(); i++) {
            Listed entry = byOffset.get(i);
            if (entry.offset != expected) {
                throw in(entry).error("begins at byte " + entry.offset + " of the archive, but what stands before it"
                        + " ends at " + expected);
            }
            long next = i + 1 < byOffset.size() ? byOffset.get(i + 1).offset : directory.offset;
            located.add(locate(entry, next));
            expected = next;
        }
        if (expected != directory.offset) {
            throw place.error("there are bytes outside the archive's members");
        }
        return inDirectoryOrder(listed, byOffset, located);
    }

    private static List<ZipMember> inDirectoryOrder(List<Listed> listed, List<Listed> byOffset,
            List<ZipMember> located) {
        if (listed.equals(byOffset)) {
            return located;
        }
        Map<String, ZipMember> byName = new HashMap<>();
        located.forEach(member -> byName.put(member.name(), member));
        return listed.stream().map(entry -> byName.get(entry.name)).toList();
    }

    private Directory directory() throws CheckpointException {
        long end = bytes.byteSize() - END_BYTES;
        if (end < 0 || intAt(end) != END || shortAt(end + 20) != 0) {
            throw place.error("does not end as a ZIP archive should: it is cut off, or something follows it");
        }
        int disk = shortAt(end + 4);
        int directoryDisk = shortAt(end + 6);
        long countHere = shortAt(end + 8);
        long count = shortAt(end + 10);
        long size = intAt(end + 12) & MAX_INT;
        long offset = intAt(end + 16) & MAX_INT;
        long directoryEnd = end;
        long locator = end - LOCATOR64_BYTES;
        // Python's zipfile writes these records from 2 GB on, where the fields before still hold the numbers.
        if (locator >= END64_BYTES && intAt(locator) == LOCATOR64) {
            directoryEnd = longAt(locator + 8);
            if (intAt(locator + 4) != 0 || intAt(locator + 16) > 1) {
                throw place.error("is one part of a ZIP archive in several");
            }
            if (directoryEnd != locator - END64_BYTES || intAt(directoryEnd) != END64
                    || longAt(directoryEnd + 4) != END64_BYTES - 12) {
                throw place.error("the ZIP64 records at the archive's end contradict each other");
            }
            disk = intAt(directoryEnd + 16);
            directoryDisk = intAt(directoryEnd + 20);
            countHere = longAt(directoryEnd + 24);
            count = longAt(directoryEnd + 32);
            size = longAt(directoryEnd + 40);
            offset = longAt(directoryEnd + 48);
        }
        if (disk != 0 || directoryDisk != 0 || countHere != count) {
            throw place.error("is one part of a ZIP archive in several");
        }
        if (size < 0 || offset < 0 || size > directoryEnd || offset != directoryEnd - size) {
            throw place.error("the archive's directory is not where its end says: " + size + " bytes at " + offset
                    + " should end at " + directoryEnd);
        }
        if (count < 0 || count > size / CENTRAL_BYTES) {
            throw place.error("the archive claims " + count + " members in a directory of " + size + " bytes");
        }
        return new Directory(offset, directoryEnd, count);
    }

    private List<Listed> list(Directory directory) throws CheckpointException {
        List<Listed> listed = new ArrayList<>();
        Set<String> names = new HashSet<>();
        long at = directory.offset;
        for (long i = 0; i < directory.count; i++) {
            if (directory.end - at < CENTRAL_BYTES || intAt(at) != CENTRAL) {
                throw place.error("the archive's directory breaks off after " + i + " members of " + directory.count);
            }
            int nameBytes = shortAt(at + 28);
            int extraBytes = shortAt(at + 30);
            int commentBytes = shortAt(at + 32);
            long next = at + CENTRAL_BYTES + nameBytes + extraBytes + commentBytes;
            if (next > directory.end) {
                throw place.error("the archive's directory breaks off after " + i + " members of " + directory.count);
            }
            Listed entry = entry(at, nameBytes, extraBytes);
            if (entry.offset > directory.offset) {
                throw in(entry).error("begins at byte " + entry.offset + ", behind the archive's directory");
            }
            if (!names.add(entry.name)) {
                throw place.error("two members of the archive are named " + Place.quoted(entry.name));
            }
            listed.add(entry);
            at = next;
        }
        if (at != directory.end) {
            throw place.error("the archive's directory has " + (directory.end - at) + " bytes more than its "
                    + directory.count + " members take");
        }
        return listed;
    }

    private Listed entry(long at, int nameBytes, int extraBytes) throws CheckpointException {
        int flags = shortAt(at + 8);
        int method = shortAt(at + 10);
        MemorySegment rawName = bytes.asSlice(at + CENTRAL_BYTES, nameBytes);
        String name = name(rawName, flags);
        Place member = place.in(name);
        if ((flags & FLAG_ENCRYPTED) != 0) {
            throw member.error("is encrypted; re-save the archive with numpy.savez");
        }
        if ((flags & ~(FLAG_DESCRIPTOR | FLAG_UTF8 | FLAGS_OF_DEFLATE)) != 0) {
            throw member.error("has the unknown ZIP flags 0x" + Integer.toHexString(flags));
        }
        int version = shortAt(at + 6) & 0xff;
        if (version > MAX_VERSION) {
            throw member.error("needs ZIP version " + version + "; known are those up to " + MAX_VERSION);
        }
        if (method != STORED && method != DEFLATED) {
            throw member.error("is compressed by " + methodName(method)
                    + "; only stored and deflated members are read, re-save the archive with numpy.savez");
        }
        if (shortAt(at + 34) != 0) {
            throw place.error("is one part of a ZIP archive in several");
        }
        long[] sizes = {intAt(at + 24) & MAX_INT, intAt(at + 20) & MAX_INT, intAt(at + 42) & MAX_INT};
        extend(member, at + CENTRAL_BYTES + nameBytes, extraBytes, sizes);
        long size = sizes[0];
        long packed = sizes[1];
        if (method == STORED && size != packed) {
            throw member.error("is stored, but claims " + size + " bytes in " + packed);
        }
        if (size / MAX_RATIO > packed) {
            throw member.error("claims " + size + " bytes in " + packed + ", more than deflate can hold");
        }
        return new Listed(name, rawName, flags, method, intAt(at + 16), packed, size, sizes[2]);
    }

    private static String methodName(int method) {
        return switch (method) {
            case 9 -> "Deflate64";
            case 12 -> "bzip2";
            case 14 -> "LZMA";
            case 93 -> "Zstandard";
            default -> "the unknown method " + method;
        };
    }

    private String name(MemorySegment raw, int flags) throws CheckpointException {
        ByteBuffer name = raw.asByteBuffer();
        boolean utf8 = (flags & FLAG_UTF8) != 0;
        try {
            String text = (utf8 ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII).newDecoder().decode(name)
                    .toString();
            if (text.isEmpty() || text.indexOf('\0') >= 0) {
                throw place.error("a member of the archive has no proper name: " + Place.quoted(text));
            }
            return text;
        } catch (CharacterCodingException e) {
            throw place.error("a member's name is " + (utf8 ? "no UTF-8" : "neither ASCII nor marked as UTF-8")
                    + "; re-save the archive with numpy.savez", e);
        }
    }

    /** Puts in the 64-bit values of those of (size, packed size, offset) that are too large for 32 bits. */
    private void extend(Place member, long at, int length, long[] values) throws CheckpointException {
        long end = at + length;
        boolean seen = false;
        while (end - at >= 4) {
            int id = shortAt(at);
            long next = at + 4 + shortAt(at + 2);
            if (next > end) {
                throw member.error("has an extra field that runs beyond its end");
            }
            if (id == 1) {
                if (seen) {
                    throw member.error("has two ZIP64 fields");
                }
                seen = true;
                extend(member, at + 4, next, values);
            }
            at = next;
        }
    }

    private void extend(Place member, long at, long end, long[] values) throws CheckpointException {
        for (int i = 0; i < values.length; i++) {
            if (values[i] == MAX_INT) {
                if (end - at < 8 || longAt(at) < 0) {
                    throw member.error("has a ZIP64 field that is too short or negative");
                }
                values[i] = longAt(at);
                at += 8;
            }
        }
    }

    /** Finds a member's data, and checks that its local header says what the directory says. */
    private ZipMember locate(Listed entry, long next) throws CheckpointException {
        Place member = in(entry);
        long at = entry.offset;
        if (next - at < LOCAL_BYTES) {
            throw member.error("has " + (next - at) + " bytes in the archive, which do not hold its header");
        }
        if (intAt(at) != LOCAL) {
            throw member.error("does not begin where the archive's directory says");
        }
        int nameBytes = shortAt(at + 26);
        int extraBytes = shortAt(at + 28);
        long start = at + LOCAL_BYTES + nameBytes + extraBytes;
        if (start > next || entry.packed > next - start) {
            throw member.error("needs " + entry.packed + " bytes in the archive, there are "
                    + Math.max(0, next - start));
        }
        long[] sizes = {intAt(at + 22) & MAX_INT, intAt(at + 18) & MAX_INT};
        extend(member, at + LOCAL_BYTES + nameBytes, extraBytes, sizes);
        boolean descriptor = (entry.flags & FLAG_DESCRIPTOR) != 0;
        int crc = intAt(at + 14);
        boolean empty = descriptor && crc == 0 && sizes[0] == 0 && sizes[1] == 0;
        boolean same = crc == entry.crc && sizes[0] == entry.size && sizes[1] == entry.packed;
        if (shortAt(at + 6) != entry.flags || shortAt(at + 8) != entry.method || !empty && !same
                || bytes.asSlice(at + LOCAL_BYTES, nameBytes).mismatch(entry.rawName) >= 0) {
            throw member.error("the archive's directory and the member's own header contradict each other");
        }
        long end = start + entry.packed;
        if (descriptor ? !isDescriptor(entry, end, next) : end != next) {
            throw member.error("is followed by " + (next - end) + " bytes that belong to no member");
        }
        return new ZipMember(member, entry.name, entry.method == DEFLATED, entry.size, entry.crc,
                bytes.asSlice(start, entry.packed));
    }

    private boolean isDescriptor(Listed entry, long at, long next) {
        long length = next - at;
        boolean signed = length == 16 || length == 24;
        if (!signed && length != 12 && length != 20 || signed && intAt(at) != DESCRIPTOR) {
            return false;
        }
        long crc = signed ? at + 4 : at;
        boolean wide = length >= 20;
        long packed = wide ? longAt(crc + 4) : intAt(crc + 4) & MAX_INT;
        long size = wide ? longAt(crc + 12) : intAt(crc + 8) & MAX_INT;
        return intAt(crc) == entry.crc && packed == entry.packed && size == entry.size;
    }

    private Place in(Listed entry) { return place.in(entry.name); }

    private int shortAt(long at) { return at(at, Short.BYTES).getShort() & MAX_SHORT; }

    private int intAt(long at) { return at(at, Integer.BYTES).getInt(); }

    private long longAt(long at) { return at(at, Long.BYTES).getLong(); }

    private ByteBuffer at(long at, int length) {
        return bytes.asSlice(at, length).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }
}
