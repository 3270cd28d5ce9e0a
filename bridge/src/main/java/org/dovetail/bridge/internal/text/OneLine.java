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
     * A text in which each control, format and unassigned character, line separator, and half of a surrogate pair is spelled by its four hexadecimal digits, as Java does.
     *
     * @param text any text
     * @return the text as it can be printed
     */
    public static String escaped(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                shown.append(c).append(text.charAt(++i));
            } else if (isPlain(c)) {
                shown.append(c);
            } else {
                shown.append(String.format("\\u%04x", (int) c));
            }
        }
        return shown.toString();
    }

    private static boolean isPlain(char c) {
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
