package org.dovetail.bridge.format;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** Python pickles. */
final class PickleFormat {
    private PickleFormat() {}

    /**
     * Reads a pickle stream.
     *
     * @param file the file it stands in
     * @param bytes the stream
     * @param options what the user said about the file
     * @param resources closed with the contents
     * @return the contents
     * @throws CheckpointException always
     */
    @SuppressWarnings("DoNotCallSuggester")
    static Contents readPickled(Path file, MemorySegment bytes, ReadOptions options, Contents.Resources resources)
            throws IOException {
        throw new CheckpointException(file, "holds pickled Python objects (" + bytes.byteSize()
                + " bytes); they are not read, save the arrays by themselves with numpy.savez");
    }
}
