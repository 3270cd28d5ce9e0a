package org.dovetail.bridge.format;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** How a file is compressed as a whole, as {@code joblib.dump(..., compress=...)} does; its first bytes tell. */
enum Compression {
    /** joblib's own choice; the second byte tells the level. */
    ZLIB("zlib", "x[\u0001^\u009c\u00da].*"),
    /** The format of gzip. */
    GZIP("gzip", "\u001f\u008b\b.*"),
    /** The format of bzip2. */
    BZIP2("bz2", "BZh[1-9].*"),
    /** The format of xz. */
    XZ("xz", "\u00fd7zXZ\0.*"),
    /** The format before xz. */
    LZMA("lzma", "]\0.*"),
    /** The frames of LZ4. */
    LZ4("lz4", "\u0004\"M\u0018.*"),
    /** What joblib wrote before 0.9.3. */
    ZFILE("joblib before 0.9.3", "ZF0x.*");

    private static final int HEAD = 16;

    private final String label;
    private final Pattern head;

    Compression(String label, String head) {
        this.label = label;
        this.head = Pattern.compile(head, Pattern.DOTALL);
    }

    /** What the file's first bytes tell; empty when it is not compressed. */
    static Optional<Compression> of(MemorySegment bytes) {
        String head = new String(bytes.asSlice(0, Math.min(HEAD, bytes.byteSize())).toArray(ValueLayout.JAVA_BYTE),
                StandardCharsets.ISO_8859_1);
        return Arrays.stream(values()).filter(compression -> compression.head.matcher(head).matches()).findFirst();
    }

    /**
     * Unpacks a file into one without a name, which goes with the mapping: memory stays bounded, however large it is.
     *
     * @param place the file
     * @param packed its bytes
     * @throws CheckpointException if they are damaged, would fill the disk, or are of a kind that Java cannot unpack
     */
    MappedFile unpack(Place place, MemorySegment packed) throws IOException {
        return switch (this) {
            case ZLIB, GZIP -> {
                try (FileChannel target = temporary(place)) {
                    Inflating inflating = new Inflating(place, packed, target);
                    if (this == ZLIB) {
                        inflating.zlib();
                    } else {
                        inflating.gzip();
                    }
                    yield MappedFile.of(place.file(), target);
                }
            }
            case BZIP2, XZ, LZMA, LZ4, ZFILE -> throw place.error("is compressed by " + label
                    + ", which Java cannot unpack; load it with joblib.load and dump it with compress=\"zlib\", or"
                    + " without");
        };
    }

    private static FileChannel temporary(Place place) throws CheckpointException {
        try {
            Path file = Files.createTempFile("dovetail", ".unpacked");
            return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE,
                    StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException e) {
            throw place.error("cannot be unpacked: there can be no temporary file (" + e.getMessage() + ")", e);
        }
    }
}
