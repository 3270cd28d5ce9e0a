package org.dovetail.bridge.format;

import java.io.IOException;
import java.nio.file.Path;

/** A file that cannot be read or written as a checkpoint: the message names the file, what was found, and what to do. */
public final class CheckpointException extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * An error about a file.
     *
     * @param file the file
     * @param problem what was found and what to do, in one line
     */
    public CheckpointException(Path file, String problem) { super(file + ": " + problem); }

    /**
     * An error about a file, with what brought it about.
     *
     * @param file the file
     * @param problem what was found and what to do, in one line
     * @param cause what was thrown
     */
    public CheckpointException(Path file, String problem, Throwable cause) { super(file + ": " + problem, cause); }
}
