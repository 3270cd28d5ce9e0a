package org.dovetail.bridge.convert;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.core.Array;

/** SHA-256 over arrays, or over a file. */
final class Digests {
    private static final int CHUNK = 1 << 20;

    private final MessageDigest digest;

    private Digests() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Begins a digest over arrays. */
    static Digests begin() { return new Digests(); }

    /** The digest of source arrays, in the order of their paths. */
    static String of(Collection<EntryPath> paths, SourceArrays sources) throws IOException {
        Digests digests = new Digests();
        for (EntryPath path : paths.stream().sorted().toList()) {
            try (Arena arena = Arena.ofConfined()) {
                digests.add(sources.read(path, arena));
            }
        }
        return digests.end();
    }

    /** Adds an array: its dtype, its shape and its bits. */
    void add(Array array) {
        digest.update(array.spec().toString().getBytes(StandardCharsets.UTF_8));
        MemorySegment data = array.data();
        for (long start = 0; start < data.byteSize(); start += CHUNK) {
            digest.update(data.asSlice(start, Math.min(CHUNK, data.byteSize() - start)).asByteBuffer());
        }
    }

    /** The digest of all that was added. */
    String end() { return HexFormat.of().formatHex(digest.digest()); }

    /** The digest of a file's bytes. */
    static String of(Path file, Progress progress) throws IOException {
        Digests digests = new Digests();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            progress.begin("hashing", channel.size());
            while (channel.read(chunk) >= 0) {
                progress.advance(chunk.position());
                digests.digest.update(chunk.flip());
                chunk.clear();
            }
        }
        return digests.end();
    }
}
