package org.dovetail.bridge.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.dovetail.bridge.internal.cores.Cores;

/**
 * A file being written. Small parts are written at once; numbers get their room at once, and are read and written by {@link #flush}, several arrays at the same time.
 */
final class FileSink implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;
    private final Writeback writeback;
    private final List<Cores.Job> jobs = new ArrayList<>();
    private long position;

    private FileSink(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
        this.writeback = new Writeback(channel);
    }

    static FileSink create(Path file) throws IOException {
        return new FileSink(file, FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING));
    }

    /** How long the file is, with what has room and is still to be written. */
    long position() { return position; }

    void write(byte[] bytes) throws IOException { write(MemorySegment.ofArray(bytes)); }

    /** Writes a segment; one on the heap must be backed by bytes, as those of {@code Array.toHeap} are. */
    void write(MemorySegment bytes) throws IOException {
        Region region = new Region(position);
        Slices.each(bytes, region::write);
        position += bytes.byteSize();
    }

    /** Replaces bytes that are already written. */
    void rewrite(long at, byte[] bytes) throws IOException {
        put(ByteBuffer.wrap(bytes), at);
    }

    /** Takes room for the numbers of an array. */
    void write(Node.Leaf leaf) {
        write(leaf.spec().bytes(), Writing.of(leaf.numbers()::each));
    }

    /** Writes into the room that was taken for it. */
    @FunctionalInterface
    interface Writing {
        /** Writes from the beginning of the room to its end; {@code memory} is for what it needs meanwhile. */
        void write(Region region, Scratch memory) throws IOException;

        /** Writes pieces as they come. */
        static Writing of(PiecedNumbers.Pieces pieces) {
            return (region, memory) -> pieces.each(memory, region::write);
        }
    }

    /** Takes room for something that is written later, perhaps by another thread. */
    void write(long bytes, Writing writing) {
        long start = position;
        position += bytes;
        jobs.add(new Cores.Job(bytes, () -> {
            Region region = new Region(start);
            try (Scratch memory = memory()) {
                writing.write(region, memory);
            } catch (UncheckedIOException e) {
                throw failed(e);
            }
            region.checkEnd(start + bytes);
        }));
    }

    /** Memory for the calling thread, with files beside this one. */
    Scratch memory() {
        return Scratch.in(Objects.requireNonNull(file.toAbsolutePath().getParent(), "files are in folders"));
    }

    /** A part of the file that one thread writes from front to back. */
    final class Region {
        private long next;

        private Region(long start) { this.next = start; }

        void write(MemorySegment piece) throws IOException {
            put(piece.asByteBuffer(), next);
            next += piece.byteSize();
            try {
                writeback.written(piece.byteSize());
            } catch (IOException e) {
                throw failed(e);
            }
        }

        private void checkEnd(long end) {
            if (next != end) {
                throw new IllegalStateException(file + ": a part should end at byte " + end + ", it ends at " + next);
            }
        }
    }

    /** Writes what was promised. */
    void finish() throws IOException {
        List<Cores.Job> all = List.copyOf(jobs);
        jobs.clear();
        Cores.run(all);
    }

    /** Writes what was promised, and forces everything to the disk. */
    void flush() throws IOException {
        finish();
        try {
            writeback.await();
            channel.force(true);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private void put(ByteBuffer bytes, long at) throws IOException {
        long next = at;
        try {
            while (bytes.hasRemaining()) {
                next += channel.write(bytes, next);
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private CheckpointException failed(Exception e) {
        return new CheckpointException(file, "cannot be written: " + e.getMessage() + ", after " + writeback.total()
                + " bytes; no file was replaced. Make room there, or name a file elsewhere", e);
    }

    @Override
    public void close() throws IOException {
        writeback.close();
        channel.close();
    }
}
