package org.dovetail.bridge.format.ocdbt;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The data files that a manifest or node points into.
 *
 * @param files the files, by number
 */
record OcdbtFileTable(List<DataFile> files) {
    private static final int MAX_PATH = 65_535;
    private static final long MAX_TOTAL = 64L << 20;

    /**
     * A data file.
     *
     * @param base the folder from which the nodes in it count paths on, ending with {@code /} if it is any
     * @param path the file's path, from the database's folder
     */
    record DataFile(String base, String path) {}

    /** Reads a table; paths in it begin at {@code base}. */
    static OcdbtFileTable read(OcdbtCursor cursor, String base) throws OcdbtException {
        int count = cursor.count("data files");
        long[] prefixes = cursor.varints(Math.max(0, count - 1));
        long[] suffixes = cursor.varints(count);
        long[] bases = cursor.varints(count);
        List<DataFile> files = new ArrayList<>();
        byte[] path = {};
        long total = 0;
        for (int i = 0; i < count; i++) {
            path = extended("a path", path, i == 0 ? 0 : prefixes[i - 1], cursor.take(suffixes[i]), MAX_PATH);
            total += path.length;
            if (bases[i] < 0 || bases[i] > path.length || total > MAX_TOTAL) {
                throw new OcdbtException("its table of data files makes no sense");
            }
            String inner = base + text(Arrays.copyOf(path, (int) bases[i]));
            String whole = base + text(path);
            checkInside(whole);
            files.add(new DataFile(inner, whole));
        }
        return new OcdbtFileTable(files);
    }

    /** A byte string that begins like the one before it. */
    static byte[] extended(String what, byte[] before, long prefix, MemorySegment suffix, int limit)
            throws OcdbtException {
        if (prefix < 0 || prefix > before.length || prefix + suffix.byteSize() > limit) {
            throw new OcdbtException(what + " takes " + Long.toUnsignedString(prefix) + " bytes of the " + before.length
                    + " before it and adds " + suffix.byteSize() + "; at most " + limit + " are read");
        }
        byte[] whole = Arrays.copyOf(before, (int) (prefix + suffix.byteSize()));
        MemorySegment.copy(suffix, ValueLayout.JAVA_BYTE, 0, whole, (int) prefix, (int) suffix.byteSize());
        return whole;
    }

    static String text(byte[] bytes) throws OcdbtException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new OcdbtException("a key or path is not UTF-8", e);
        }
    }

    private static void checkInside(String path) throws OcdbtException {
        for (String part : path.split("/", -1)) {
            boolean plain = !part.isEmpty() && !part.equals(".") && !part.equals("..")
                    && part.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != '\\' && c != ':');
            if (!plain) {
                throw new OcdbtException("a data file's path leads out of the checkpoint or is none");
            }
        }
    }

    DataFile get(long number) throws OcdbtException {
        if (number < 0 || number >= files.size()) {
            throw new OcdbtException("points into data file " + Long.toUnsignedString(number) + " of " + files.size());
        }
        return files.get((int) number);
    }
}
