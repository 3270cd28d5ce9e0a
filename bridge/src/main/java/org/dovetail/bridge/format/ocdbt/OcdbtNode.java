package org.dovetail.bridge.format.ocdbt;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** A node of the B+tree, its keys as the bytes after what the path to it has in common. */
sealed interface OcdbtNode {
    /** How long a key may be. */
    int MAX_KEY = 65_535;
    /** How many bytes the keys of a node may have when they are written out. */
    long MAX_KEY_BYTES = 256L << 20;

    /**
     * A node with values.
     *
     * @param entries the values in the order of their keys
     */
    record Leaf(List<Entry> entries) implements OcdbtNode {}

    /**
     * A key and its value.
     *
     * @param key the key
     * @param value where the value is
     */
    record Entry(OcdbtKey key, OcdbtValue value) {}

    /**
     * A node with nodes below it.
     *
     * @param children the nodes in the order of their keys
     */
    record Interior(List<Child> children) implements OcdbtNode {}

    /**
     * A node below another.
     *
     * @param common what all of its keys begin with
     * @param pointer where it is
     */
    record Child(OcdbtKey common, OcdbtManifest.Pointer pointer) {}

    /** Reads a node that should be of some height. */
    static OcdbtNode read(OcdbtCursor cursor, String base, int height) throws OcdbtException {
        int found = cursor.u8();
        if (found != height) {
            throw new OcdbtException("is of height " + found + ", where one of " + height + " should be");
        }
        OcdbtFileTable table = OcdbtFileTable.read(cursor, base);
        int count = cursor.count("entries");
        long[] prefixes = cursor.varints(Math.max(0, count - 1));
        long[] suffixes = cursor.varints(count);
        long[] commons = height == 0 ? new long[0] : cursor.varints(count);
        List<OcdbtKey> keys = keys(cursor, prefixes, suffixes);
        OcdbtNode node = height == 0 ? leaf(cursor, table, keys) : interior(cursor, table, keys, commons);
        cursor.end();
        return node;
    }

    private static List<OcdbtKey> keys(OcdbtCursor cursor, long[] prefixes, long[] suffixes) throws OcdbtException {
        List<OcdbtKey> keys = new ArrayList<>();
        byte[] key = {};
        long total = 0;
        for (int i = 0; i < suffixes.length; i++) {
            key = OcdbtFileTable.extended("a key", key, i == 0 ? 0 : prefixes[i - 1], cursor.take(suffixes[i]),
                    MAX_KEY);
            total += key.length;
            if (total > MAX_KEY_BYTES) {
                throw new OcdbtException("has keys of more than " + MAX_KEY_BYTES + " bytes");
            }
            keys.add(new OcdbtKey(key));
        }
        return keys;
    }

    private static Leaf leaf(OcdbtCursor cursor, OcdbtFileTable table, List<OcdbtKey> keys) throws OcdbtException {
        int count = keys.size();
        long[] lengths = cursor.varints(count);
        byte[] kinds = cursor.take(count).toArray(ValueLayout.JAVA_BYTE);
        int stored = 0;
        for (byte kind : kinds) {
            if (kind != 0 && kind != 1) {
                throw new OcdbtException("has a value of the unknown kind " + kind);
            }
            stored += kind;
        }
        long[] files = cursor.varints(stored);
        long[] offsets = cursor.varints(stored);
        List<Entry> entries = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < count; i++) {
            if (kinds[i] == 0) {
                entries.add(new Entry(keys.get(i), new OcdbtValue.Inline(cursor.take(lengths[i]))));
            } else {
                entries.add(new Entry(keys.get(i),
                        new OcdbtValue.Stored(table.get(files[next]).path(), offsets[next], lengths[i])));
                next++;
            }
        }
        return new Leaf(entries);
    }

    private static Interior interior(OcdbtCursor cursor, OcdbtFileTable table, List<OcdbtKey> keys, long[] commons)
            throws OcdbtException {
        int count = keys.size();
        long[] files = cursor.varints(count);
        long[] offsets = cursor.varints(count);
        long[] lengths = cursor.varints(count);
        for (int statistic = 0; statistic < 3; statistic++) {
            cursor.varints(count);
        }
        List<Child> children = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            OcdbtKey key = keys.get(i);
            if (commons[i] < 0 || commons[i] > key.length()) {
                throw new OcdbtException("has a key shorter than what the keys below it begin with");
            }
            children.add(new Child(key.first((int) commons[i]),
                    new OcdbtManifest.Pointer(table.get(files[i]), offsets[i], lengths[i])));
        }
        return new Interior(children);
    }

    /** The bytes that a pointer points to. */
    static MemorySegment slice(MemorySegment file, OcdbtManifest.Pointer pointer) throws OcdbtException {
        long offset = pointer.offset();
        long length = pointer.length();
        if (offset < 0 || length < 0 || offset > file.byteSize() || length > file.byteSize() - offset) {
            throw new OcdbtException("should have " + Long.toUnsignedString(length) + " bytes, the file has "
                    + file.byteSize());
        }
        return file.asSlice(offset, length);
    }
}
