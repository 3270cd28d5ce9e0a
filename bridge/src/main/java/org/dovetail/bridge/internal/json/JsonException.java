package org.dovetail.bridge.internal.json;

/** A document that is no JSON, or not of the form that is expected: the message says where, and what is wrong. */
public final class JsonException extends Exception {
    private static final long serialVersionUID = 1;

    /**
     * An error at a place of the document.
     *
     * @param at the place, as {@code steps[3].kind}; empty for the document as a whole
     * @param problem what is wrong, in one line
     */
    public JsonException(String at, String problem) { super(at.isEmpty() ? problem : at + ": " + problem); }
}
