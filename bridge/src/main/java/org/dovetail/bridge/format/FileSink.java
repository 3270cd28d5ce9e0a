package org.dovetail.bridge.format;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file being written: bytes go straight from their segments to the file, and to the disk by {@link #flush}. */
final class FileSink implements AutoCloseable {
    private static final long SLICE = 1L << 30;

    private final Path file;
    private final FileChannel channel;
    private long position;

    private FileSink(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static FileSink create(Path file) throws IOException {
        return new FileSink(file, FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING));
    }

    /** The number of bytes written so far. */
    long position() { return position; }

    void write(byte[] bytes) throws IOException {
        put(ByteBuffer.wrap(bytes), position);
        position += bytes.length;
    }

    /** Writes a segment; one on the heap must be backed by bytes, as those of {@code Array.toHeap} are. */
    void write(MemorySegment bytes) throws IOException {
        for (long start = 0; start < bytes.byteSize(); start += SLICE) {
            long length = Math.min(SLICE, bytes.byteSize() - start);
            put(bytes.asSlice(start, length).asByteBuffer(), position);
            position += length;
        }
    }

    /** Replaces bytes that are already written. */
    void rewrite(long at, byte[] bytes) throws IOException {
        put(ByteBuffer.wrap(bytes), at);
    }

    /** Forces everything to the disk. */
    void flush() throws IOException {
        try {
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

    private CheckpointException failed(IOException e) {
        return new CheckpointException(file, "cannot be written: " + e.getMessage() + ", after " + position
                + " bytes; no file was replaced. Make room there, or name a file elsewhere", e);
    }

    @Override
    public void close() throws IOException { channel.close(); }
}
