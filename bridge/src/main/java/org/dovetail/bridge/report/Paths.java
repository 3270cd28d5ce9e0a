package org.dovetail.bridge.report;

import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.rules.Style;

/** Paths of arrays as the users of a library write them. */
public final class Paths {
    private Paths() {}

    /**
     * A path as text: slashes in Haiku, dots in NNX.
     *
     * @param path the path
     * @param style the library
     * @return the text
     */
    public static String text(EntryPath path, Style style) {
        String separator = style == Style.HAIKU ? "/" : ".";
        String inside = String.join(separator, path.components());
        return path.collection().isEmpty() ? inside : path.collection() + separator + inside;
    }
}
