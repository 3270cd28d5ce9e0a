package org.dovetail.bridge.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file without a name that takes what a compressed one holds, so that memory stays bounded; it goes with its mapping. */
final class UnpackedFile implements AutoCloseable {
    /** Packed numbers that are no zeros stay far below; what is above fills the disk by a small file. */
    private static final long BOMB_RATIO = 200;
    private static final long BOMB_BYTES = 256L << 20;

    private final Place place;
    private final long packed;
    private final FileChannel channel;
    private long size;

    private UnpackedFile(Place place, long packed, FileChannel channel) {
        this.place = place;
        this.packed = packed;
        this.channel = channel;
    }

    /**
     * Makes an empty one.
     *
     * @param place the compressed file
     * @param packed its size
     */
    static UnpackedFile of(Place place, long packed) throws CheckpointException {
        try {
            Path file = Files.createTempFile("dovetail", ".unpacked");
            return new UnpackedFile(place, packed, FileChannel.open(file, StandardOpenOption.READ,
                    StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE));
        } catch (IOException e) {
            throw place.error("cannot be unpacked: there can be no temporary file (" + e.getMessage() + ")", e);
        }
    }

    /** How many bytes it has so far. */
    long size() { return size; }

    /** Adds bytes. */
    void write(ByteBuffer bytes) throws CheckpointException {
        size += bytes.remaining();
        if (size > BOMB_BYTES && size / BOMB_RATIO > packed) {
            throw place.error("unpacks to more than " + BOMB_RATIO + " times the " + packed + " bytes it has, as only a"
                    + " decompression bomb or empty numbers would; if you trust it, save it without compression");
        }
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw place.error("cannot be unpacked into a temporary file: " + e.getMessage(), e);
        }
    }

    /** Maps what was written. */
    MappedFile map() throws IOException { return MappedFile.of(place.file(), channel); }

    @Override
    public void close() throws IOException { channel.close(); }
}
