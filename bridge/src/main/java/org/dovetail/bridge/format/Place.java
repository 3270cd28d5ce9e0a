package org.dovetail.bridge.format;

import java.nio.file.Path;
import org.dovetail.bridge.internal.text.OneLine;

/**
 * Where in a file something stands, for messages.
 *
 * @param file the file
 * @param entry the entry's name there, or empty for the file as a whole
 */
record Place(Path file, String entry) {
    private static final int SHOWN = 120;

    static Place of(Path file) { return new Place(file, ""); }

    Place in(String name) { return new Place(file, name); }

    CheckpointException error(String problem) { return new CheckpointException(file, where() + problem); }

    CheckpointException error(String problem, Throwable cause) {
        return new CheckpointException(file, where() + problem, cause);
    }

    private String where() { return entry.isEmpty() ? "" : "entry " + quoted(entry) + ": "; }

    /** Text of a file in quotes, on one line and of bounded length, whatever the file holds. */
    static String quoted(String text) {
        return text.length() > SHOWN
                ? "'" + OneLine.escaped(text.substring(0, SHOWN)) + "…'"
                : "'" + OneLine.escaped(text) + "'";
    }
}
