package org.dovetail.bridge.report;

/**
 * Colours for a terminal, or none.
 *
 * @param colours whether there are any
 */
public record Paint(boolean colours) {
    /** No colours: for pipes and files. */
    public static final Paint PLAIN = new Paint(false);

    /**
     * Text that stands out.
     *
     * @param text the text
     * @return the text, bold
     */
    public String bold(String text) { return code("1", text); }

    /**
     * Text that stands back.
     *
     * @param text the text
     * @return the text, dim
     */
    public String dim(String text) { return code("2", text); }

    /**
     * Text of something good.
     *
     * @param text the text
     * @return the text, green
     */
    public String good(String text) { return code("32", text); }

    /**
     * Text of something to look at.
     *
     * @param text the text
     * @return the text, yellow
     */
    public String notice(String text) { return code("33", text); }

    /**
     * Text of something wrong.
     *
     * @param text the text
     * @return the text, red
     */
    public String bad(String text) { return code("31", text); }

    /**
     * The kind of a layer.
     *
     * @param text the text
     * @return the text, cyan
     */
    public String kind(String text) { return code("36", text); }

    private String code(String code, String text) {
        return colours && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
