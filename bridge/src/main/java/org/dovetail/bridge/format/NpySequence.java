package org.dovetail.bridge.format;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** Arrays that {@code numpy.save} wrote into one file, one after the other. */
final class NpySequence {
    private final Path file;
    private final MemorySegment bytes;
    private final ReadOptions options;
    private long position;

    NpySequence(Path file, MemorySegment bytes, ReadOptions options) {
        this.file = file;
        this.bytes = bytes;
        this.options = options;
    }

    /** The next array; messages call it {@code name}. */
    Node next(String name) throws CheckpointException {
        Place place = Place.of(file).in(name);
        MemorySegment rest = bytes.asSlice(position);
        if (rest.byteSize() == 0) {
            throw place.error("is not there: the file has fewer arrays than the tree beside it");
        }
        int end = NpyHeader.end(place, rest.asSlice(0, Math.min(NpyHeader.START_BYTES, rest.byteSize())));
        if (end > rest.byteSize()) {
            throw place.error("ends inside the header");
        }
        NpyHeader header = NpyHeader.parse(place, rest.asSlice(0, end), options);
        long length = Math.min(header.bytes(place), rest.byteSize() - end);
        MemorySegment body = rest.asSlice(end, length);
        position += end + length;
        try {
            return NpyArray.read(place, header, length, _ -> body);
        } catch (CheckpointException e) {
            throw e;
        } catch (IOException e) {
            throw place.error(String.valueOf(e.getMessage()), e);
        }
    }

    /** Checks that nothing follows. */
    void end() throws CheckpointException {
        if (position != bytes.byteSize()) {
            throw Place.of(file).error("has " + (bytes.byteSize() - position)
                    + " bytes after the arrays of the tree beside it");
        }
    }
}
