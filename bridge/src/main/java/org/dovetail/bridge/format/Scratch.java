package org.dovetail.bridge.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.dovetail.bridge.internal.bytes.PieceSize;

/**
 * Memory for numbers that are needed for a while. All but the first megabytes lie in files without names, which the system writes out when memory is short; they go when this is
 * closed.
 *
 * <p>
 * Allocating throws {@link UncheckedIOException} if the disk is full.
 */
public final class Scratch implements SegmentAllocator, AutoCloseable {
    /** Where temporary files are. */
    public static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir", "."));

    private static final long IN_MEMORY = 8L * PieceSize.BYTES;
    private static final long BLOCK = 16L * PieceSize.BYTES;

    private final Path folder;
    private final Arena arena;
    private long left = IN_MEMORY;
    private MemorySegment block = MemorySegment.NULL;
    private long used;

    private Scratch(Path folder, Arena arena) {
        this.folder = folder;
        this.arena = arena;
    }

    /**
     * Memory for the calling thread.
     *
     * @param folder where files may be
     * @return the memory
     */
    @SuppressWarnings("MustBeClosedChecker")
    public static Scratch in(Path folder) { return new Scratch(folder, Arena.ofConfined()); }

    /**
     * Memory for the calling thread, with files where temporary ones are.
     *
     * @return the memory
     */
    public static Scratch temporary() { return in(TEMPORARY); }

    /**
     * Memory that every thread may read, and one at a time may allocate from.
     *
     * @param folder where files may be
     * @return the memory
     */
    @SuppressWarnings("MustBeClosedChecker")
    public static Scratch shared(Path folder) { return new Scratch(folder, Arena.ofShared()); }

    @Override
    public MemorySegment allocate(long bytes, long alignment) {
        if (bytes <= left) {
            left -= bytes;
            return arena.allocate(bytes, alignment);
        }
        long aligned = Math.ceilDiv(used, alignment) * alignment;
        if (bytes > block.byteSize() - aligned) {
            block = inFile(Math.max(bytes, BLOCK));
            aligned = 0;
        }
        used = aligned + bytes;
        return block.asSlice(aligned, bytes);
    }

    private MemorySegment inFile(long bytes) {
        try {
            Path file = Files.createTempFile(folder, ".dovetail", ".scratch");
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE,
                    StandardOpenOption.DELETE_ON_CLOSE)) {
                reserve(channel, bytes);
                return channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, arena);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " has no room for " + bytes
                    + " bytes of numbers that are needed as a whole (" + e.getMessage() + ")", e);
        }
    }

    /** Writes zeros: where a mapped file has a hole and the disk is full, storing a number ends the program. */
    private static void reserve(FileChannel channel, long bytes) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect(PieceSize.BYTES);
        for (long at = 0; at < bytes;) {
            at += channel.write(zeros.clear().limit((int) Math.min(zeros.capacity(), bytes - at)), at);
        }
    }

    @Override
    public void close() { arena.close(); }
}
