package org.dovetail.bridge.format;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.dovetail.bridge.internal.zstd.ZstdException;
import org.dovetail.bridge.internal.zstd.ZstdFrames;

/** How a file is compressed as a whole, as {@code joblib.dump(..., compress=...)} does; its first bytes tell. */
enum Compression {
    /** joblib's own choice; the second byte tells the level. */
    ZLIB("zlib", "x[\u0001^\u009c\u00da].*"),
    /** The format of gzip. */
    GZIP("gzip", "\u001f\u008b\b.*"),
    /** The format of Zstandard, in which AlphaFold 3's parameters come. */
    ZSTD("zstd", "[(]\u00b5/\u00fd.*"),
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
     * @throws CheckpointException if they are damaged, would fill the disk, or are of a kind that is not unpacked here
     */
    MappedFile unpack(Place place, MemorySegment packed) throws IOException {
        try (UnpackedFile target = UnpackedFile.of(place, packed.byteSize())) {
            unpack(place, packed, target);
            return target.map();
        }
    }

    private void unpack(Place place, MemorySegment packed, UnpackedFile target) throws IOException {
        switch (this) {
            case ZLIB -> new Inflating(place, packed, target).zlib();
            case GZIP -> new Inflating(place, packed, target).gzip();
            case ZSTD -> {
                try {
                    ZstdFrames.decode(new SegmentStream(packed),
                            (bytes, count) -> target.write(ByteBuffer.wrap(bytes, 0, count)));
                } catch (ZstdException e) {
                    throw place.error(e.getMessage() + "; unpack it with zstd -d if that can", e);
                }
            }
            case BZIP2, XZ, LZMA, LZ4, ZFILE -> throw place.error("is compressed by " + label
                    + ", which is not unpacked here; load it with joblib.load and dump it with compress=\"zlib\", or"
                    + " without");
        }
    }
}
