package org.dovetail.bridge.format.ocdbt;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The manifest of a database, as far as it tells of the newest version.
 *
 * @param maxNodeBytes how large a node may be
 * @param root the root of the newest version's tree; null when that has no keys
 * @param height the height of the root; leaves have 0
 */
record OcdbtManifest(long maxNodeBytes, @Nullable Pointer root, int height) {
    static final String NAME = "manifest.ocdbt";
    private static final Pattern NUMBERED = Pattern.compile("manifest\\.[0-9a-f]{16}");
    private static final long MAX_BYTES = 64L << 20;
    private static final int UUID_BYTES = 16;
    private static final long NUMBERED_KIND = 1;
    /** Offset and length of a tree without keys. */
    private static final long NONE = -1;

    /**
     * Where a node is.
     *
     * @param file the data file
     * @param offset where it begins
     * @param length how many bytes it has
     */
    record Pointer(OcdbtFileTable.DataFile file, long offset, long length) {}

    static OcdbtManifest read(OcdbtFiles files) throws OcdbtException, IOException {
        Optional<OcdbtManifest> single = read(files, NAME);
        if (single.isPresent()) {
            return single.get();
        }
        String newest = files.names().stream().filter(name -> NUMBERED.matcher(name).matches())
                .max(String::compareTo)
                .orElseThrow(() -> new OcdbtException(NAME + " says that there are numbered manifests, there is none"));
        return read(files, newest)
                .orElseThrow(() -> new OcdbtException(newest + " should be the manifest, and refers to others"));
    }

    /** Empty if the versions stand in numbered manifests. */
    private static Optional<OcdbtManifest> read(OcdbtFiles files, String name) throws OcdbtException, IOException {
        MemorySegment bytes = files.bytes(name);
        try {
            return read(OcdbtEnvelope.MANIFEST.open(bytes, MAX_BYTES));
        } catch (OcdbtException e) {
            throw new OcdbtException("the manifest " + name + " " + e.getMessage(), e);
        }
    }

    private static Optional<OcdbtManifest> read(OcdbtCursor cursor) throws OcdbtException {
        cursor.take(UUID_BYTES);
        long kind = cursor.varint();
        cursor.varint();
        long maxNodeBytes = cursor.varint();
        cursor.u8();
        if (cursor.varint() != 0) {
            cursor.take(Integer.BYTES);
        }
        if (kind == NUMBERED_KIND) {
            cursor.end();
            return Optional.empty();
        }
        if (kind != 0) {
            throw new OcdbtException("is of the unknown kind " + Long.toUnsignedString(kind));
        }
        OcdbtFileTable table = OcdbtFileTable.read(cursor, "");
        int versions = cursor.count("versions");
        if (versions == 0) {
            throw new OcdbtException("has no version");
        }
        cursor.varints(versions);
        int height = 0;
        for (int i = 0; i < versions; i++) {
            height = cursor.u8();
        }
        int newest = versions - 1;
        long file = cursor.varints(versions)[newest];
        long offset = cursor.varints(versions)[newest];
        long length = cursor.varints(versions)[newest];
        Pointer root = offset == NONE && length == NONE ? null : new Pointer(table.get(file), offset, length);
        return Optional.of(new OcdbtManifest(maxNodeBytes, root, height));
    }
}
