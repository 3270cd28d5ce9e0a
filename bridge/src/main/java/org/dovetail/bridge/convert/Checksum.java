package org.dovetail.bridge.convert;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.Node;
import org.dovetail.bridge.format.Scratch;
import org.dovetail.bridge.internal.bytes.PieceSize;
import org.dovetail.core.TensorSpec;

/**
 * A checksum of 64 bits over arrays, or over a file: CRC-32C, then CRC-32. It tells whether side data still belongs to bytes that nobody has a reason to forge; a cryptographic digest
 * would take several times as long as copying them.
 */
final class Checksum {
    private final CRC32C castagnoli = new CRC32C();
    private final CRC32 plain = new CRC32();

    private Checksum() {}

    /** Begins a checksum over arrays. */
    static Checksum begin() { return new Checksum(); }

    /** The checksum of source arrays, in the order of their paths. */
    static String of(Collection<Entry> entries, SourceArrays sources) throws IOException {
        Checksum checksum = new Checksum();
        for (Entry entry : entries.stream().sorted(Entry::inOrder).toList()) {
            checksum.add(entry.spec(), sources.numbers(entry.path()));
        }
        return checksum.end();
    }

    /** Adds an array: its dtype, its shape and its bits. */
    void add(TensorSpec spec, Node.Numbers numbers) throws IOException {
        add(ByteBuffer.wrap(spec.toString().getBytes(StandardCharsets.UTF_8)));
        try (Scratch memory = Scratch.temporary()) {
            numbers.each(memory, piece -> add(piece.asByteBuffer()));
        }
    }

    private void add(ByteBuffer bytes) {
        castagnoli.update(bytes.duplicate());
        plain.update(bytes);
    }

    /** The checksum of all that was added, in hexadecimal digits. */
    String end() {
        HexFormat digits = HexFormat.of();
        return digits.toHexDigits((int) castagnoli.getValue()) + digits.toHexDigits((int) plain.getValue());
    }

    /** The checksum of a file's bytes. */
    static String of(Path file, Progress progress) throws IOException {
        Checksum checksum = new Checksum();
        ByteBuffer piece = ByteBuffer.allocateDirect(PieceSize.BYTES);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            progress.begin("hashing", channel.size());
            while (channel.read(piece) >= 0) {
                progress.advance(piece.position());
                checksum.add(piece.flip());
                piece.clear();
            }
        }
        return checksum.end();
    }
}
