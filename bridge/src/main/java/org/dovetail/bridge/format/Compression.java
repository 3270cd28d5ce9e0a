package org.dovetail.bridge.format;

import io.airlift.compress.bzip2.BZip2HadoopStreams;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.dovetail.bridge.internal.bytes.ByteReceiver;
import org.dovetail.bridge.internal.lz4.Lz4Exception;
import org.dovetail.bridge.internal.lz4.Lz4Frames;
import org.dovetail.bridge.internal.zstd.ZstdException;
import org.dovetail.bridge.internal.zstd.ZstdFrames;
import org.tukaani.xz.LZMAInputStream;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.XZInputStream;

/** How a file is compressed as a whole, as {@code joblib.dump(..., compress=...)} does; its first bytes tell. */
enum Compression {
    /** joblib's own choice; the second byte tells the level. */
    ZLIB("x[\u0001^\u009c\u00da].*"),
    /** The format of gzip. */
    GZIP("\u001f\u008b\b.*"),
    /** The format of Zstandard, in which AlphaFold 3's parameters come. */
    ZSTD("[(]\u00b5/\u00fd.*"),
    /** The format of bzip2. */
    BZIP2("BZh[1-9].*"),
    /** The format of xz. */
    XZ("\u00fd7zXZ\0.*"),
    /** The format before xz, in which nothing tells of damage. */
    LZMA("]\0.*"),
    /** The frames of LZ4. */
    LZ4("\u0004\"M\u0018.*"),
    /** What joblib wrote before 0.9.3. */
    ZFILE("ZF0x.*");

    private static final int HEAD = 16;
    /** Enough for the 64 MB of the highest preset of xz. */
    private static final long MAX_DICTIONARY = 128L << 20;

    private final Pattern head;

    Compression(String head) { this.head = Pattern.compile(head, Pattern.DOTALL); }

    /** What the file's first bytes tell; empty when it is not compressed. */
    static Optional<Compression> of(MemorySegment bytes) {
        return of(bytes.asSlice(0, Math.min(HEAD, bytes.byteSize())).asByteBuffer());
    }

    /** What the file's first bytes tell; empty when it is not compressed. */
    static Optional<Compression> of(ByteBuffer bytes) {
        String head = StandardCharsets.ISO_8859_1.decode(bytes.slice(0, Math.min(HEAD, bytes.limit()))).toString();
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
                    ZstdFrames.decode(new SegmentStream(packed), target::write);
                } catch (ZstdException e) {
                    throw place.error(e.getMessage() + "; unpack it with zstd -d if that can", e);
                }
            }
            case BZIP2 -> copy(place, target, () -> new BZip2HadoopStreams()
                    .createInputStream(new SegmentStream(packed)));
            case XZ -> copy(place, target, () -> new XZInputStream(new SegmentStream(packed), dictionaryLimit()));
            case LZMA -> {
                SegmentStream stream = new SegmentStream(packed);
                copy(place, target, () -> new LZMAInputStream(stream, dictionaryLimit()));
                if (stream.remaining() > 0) {
                    throw place.error("has " + stream.remaining() + " bytes after its compressed data");
                }
            }
            case LZ4 -> {
                try {
                    Lz4Frames.decode(packed, target::write);
                } catch (Lz4Exception e) {
                    throw place.error(String.valueOf(e.getMessage()), e);
                }
            }
            case ZFILE -> throw place.error("was compressed by joblib before 0.9.3, in a way of its own that is not"
                    + " unpacked here; load it with joblib.load and dump it again");
        }
    }

    /** In units of 1024 bytes: decoders allocate at once what a file says its dictionary needs. */
    private static int dictionaryLimit() {
        return (int) (Math.min(MAX_DICTIONARY, Runtime.getRuntime().maxMemory() / 3) >> 10);
    }

    /** A decoder of another's, whose errors are the file's. */
    @FunctionalInterface
    private interface Decoder {
        /** Opens it. */
        InputStream open() throws IOException;
    }

    private static void copy(Place place, UnpackedFile target, Decoder decoder) throws IOException {
        try (InputStream in = decoder.open()) {
            ByteReceiver receiver = target::write;
            receiver.acceptAll(in);
        } catch (CheckpointException e) {
            throw e;
        } catch (EOFException e) {
            throw place.error("is damaged: its compressed data break off", e);
        } catch (MemoryLimitException e) {
            throw place.error("needs " + e.getMemoryNeeded() + " KiB of memory to be unpacked, where "
                    + e.getMemoryLimit() + " are allowed; give the JVM a larger heap, or dump it again without"
                    + " compression", e);
        } catch (IndexOutOfBoundsException e) {
            throw place.error("is damaged: its compressed data make no sense", e);
        } catch (IOException e) {
            throw place.error("is damaged: its compressed data make no sense (" + e.getMessage() + ")", e);
        }
    }
}
