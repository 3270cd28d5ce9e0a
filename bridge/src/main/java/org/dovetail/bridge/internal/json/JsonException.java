package org.dovetail.bridge.internal.json;

import org.dovetail.bridge.internal.text.OneLine;

/** A document that is no JSON, or not of the form that is expected: the message says where, and what is wrong. */
public final class JsonException extends Exception {
    private static final long serialVersionUID = 1;
    private static final int SHOWN_PLACE = 160;
    private static final int SHOWN_PROBLEM = 600;

    /**
     * An error at a place of the document.
     *
     * @param at the place, as {@code steps[3].kind}; empty for the document as a whole
     * @param problem what is wrong; text of the document in it is escaped here, and shortened
     */
    public JsonException(String at, String problem) {
        super((at.isEmpty() ? "" : OneLine.of(at, SHOWN_PLACE) + ": ") + OneLine.of(problem, SHOWN_PROBLEM));
    }
}
