package org.dovetail.bridge.format;

import java.nio.file.Path;

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
        StringBuilder shown = new StringBuilder("'");
        int end = Math.min(text.length(), SHOWN);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            boolean plain = c >= ' ' && c < 0x7f || c > 0x9f && Character.isDefined(c) && !Character.isSurrogate(c)
                    && Character.getType(c) != Character.FORMAT && Character.getType(c) != Character.LINE_SEPARATOR
                    && Character.getType(c) != Character.PARAGRAPH_SEPARATOR;
            boolean pair = Character.isHighSurrogate(c) && i + 1 < end && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                shown.append(c).append(text.charAt(++i));
            } else if (plain) {
                shown.append(c);
            } else {
                shown.append(String.format("\\u%04x", (int) c));
            }
        }
        return shown.append(end < text.length() ? "…'" : "'").toString();
    }
}
