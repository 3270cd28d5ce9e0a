package org.dovetail.bridge.report;

import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.rules.Style;

/** Paths of arrays as the users of a library write them. */
public final class Paths {
    private Paths() {}

    /**
     * Text of a file for a terminal: characters that could steer it are blanked.
     *
     * @param text the text
     * @return the text, on as many lines as before
     */
    public static String printable(String text) {
        return text.codePoints().allMatch(Paths::isPlain)
                ? text
                : text.codePoints().map(c -> isPlain(c) ? c : ' ')
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    private static boolean isPlain(int c) {
        return c == '\n' || switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                false;
            default -> true;
        };
    }

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
