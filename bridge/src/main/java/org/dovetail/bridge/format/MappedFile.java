package org.dovetail.bridge.format;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that is mapped into memory until it is closed. */
final class MappedFile implements Contents.Resources {
    private final Arena arena;
    private final MemorySegment bytes;

    private MappedFile(Arena arena, MemorySegment bytes) {
        this.arena = arena;
        this.bytes = bytes;
    }

    /** Maps a file; the arena is closed by {@link #close}. */
    @SuppressWarnings("MustBeClosedChecker")
    static MappedFile open(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return of(file, channel);
        }
    }

    /** Maps an open file, which may be closed then; messages call it {@code file}. */
    @SuppressWarnings("MustBeClosedChecker")
    static MappedFile of(Path file, FileChannel channel) throws IOException {
        Arena arena = Arena.ofShared();
        try {
            return new MappedFile(arena, channel.map(MapMode.READ_ONLY, 0, channel.size(), arena));
        } catch (IOException e) {
            arena.close();
            throw new CheckpointException(file, "cannot be mapped into memory: " + e.getMessage(), e);
        }
    }

    /** Reads the contents of a mapped file, which stays mapped until they are closed. */
    @FunctionalInterface
    interface Reader {
        /** Reads them. */
        Contents read(MappedFile mapped) throws IOException;
    }

    /** Maps a file and reads its contents; the mapping is closed at once if that fails. */
    static Contents read(Path file, Reader reader) throws IOException {
        return open(file).read(reader);
    }

    /** Reads contents; the mapping is closed at once if that fails. */
    Contents read(Reader reader) throws IOException {
        try {
            return reader.read(this);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    MemorySegment bytes() { return bytes; }

    /** Memory that lives as long as the mapping. */
    Arena arena() { return arena; }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
