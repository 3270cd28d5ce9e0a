package org.dovetail.bridge.convert;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.Node;
import org.dovetail.bridge.format.Scratch;
import org.dovetail.core.TensorSpec;

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
    static String of(Collection<Entry> entries, SourceArrays sources) throws IOException {
        Digests digests = new Digests();
        for (Entry entry : entries.stream().sorted((a, b) -> a.path().compareTo(b.path())).toList()) {
            digests.add(entry.spec(), sources.numbers(entry.path()));
        }
        return digests.end();
    }

    /** Adds an array: its dtype, its shape and its bits. */
    void add(TensorSpec spec, Node.Numbers numbers) throws IOException {
        digest.update(spec.toString().getBytes(StandardCharsets.UTF_8));
        try (Scratch memory = Scratch.temporary()) {
            numbers.each(memory, piece -> digest.update(piece.asByteBuffer()));
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
