package org.dovetail.bridge.convert;

import java.io.IOException;
import java.nio.file.Path;
import org.dovetail.bridge.format.CheckpointException;

/** Writes a file so that it appears complete or not at all. */
public final class Replacement {
    private Replacement() {}

    /** Writes a new file. */
    @FunctionalInterface
    public interface Writer {
        /**
         * Writes a new file, and flushes it to the disk.
         *
         * @param file the file to make
         * @throws IOException if it cannot be written
         */
        void write(Path file) throws IOException;
    }

    /**
     * Writes a file beside its place and renames it.
     *
     * @param out the file; one that is there is replaced
     * @param writer writes it
     * @throws CheckpointException if it cannot be written
     * @throws IOException if something else fails
     */
    public static void of(Path out, Writer writer) throws IOException {
        try (Workspace workspace = Workspace.beside(out)) {
            workspace.write(writer);
            workspace.publish();
        }
    }
}
