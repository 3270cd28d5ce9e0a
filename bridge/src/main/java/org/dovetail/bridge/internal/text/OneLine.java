package org.dovetail.bridge.internal.text;

/** Text of a file as messages show it: on one line, without characters that steer a terminal, and of bounded length. */
public final class OneLine {
    private OneLine() {}

    /**
     * A text whose middle is left out when it is long: messages tell at their end what to do.
     *
     * @param text any text
     * @param most how many characters of it are shown
     * @return the text as it can be printed
     */
    public static String of(String text, int most) {
        if (text.length() <= most) {
            return escaped(text);
        }
        int half = most / 2;
        return escaped(text.substring(0, half)) + "…" + escaped(text.substring(text.length() - half));
    }

    /**
     * A text in which each control, format and unassigned character, line separator, and half of a surrogate pair is spelled by its four hexadecimal digits, as Java does; one
     * that is a surrogate pair by both halves.
     *
     * @param text any text
     * @return the text as it can be printed
     */
    public static String escaped(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (isPlain(c)) {
                shown.appendCodePoint(c);
            } else {
                shown.append(spelled(c));
            }
        });
        return shown.toString();
    }

    /**
     * A character by its hexadecimal digits.
     *
     * @param c the character
     * @return four digits after {@code \\u}, or twice that
     */
    public static String spelled(int c) {
        StringBuilder digits = new StringBuilder();
        for (char half : Character.toChars(c)) {
            digits.append(String.format("\\u%04x", (int) half));
        }
        return digits.toString();
    }

    /**
     * Whether a character shows as what it is, and changes nothing of what is around it.
     *
     * @param c the character
     * @return false for those that {@link #escaped} spells
     */
    public static boolean isPlain(int c) {
        if (c < 0x7f) {
            return c >= ' ';
        }
        return c > 0x9f && switch (Character.getType(c)) {
            case Character.UNASSIGNED, Character.SURROGATE, Character.FORMAT, Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                false;
            default -> true;
        };
    }
}
