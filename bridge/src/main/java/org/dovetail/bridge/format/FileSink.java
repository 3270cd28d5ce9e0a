package org.dovetail.bridge.format;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.Checksum;

/** A file being written: bytes go straight from their segments to the file, and to the disk by {@link #flush}. */
final class FileSink implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;
    private final Writeback writeback;
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

    /** The number of bytes written so far. */
    long position() { return position; }

    void write(byte[] bytes) throws IOException {
        put(ByteBuffer.wrap(bytes), position);
        position += bytes.length;
    }

    /** Writes a segment; one on the heap must be backed by bytes, as those of {@code Array.toHeap} are. */
    void write(MemorySegment bytes) throws IOException {
        Slices.each(bytes, this::writeSlice);
    }

    /** Writes a segment, and adds it to a checksum while it is in the processor's cache. */
    void write(MemorySegment bytes, Checksum sum) throws IOException {
        Slices.each(bytes, slice -> {
            sum.update(slice.duplicate());
            writeSlice(slice);
        });
    }

    private void writeSlice(ByteBuffer slice) throws IOException {
        int length = slice.remaining();
        put(slice, position);
        position += length;
        try {
            writeback.reached(position);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Replaces bytes that are already written. */
    void rewrite(long at, byte[] bytes) throws IOException {
        put(ByteBuffer.wrap(bytes), at);
    }

    /** Forces everything to the disk. */
    void flush() throws IOException {
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

    private CheckpointException failed(IOException e) {
        return new CheckpointException(file, "cannot be written: " + e.getMessage() + ", after " + position
                + " bytes; no file was replaced. Make room there, or name a file elsewhere", e);
    }

    @Override
    public void close() throws IOException {
        writeback.close();
        channel.close();
    }
}
